// Mortality by single year of age: life expectancy and deaths by age against the table's own, exactly.
//
// Hazard 0.00003 exp(0.1 (x + 1/2)) in year of age x (Gompertz; modal age at death some 81 years), constant
// within the year. 50,000 people in their first year of age, spread evenly over it, so that the expectation
// is averaged over exact ages 0 to 1.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tests/catch.hpp"
#include "tests/support/distances.hpp"
#include "tests/support/life_log.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

constexpr int last_age = 115;

double hazard(int age) { return 3e-5 * std::exp(0.1 * (age + 0.5)); }

/// Years that somebody of exact age x has left, on average.
double expectation(int x) {
    if (x >= last_age) return 1 / hazard(last_age);
    const double m = hazard(x);
    return (1 - std::exp(-m)) / m + std::exp(-m) * expectation(x + 1);
}

StudyText gompertz() {
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
tables: {mortality: {file: mortality.csv, by: [age], value: rate, unit: per_year, source: assumed}}
processes:
  death: {rate: {table: mortality}, then: {life: dies}, source: assumed}
  falls_ill: {when: {health: well}, rate: {value: 0.05, unit: per_year}, then: {health: ill}, source: assumed}
measures: {population: {people: everyone}}
)";
    std::string table = "age,rate\n";
    for (int age = 0; age <= last_age; ++age) {
        char row[64];
        std::snprintf(row, sizeof row, "%d,%.12g\n", age, hazard(age));
        table += row;
    }
    text.tables = {{"mortality.csv", table}};
    text.people = "age,people\n0,50000\n";
    text.start = "1900-01-01";
    text.end = "2040-01-01";
    return text;
}

}  // namespace

TEST_CASE(
    "Gompertz mortality from a table by single year gives the table's life expectancy and deaths by age",
    "[statistics]") {
    // Level 0.001. Mean: 3.2905 standard errors are 0.20 years, so that 0.35 years too many are found with
    // power 0.99. Deaths in 20 classes of age: chi-square with 19 degrees of freedom, limit 43.820 (R:
    // qchisq(0.999, 19)); hazards all too high by 3 percent add 45 and are found with power 0.95.
    const SmallStudy study(gompertz());
    std::vector<double> years_lived, deaths(20, 0.0), expected(20, 0.0);
    const auto band = [](double age) {
        return static_cast<std::size_t>(std::clamp((age - 5) / 5, 0.0, 19.0));
    };
    for_each_life(study, {}, [&](const LifeLog& log) {
        REQUIRE(log.died);
        years_lived.push_back(static_cast<double>(log.gone_at) / minutes_per_year);
        ++deaths[band(static_cast<double>(log.gone_at - log.birth) / minutes_per_year)];
    });
    const auto n = static_cast<double>(years_lived.size());

    // Averages over the exact age at the start, which is uniform over the first year: part = E[survives the
    // rest of that year].
    const double m = hazard(0), part = (1 - std::exp(-m)) / m;
    CHECK(std::abs(mean_of(years_lived) - ((1 - part) / m + part * expectation(1))) <
          3.2905 * std::sqrt(variance_of(years_lived) / n));
    double alive = part;
    expected[0] += n * (1 - part);
    for (int age = 1; age < 200; ++age) {
        const double surviving = alive * std::exp(-hazard(std::min(age, last_age)));
        expected[band(age)] += n * (alive - surviving);
        alive = surviving;
    }
    for (const double one : expected) REQUIRE(one > 10);
    CHECK(chi_square(deaths, expected) < 43.820);
}

TEST_CASE("a cohort that is entered at 65 lives the years that the table leaves it", "[statistics]") {
    // As above for people aged 65: the mean of what is left to them, 50,000 of them, to 3.2905 standard
    // errors (0.12 years).
    StudyText text = gompertz();
    text.people = "age,people\n65,50000\n";
    const SmallStudy study(text);
    std::vector<double> years_left;
    for_each_life(study, {}, [&](const LifeLog& log) {
        years_left.push_back(static_cast<double>(log.gone_at) / minutes_per_year);
    });
    const double m = hazard(65), part = (1 - std::exp(-m)) / m;
    CHECK(std::abs(mean_of(years_left) - ((1 - part) / m + part * expectation(66))) <
          3.2905 * std::sqrt(variance_of(years_left) / 50'000));
}
