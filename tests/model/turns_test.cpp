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

TimedFactor ages_of(std::size_t values) { return {TimedFactor::Kind::age, 0, values}; }

}  // namespace

TEST_CASE("the next break that matters is the next that changes a row", "[model]") {
    // Ages in three classes of two; rows: class x state.
    const Turns turns({ages_of(6)}, 0, {lane({0, 0, 1, 1, 2, 2})});
    REQUIRE(turns.may_skip());
    const std::uint32_t in_class_1[] = {2};  // state 0
    CHECK(turns.breaks_to_change(in_class_1, 2) == 2);
    CHECK(turns.breaks_to_change(in_class_1, 3) == 1);
    const std::uint32_t in_class_2[] = {5};
    CHECK(turns.breaks_to_change(in_class_2, 4) == Turns::none);
}

TEST_CASE("rows that hold the same count as one", "[model]") {
    // In state 1 all rows hold the same: for those in it, age never matters again.
    const Turns turns({ages_of(6)}, 0, {lane({0, 0, 1, 1, 2, 2}, {0, 9, 1, 9, 2, 9})});
    const std::uint32_t state_0[] = {0}, state_1[] = {1};
    CHECK(turns.breaks_to_change(state_0, 0) == 2);
    CHECK(turns.breaks_to_change(state_1, 0) == Turns::none);
}

TEST_CASE("the soonest of several lanes counts", "[model]") {
    const Turns turns({ages_of(6)}, 0, {lane({0, 0, 0, 1, 1, 1}), lane({0, 0, 1, 1, 1, 1}, {}, 1)});
    const std::uint32_t both[] = {0, 0};
    CHECK(turns.breaks_to_change(both, 0) == 2);
    CHECK(turns.breaks_to_change(both, 1) == 1);
}

TEST_CASE("where every break matters to all, nothing is looked up", "[model]") {
    CHECK_FALSE(Turns({ages_of(3)}, 0, {lane({0, 1, 2})}).may_skip());
    CHECK(Turns({{TimedFactor::Kind::age, 5, 3}}, 0, {lane({0, 1, 2})}).may_skip());  // another factor
}

TEST_CASE("a counter falls, and time since stays at never", "[model]") {
    // Rows: counter 0 to 2 x piece of time since 0 to 2. Only counter 2 differs.
    const TimedFactor counter{TimedFactor::Kind::counter, 0, 3}, since{TimedFactor::Kind::since, 1, 3};
    const FactorIndex index({0, 1}, {{0, 1, 2}, {0, 1, 2}});
    const Turns falls({counter}, 0, {{index, {0, 0, 0, 0, 0, 0, 1, 1, 1}, 0}});
    const std::uint32_t at_2[] = {6}, at_1[] = {3};
    CHECK(falls.breaks_to_change(at_2, 2) == 1);
    CHECK(falls.breaks_to_change(at_1, 1) == Turns::none);
    // Contents differ by piece: never is not left by waiting.
    const Turns rises({since}, 0, {{index, {0, 1, 2, 0, 1, 2, 0, 1, 2}, 0}});
    const std::uint32_t never_yet[] = {0}, lately[] = {1};
    CHECK(rises.breaks_to_change(never_yet, 0) == Turns::none);
    CHECK(rises.breaks_to_change(lately, 1) == 1);
}

TEST_CASE("a break is not passed when it may matter once another timed factor has moved on", "[model]") {
    // Rows: age 0 to 2 x piece of time since 0 to 2. Something changes at age 1, but only from piece 2 on.
    const TimedFactor since{TimedFactor::Kind::since, 1, 3};
    const LaneContents both{FactorIndex({0, 1}, {{0, 1, 2}, {0, 1, 2}}), {0, 0, 0, 0, 0, 1, 0, 0, 1}, 0};
    const Turns alone({ages_of(3)}, 0, {both}), together({ages_of(3), since}, 0, {both});
    const std::uint32_t piece_1[] = {1}, never_yet[] = {0};
    CHECK(alone.breaks_to_change(piece_1, 0) == Turns::none);
    CHECK(together.breaks_to_change(piece_1, 0) == 1);
    CHECK(together.breaks_to_change(never_yet, 0) == Turns::none);
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

TEST_CASE("two breaks that matter only together are not passed", "[model]") {
    // Aged 13 at the start: neither the fifteenth birthday nor the end of the first year alone makes anybody
    // fall ill, both together do. Ten years on, one in e^16 is left.
    StudyText text;
    text.model = "tracks: {health: [well, ill]}\nprocesses:\n"
                 "  falls_ill: {when: {health: well}, rate: {by: age, unit: per_year, breaks: [0, 15], "
                 "values: [0, 2]}, times: {since: {since: health, breaks: [1], values: [0, 1]}}, "
                 "then: {health: ill}, source: assumed}\n"
                 "measures: {population: {people: everyone}, ill: {people: {health: ill}}}\n";
    text.people = "age,people\n13,1000\n";
    text.end = "2034-01-01";
    const SmallStudy study(text);
    int fallen = 0;
    for_each_life(study, {},
                  [&](const LifeLog& log) { fallen += !log.times_of(study.process("falls_ill")).empty(); });
    CHECK(fallen == 1000);
}
