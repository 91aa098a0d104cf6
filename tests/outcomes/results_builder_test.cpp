#include "sim/outcomes/results_builder.hpp"

#include "tests/catch.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

TEST_CASE("every variable lies on axes that are there and has a value for each combination of labels",
          "[outcomes]") {
    const Results results = SmallStudy(open_model()).results();
    for (const auto* part : {&results.monthly, &results.yearly})
        for (const auto& one : *part) {
            CAPTURE(one.name);
            std::size_t size = 1;
            for (const auto& name : one.axes) size *= axis(results, name).size();
            CHECK(as_numbers(one).size() == size);
            CHECK_FALSE(one.units.empty());
            CHECK_FALSE(one.long_name.empty());
        }
}

TEST_CASE("months are labelled by the days since the start and age bands by their years", "[outcomes]") {
    const SmallStudy study(open_model());
    const Results results = study.results();
    const auto days = std::get<std::vector<std::int32_t>>(axis(results, "month").labels);
    CHECK(axis(results, "month").units == "days since 2024-03-10");
    REQUIRE(days.size() == static_cast<std::size_t>(study.calendar.months()));
    CHECK(days[0] == 0);
    CHECK(days[1] == 22);
    CHECK(std::get<std::vector<std::string>>(axis(results, "age_band").labels) ==
          std::vector<std::string>{"0-17", "18-64", "65-79", "80+"});
    CHECK(std::get<std::vector<std::string>>(axis(results, "layer").labels) ==
          std::vector<std::string>{"high", "rising", "general"});
}

TEST_CASE("strata only divide: their sums are the results without strata", "[outcomes]") {
    StudyText text = open_model();
    const Results divided = SmallStudy(text).results();
    text.study = "seed: 7\nage_bands: [0, 18, 65, 80]\n";
    const Results whole = SmallStudy(text).results();
    for (const auto& one : whole.monthly) {
        CAPTURE(one.name);
        const auto sums = by_month(divided, one.name), right = by_month(whole, one.name);
        REQUIRE(sums.size() == right.size());
        for (std::size_t month = 0; month < sums.size(); ++month)
            CHECK(sums[month] == Approx(right[month]).epsilon(1e-9).margin(1e-6));
    }
}

TEST_CASE("people of an age band are of that age", "[outcomes]") {
    // Nobody dies or moves: 100 people aged 17 at the start are all 18 within the first year, and 65 never.
    StudyText text;
    text.model = "tracks: {health: [well, ill]}\nprocesses:\n  falls_ill: {when: {health: well}, rate: "
                 "{value: 0.1, unit: per_year}, then: {health: ill}, source: assumed}\n"
                 "measures: {population: {people: everyone}, illnesses: {count: falls_ill}}\n";
    text.people = "age,people\n17,100\n";
    text.end = "2026-01-01";
    text.study = "strata: [age]\nage_bands: [0, 18, 65]\n";
    const Results results = SmallStudy(text).results();
    const auto people = as_numbers(variable(results.monthly, "population"));
    CHECK(people[0] + people[1] == 100);
    CHECK(people[0] > 80);
    CHECK(people[12 * 3 + 0] == 0);
    CHECK(people[12 * 3 + 1] == 100);
    for (std::size_t month = 0; month < 24; ++month) CHECK(people[month * 3 + 2] == 0);
}
