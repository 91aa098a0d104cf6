// Today's lives kept between runs: the same bytes as when everybody is lived again.
#include "sim/study/today_shelf.hpp"

#include "tests/catch.hpp"
#include "tests/support/programmes_study.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Births, deaths and moves of the visited change, so that some are born in one arm alone.
std::string arms_with(const std::string& reviews, const std::string& visits) {
    return std::string(today) + "  left: {programmes: [{file: reviews.yaml" + reviews +
           "}], lens: claimed}\n  right: {programmes: [{file: reviews.yaml}, {file: visits.yaml" + visits +
           "}], lens: claimed}\n";
}

void check_same(const Results& one, const Results& other) {
    for (const auto group : {&Results::monthly, &Results::yearly, &Results::differences}) {
        REQUIRE((one.*group).size() == (other.*group).size());
        for (std::size_t v = 0; v < (one.*group).size(); ++v) {
            CAPTURE((one.*group)[v].name);
            CHECK((one.*group)[v].values == (other.*group)[v].values);
        }
    }
}

}  // namespace

TEST_CASE("with today's lives kept, a run lives fewer people and gives the same bytes", "[study]") {
    for (const int workers : {1, 2, 7}) {
        TodayShelf shelf;
        const Ran first = ran(with_programmes(arms_with("", "")), workers, 64, &shelf);
        check_same(first.outcome.results, ran(with_programmes(arms_with("", ""))).outcome.results);
        for (const char* changed : {"", ", a_month: 30", ", taken_up: 0.1", ", sensitivity: 0.55",
                                    ", starts: 2025-02-01", ", on: no"}) {
            CAPTURE(workers, changed);
            const StudyText text = with_programmes(arms_with(changed, ", at_once: 90"));
            const Ran kept = ran(text, workers, 64, &shelf), plain = ran(text);
            check_same(kept.outcome.results, plain.outcome.results);
            CHECK(kept.outcome.statistics.events < plain.outcome.statistics.events);
            CHECK(kept.outcome.programmes[0].changed_lives == plain.outcome.programmes[0].changed_lives);
            CHECK(kept.outcome.statistics.people_at_start == plain.outcome.statistics.people_at_start);
        }
    }
}

TEST_CASE("what today's lives depend on is not taken from another study", "[study]") {
    TodayShelf shelf;
    const StudyText text = with_programmes(arms_with("", ""));
    const Ran first = ran(text, 1, 4096, &shelf);
    StudyText other_seed = text, other_strata = text, other_eligible = text, other_times = text;
    other_seed.study.replace(other_seed.study.find("seed: 7"), 7, "seed: 8");
    other_strata.study.replace(other_strata.study.find("[age, sex, region]"), 18, "[age, region]");
    auto& reviews = other_eligible.tables["reviews.yaml"];
    reviews.replace(reviews.find("at_least: 60"), 12, "at_least: 40");
    const auto at = other_times.arms.find("title: Today");
    other_times.arms.replace(at, 12, "times: {admission: 2}");
    for (const StudyText* changed : {&other_seed, &other_strata, &other_eligible, &other_times}) {
        const Ran kept = ran(*changed, 1, 4096, &shelf), plain = ran(*changed);
        check_same(kept.outcome.results, plain.outcome.results);
        CHECK(kept.outcome.statistics.events == plain.outcome.statistics.events);
    }
}

TEST_CASE("the shelf keeps the runs used last", "[study]") {
    TodayShelf shelf(1);
    const StudyText text = with_programmes(arms_with("", ""));
    StudyText other = text;
    other.study.replace(other.study.find("seed: 7"), 7, "seed: 8");
    const auto events = [&](const StudyText& one) {
        return ran(one, 1, 4096, &shelf).outcome.statistics.events;
    };
    const auto first = events(text);
    CHECK(events(text) < first);
    events(other);
    CHECK(events(text) == first);
}
