// The bar for the England model: life expectancy by sex within 0.1 years of the Office for National
// Statistics' life table.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/england_cohort.hpp"

using namespace forestall::testing;

TEST_CASE("life expectancy under the England model is within 0.1 years of England's life table", "[long]") {
    // 150,000 newborns of each sex and fifth: 750,000 of each sex, standard errors 0.015 years at birth and
    // 0.011 at 65. A model that is exact fails by chance with a probability below 1e-9; one that is wrong by
    // 0.15 years is found with power 0.999.
    const SmallStudy cohorts(england_cohorts(150'000));
    const auto simulated = simulated_expectation(cohorts), published = published_expectation();
    for (int sex = 0; sex < 2; ++sex) {
        CAPTURE(sex, simulated[sex].at_birth, published[sex].at_birth, simulated[sex].at_65,
                published[sex].at_65);
        CHECK(std::abs(simulated[sex].at_birth - published[sex].at_birth) < 0.1);
        CHECK(std::abs(simulated[sex].at_65 - published[sex].at_65) < 0.1);
    }
}
