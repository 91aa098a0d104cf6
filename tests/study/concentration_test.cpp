// How unevenly care is used, on models whose answer is known.
#include "sim/study/concentration.hpp"

#include <cmath>

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyText visits(const std::string& propensity) {
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\n"
        "propensities: {often: {shape: 0.5, source: assumed}}\n"
        "processes:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.000001, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  visit: {rate: {value: 2, unit: per_year}, " +
        propensity +
        "source: assumed}\n"
        "  other: {rate: {value: 0.1, unit: per_year}, times: {propensity: often}, source: assumed}\n"
        "contacts: {talk: {rate: {value: 3, unit: per_year}, source: assumed}}\n"
        "measures: {visits: {count: visit}}\n"
        "payers: {us: Us}\ncosts: {visit: {of: visits, payer: us, value: 10, unit: gbp_2023_24, source: "
        "assumed}, talk: {of: talk, payer: us, value: 1, unit: gbp_2023_24, source: assumed}}\n";
    text.people = "age,people\n30,10000\n70,10000\n";
    text.start = "2024-07-01", text.end = "2028-01-01";
    return text;
}

std::vector<PersonUse> use(const StudyText& text, Executor& executor) {
    ConcentrationSettings settings;
    settings.measure = "visits";
    return use_of_people(read_text(text), settings, executor);
}

}  // namespace

TEST_CASE("everybody's use is counted, in whole years, with its cost", "[study]") {
    // 20,000 people, 2 visits a year: 4.5 standard errors of 40,000. Talks cost 3 a year, exactly.
    SerialExecutor serial;
    const auto people = use(visits(""), serial);
    REQUIRE(people.size() == 20000);
    double first = 0, second = 0, talks = 0;
    for (const PersonUse& one : people) {
        first += one.count, second += one.next_count;
        talks += one.cost - 10 * one.count;
        CHECK(one.lives_on);
    }
    CHECK(std::abs(first - 40000) < 4.5 * std::sqrt(40000.0));
    CHECK(std::abs(second - 40000) < 4.5 * std::sqrt(40000.0));
    CHECK(talks / 20000 == Approx(3).epsilon(0.002));
    CHECK(concentration_of(people, 65).people == 10000);
}

TEST_CASE("without a tendency use is as uneven as chance; with one the few have most and have it again",
          "[study]") {
    // Poisson with mean 2: the 5% with most are those of 5 and more (5.3%): 14.4% of visits, and next year 2
    // each again. A gamma of shape 0.5: the top 5% of tendencies have 29% of visits; of observed counts more.
    SerialExecutor serial;
    const Concentration even = concentration_of(use(visits(""), serial), 0);
    CHECK(even.top_5_of_count == Approx(0.139).margin(0.01));
    CHECK(even.top_5_next_count == Approx(2 / 5.4).margin(0.03));
    const Concentration uneven = concentration_of(use(visits("times: {propensity: often}, "), serial), 0);
    CHECK(uneven.top_5_of_count > 0.28);
    CHECK(uneven.top_5_next_count > 0.7);
    CHECK(uneven.stay_in_top_5 > 0.4);
    CHECK(even.stay_in_top_5 < 0.12);
}

TEST_CASE("use is the same on any executor", "[study]") {
    struct Backwards final : Executor {
        int workers() const override { return 1; }
        void for_each(int pieces, const std::function<void(int, int)>& work) override {
            for (int piece = pieces - 1; piece >= 0; --piece) work(piece, 0);
        }
    } backwards;
    SerialExecutor serial;
    const auto one = use(visits(""), serial), other = use(visits(""), backwards);
    REQUIRE(one.size() == other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        REQUIRE(one[i].age == other[i].age);
        REQUIRE(one[i].cost == other[i].cost);
    }
}

TEST_CASE("a year that the study does not hold and an unknown measure are refused", "[study]") {
    SerialExecutor serial;
    ConcentrationSettings settings;
    settings.measure = "visits";
    settings.year = 2027;
    const StudyFiles files = read_text(visits(""));
    CHECK_THROWS_AS(use_of_people(files, settings, serial), InputError);
    settings.year = 2026;
    CHECK(use_of_people(files, settings, serial).size() == 20000);
    settings.measure = "visit";
    CHECK_THROWS_AS(use_of_people(files, settings, serial), InputError);
}
