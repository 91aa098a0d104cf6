#include "sim/fit/targets.hpp"

#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

TargetSpec between(double low, double value, double high) {
    TargetSpec target;
    target.value = value, target.low = low, target.high = high;
    return target;
}

TargetSpec for_year(int year, const std::string& measure) {
    TargetSpec target;
    target.measures = {{measure, {}}};
    target.year = year;
    return target;
}

/// Nobody dies; everybody has 4 visits a year, counted without chance.
Results results_of_1000(double sample) {
    StudyText text;
    text.model = R"(tracks: {sex: [female, male]}
processes:
  odd: {rate: {value: 1, unit: per_year}, source: assumed}
contacts:
  visits: {unit: visits, rate: {value: 4, unit: per_year}, source: assumed}
measures: {people: {people: everyone}, odd_ones: {count: odd}}
)";
    text.people = "age,sex,people\n10,female,400\n70,male,600\n";
    text.study = "strata: [age]\nage_bands: [0, 20, 65]\n";
    text.end = "2026-01-01";
    StudyFiles files = read_text(text);
    add_person_days(files.model);
    const Model model = prepare(files);
    SerialExecutor serial;
    StudySettings settings;
    settings.sample = sample;
    return run_study(files, model, settings, serial).results;
}

}  // namespace

TEST_CASE("a distance is in standard errors of a normal distribution with that 95% interval", "[fit]") {
    const Yardstick yardstick(between(80.4, 100, 119.6));
    CHECK_FALSE(yardstick.is_of_logarithm());
    CHECK(yardstick.distance(100) == 0);
    CHECK(yardstick.distance(110) == Approx(1));
    CHECK(yardstick.distance(0) == Approx(-10));
    CHECK(yardstick.in_standard_errors(5, 100) == Approx(0.5));
}

TEST_CASE("an interval of ratios is measured on the logarithm", "[fit]") {
    const Yardstick yardstick(between(50, 100, 200));
    CHECK(yardstick.is_of_logarithm());
    CHECK(yardstick.distance(200) == Approx(1.96));
    CHECK(yardstick.distance(50) == Approx(-1.96));
    CHECK(yardstick.distance(0) < -30);  // far off, but a number
    CHECK_FALSE(Yardstick(between(0, 1, 5)).is_of_logarithm());
}

TEST_CASE("figures are totals, rates by person-time, or shares, of those asked for", "[fit]") {
    const Results results = results_of_1000(1);
    const double year = 365 / 365.25;  // 2025
    TargetSpec target = for_year(2025, "visits");
    CHECK(figure_for(target, results, 0, 1) == Approx(4000 * year));
    target.per = TargetSpec::Per::per_1000_people;
    CHECK(figure_for(target, results, 0, 1) == Approx(4000));
    target.strata = {{{"age_band", {}}, {"0-19", "20-64"}}};
    CHECK(figure_for(target, results, 0, 1) == Approx(4000));
    target.per = TargetSpec::Per::total;
    CHECK(figure_for(target, results, 0, 1) == Approx(1600 * year).epsilon(1e-6));
    target.per = TargetSpec::Per::share;
    target.of = {{"people", {}}, {"visits", {}}};
    CHECK(figure_for(target, results, 0, 1) == Approx(4 * year / (1 + 4 * year)).epsilon(1e-6));
    target.strata.front().second = {"20-64"};
    CHECK(figure_for(target, results, 0, 1) == 0);  // nobody is there
}

TEST_CASE("totals of a sample are scaled up, rates are not", "[fit]") {
    // 1,000 people at a half: 500, give or take 16 (one standard error); at 5 of them wrong once in a
    // million.
    const Results results = results_of_1000(0.5);
    TargetSpec target = for_year(2025, "people");
    CHECK(figure_for(target, results, 0, 0.5) == Approx(1000).margin(160));
    CHECK(figure_for(target, results, 0, 0.5) == 2 * figure_for(target, results, 0, 1));
    target = for_year(2025, "visits");
    target.per = TargetSpec::Per::per_1000_people;
    CHECK(figure_for(target, results, 0, 0.5) == Approx(4000));
}

TEST_CASE("a target is named by measure, year, group and what it is per", "[fit]") {
    TargetSpec target = for_year(2025, "a");
    target.measures.push_back({"b", {}});
    CHECK(in_words(target) == "a+b 2025");
    target.strata = {{{"age_band", {}}, {"65-84", "85+"}}, {{"sex", {}}, {"female"}}};
    target.per = TargetSpec::Per::per_1000_people;
    CHECK(in_words(target) == "a+b 2025 (65-84; 85+, female) per 1,000 people");
}
