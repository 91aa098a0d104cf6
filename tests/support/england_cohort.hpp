// Cohorts that live their whole lives under the England model, and the life expectancy that comes of it.
//
// The model is scenarios/models/england/model.yaml with one line replaced: the calendar `longer_lives`
// changes by 0 percent a year, so that mortality stays that of the life table. The place is made here:
// newborns of each sex and deprivation fifth, nobody moves in or out, no place factors. What the model is
// held against is not read by it: tables/life_table.csv.
#pragma once

#include <array>
#include <string>

#include "tests/support/small_study.hpp"

namespace forestall::testing {

/// `people` newborns of each sex and fifth, for 118 years.
StudyFiles england_cohorts(int people);

/// Life expectancy at birth and at 65.
struct Expectation {
    double at_birth = 0, at_65 = 0;
};

/// Lives every life; deaths over person-years by single year of age, sex and fifth; averaged over the fifths
/// as England's people of that age are spread over them. [0] women, [1] men.
std::array<Expectation, 2> simulated_expectation(const SmallStudy& cohorts);

/// What the Office for National Statistics published.
std::array<Expectation, 2> published_expectation();

}  // namespace forestall::testing
