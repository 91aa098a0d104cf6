#include "sim/model/turns.hpp"

#include "tests/catch.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// One index over a factor of six ages (cut in classes) and a factor of two states.
LaneContents lane(const std::vector<std::uint32_t>& ages, std::vector<std::uint32_t> contents = {},
                  std::size_t at = 0) {
    return {FactorIndex({0, 1}, {ages, {0, 1}}), std::move(contents), at};
}

}  // namespace

TEST_CASE("the next value that matters is the next that changes a row", "[model]") {
    // Ages in three classes of two; rows: class x state.
    const Turns turns(0, 6, {lane({0, 0, 1, 1, 2, 2})});
    REQUIRE(turns.may_skip());
    const std::uint32_t in_class_1[] = {2};  // state 0
    CHECK(turns.next(in_class_1, 2) == 4);
    CHECK(turns.next(in_class_1, 3) == 4);
    const std::uint32_t in_class_2[] = {5};
    CHECK(turns.next(in_class_2, 4) == 6);  // none: the last
}

TEST_CASE("rows that hold the same count as one", "[model]") {
    // In state 1 all rows hold the same: for those in it, age never matters again.
    const Turns turns(0, 6, {lane({0, 0, 1, 1, 2, 2}, {0, 9, 1, 9, 2, 9})});
    const std::uint32_t state_0[] = {0}, state_1[] = {1};
    CHECK(turns.next(state_0, 0) == 2);
    CHECK(turns.next(state_1, 0) == 6);
}

TEST_CASE("the soonest of several lanes counts", "[model]") {
    const Turns turns(0, 6, {lane({0, 0, 0, 1, 1, 1}), lane({0, 0, 1, 1, 1, 1}, {}, 1)});
    const std::uint32_t both[] = {0, 0};
    CHECK(turns.next(both, 0) == 2);
    CHECK(turns.next(both, 1) == 2);
}

TEST_CASE("where every value matters to all, nothing is looked up", "[model]") {
    CHECK_FALSE(Turns(0, 3, {lane({0, 1, 2})}).may_skip());
    CHECK(Turns(5, 3, {lane({0, 1, 2})}).may_skip());  // another factor
}

TEST_CASE("breaks that are passed without a stop leave rates as if there had been one", "[model]") {
    // Rates by age in ten pieces, but only for the well; the ill are looked at again only when they recover.
    // Events over years at risk, 20,000 people for 60 years: |z| < 4 in ten cells.
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\nprocesses:\n"
        "  falls_ill: {when: {health: well}, rate: {by: age, unit: per_year, breaks: [0, 10, 20, 30, 40, "
        "50, 60, 70, 80, 90], values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]}, then: {health: "
        "ill}, source: assumed}\n"
        "  recovers: {when: {health: ill}, rate: {value: 0.05, unit: per_year}, then: {health: well}, "
        "source: assumed}\n"
        "measures: {population: {people: everyone}}\n";
    text.people = "age,people\n20,20000\n";
    text.end = "2084-01-01";
    text.study = "occurrence_exposure: {falls_ill: {by: [age]}}\n";
    const Results results = SmallStudy(text).results();
    const auto& events = std::get<std::vector<std::int64_t>>(results.occurrences[0].values);
    const auto& years = std::get<std::vector<double>>(results.occurrences[1].values);
    int cells = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        CAPTURE(i);
        const double expected = 0.1 * static_cast<double>(i + 1) * years[i];
        if (expected < 100) continue;
        ++cells;
        CHECK(std::abs(static_cast<double>(events[i]) - expected) < 4 * std::sqrt(expected));
    }
    CHECK(cells == 7);
}
