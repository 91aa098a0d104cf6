// A small open population in which everything that the language has goes on at once: births, deaths, moves,
// stays one after another, branches, counters, times since, `after`, seasons, a trend by table, a propensity,
// kept means, a mix, a warm-up, layers, contacts, costs. For tests of properties that must hold whatever the
// model.
#pragma once

#include "tests/support/small_study.hpp"

namespace forestall::testing {

/// About 1,500 people at the start, from the middle of one month to the middle of another.
StudyText open_model();

}  // namespace forestall::testing
