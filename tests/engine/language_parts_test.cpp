// Parts of the language that bind others together: scores, shared multipliers, tendencies that go together,
// counters of several things, places that change with the date, prices of the day.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/engine/life.hpp"
#include "sim/model/parameters.hpp"
#include "sim/population/people.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyText two_illnesses(const std::string& times) {
    StudyText text;
    text.model =
        "tracks: {heart: [well, disease, failure], lungs: [well, disease]}\n"
        "scores:\n"
        "  major: {points: {heart: {disease: 0.5, failure: 1.6}, lungs: {disease: 1.0}}, breaks: [1.5], "
        "states: [none, major], source: assumed}\n"
        "processes:\n"
        "  heart_worsens: {when: {heart: [well, disease]}, rate: {value: 0.5, unit: per_year}, then: {heart: "
        "next}, source: assumed}\n"
        "  lung_disease: {when: {lungs: well}, rate: {value: 0.5, unit: per_year}, then: {lungs: disease}, "
        "source: assumed}\n"
        "  visit: {rate: {value: 1, unit: per_year}, " +
        times +
        "source: assumed}\n"
        "measures:\n"
        "  major: {people: {major: major}}\n"
        "  by_hand: {people: {any: [{heart: failure}, {heart: disease, lungs: disease, age: {below: "
        "0.0001}}]}}\n"
        "  failing: {people: {heart: failure}}\n"
        "  visits: {count: visit}\n";
    text.people = "age,people\n40,20000\n";
    text.start = "2024-01-01", text.end = "2026-01-01";
    return text;
}

double at_the_end(const Results& results, const std::string& measure) {
    return by_month(results, measure).back();
}

}  // namespace

TEST_CASE("a score is above its break only when its points are more", "[engine]") {
    // Disease of heart and lungs together has 1.5 points, which is not more than 1.5: only failure counts.
    const Results results = SmallStudy(two_illnesses("")).results();
    CHECK(at_the_end(results, "major") > 1000);
    CHECK(at_the_end(results, "major") == at_the_end(results, "failing"));
}

TEST_CASE("a rate may read a score", "[engine]") {
    // Visits ten times as often with major illness: over two years, visits less one a person and year are
    // nine times the person-years with it, which the month ends tell within a month's half. 4.5 standard
    // errors of some 60,000 visits, and 3% for the month ends.
    const Results results = SmallStudy(two_illnesses("times: {major: {none: 1, major: 10}}, ")).results();
    const std::vector<double> major = by_month(results, "major");
    double person_years = 0;
    for (std::size_t m = 0; m < major.size(); ++m)
        person_years += (major[m] + (m == 0 ? 0 : major[m - 1])) / 24;
    const double expected = 40000 + 9 * person_years, visits = total(results, "visits");
    CHECK(std::abs(visits - expected) < 4.5 * std::sqrt(10 * expected) + 0.03 * expected);
}

TEST_CASE("problems of scores are told where they stand", "[engine]") {
    StudyText text = two_illnesses("");
    text.model.replace(text.model.find("breaks: [1.5]"), 13, "breaks: [1, 2]");
    CHECK(complaints(text) ==
          std::vector<std::string>{"model.yaml:7:105: 2 states for 2 breaks (there is one state more than "
                                   "breaks); add or delete some"});
    text = two_illnesses("");
    text.model.replace(text.model.find("lungs: {disease: 1.0}"), 21, "lung: {disease: 1.0}");
    REQUIRE(complaints(text).size() == 1);
    CHECK(complaints(text)[0].find("unknown track or counter 'lung'") != std::string::npos);
}

TEST_CASE("multipliers that several rates share are one parameter and multiply all", "[engine]") {
    StudyText text;
    text.model = "tracks: {health: [well, ill]}\n"
                 "multipliers: {care: {health: {well: 1, ill: 3}, source: assumed}}\n"
                 "processes:\n"
                 "  one: {rate: {value: 1, unit: per_year}, times: {multipliers: care}, source: assumed}\n"
                 "  two: {rate: {value: 2, unit: per_year}, times: {multipliers: [care]}, source: assumed}\n"
                 "  falls_ill: {when: {health: well}, rate: {value: 1, unit: per_year}, then: {health: ill}, "
                 "source: assumed}\n";
    StudyFiles files = read_text(text);
    int found = 0;
    for (const Parameter& parameter : parameters_of(files))
        if (parameter.path == "multipliers/care/health/ill") {
            ++found;
            CHECK(parameter.figures.size() == 2);
            scale(parameter, 2);
        }
    CHECK(found == 1);
    const SmallStudy study(files);
    std::vector<FactorValue> factors = study.model.newborn;
    factors[static_cast<std::size_t>(study.model.factor_named("health"))] = study.state("health", "ill");
    for (const char* name : {"one", "two"}) {
        const int clock = study.model.processes[static_cast<std::size_t>(study.process(name))].clock;
        CHECK(study.model.rates.at(factors.data(), clock) == 6.0f);
    }
    text.model.replace(text.model.find("multipliers: [care]"), 19, "multipliers: [car]");
    REQUIRE(complaints(text).size() == 1);
    CHECK(complaints(text)[0].find("no multipliers are called 'car'") != std::string::npos);
}

TEST_CASE("tendencies that go together keep their shapes and are correlated", "[engine]") {
    // 40,000 people. The rank correlation of a normal copula with 0.6 is 6 / pi asin(0.3) = 0.582; its
    // standard error is below 0.005. Means are 1 with variance 1 / shape. 4.5 standard errors: 7 in a million
    // by chance; a correlation off by 0.03 is found with near certainty.
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\n"
        "propensities:\n"
        "  first: {shape: 0.8, source: assumed}\n"
        "  second: {shape: 2, with: first, correlation: 0.6, source: assumed}\n"
        "processes:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.000001, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  one: {rate: {value: 1, unit: per_year}, times: {propensity: first}, source: assumed}\n"
        "  two: {rate: {value: 1, unit: per_year}, times: {propensity: second}, source: assumed}\n";
    text.people = "age,people\n40,40000\n";
    const SmallStudy study(text);
    const Streams streams(3, 0);
    const Life life(study.model, study.arms[0], streams, study.calendar);
    const StartingPeople people(study.files.place, study.model, streams, 1);
    std::vector<std::byte> memory(study.model.layout.stride);
    const Record record(memory.data(), study.model.layout);
    std::vector<double> first, second;
    for (std::uint64_t i = 0; i < people.size(); ++i) {
        life.begin(record, people.person(i));
        first.push_back(static_cast<double>(record.propensities()[0]));
        second.push_back(static_cast<double>(record.propensities()[1]));
    }
    const auto number = static_cast<double>(first.size());
    const auto mean = [&](const std::vector<double>& all) {
        return std::accumulate(all.begin(), all.end(), 0.0) / number;
    };
    CHECK(std::abs(mean(first) - 1) < 4.5 * std::sqrt(1 / 0.8 / number));
    CHECK(std::abs(mean(second) - 1) < 4.5 * std::sqrt(1 / 2.0 / number));
    const auto ranks = [&](const std::vector<double>& all) {
        std::vector<std::size_t> order(all.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](auto a, auto b) { return all[a] < all[b]; });
        std::vector<double> rank(all.size());
        for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<double>(i);
        return rank;
    };
    const std::vector<double> a = ranks(first), b = ranks(second);
    double product = 0, square = 0;
    const double middle = (number - 1) / 2;
    for (std::size_t i = 0; i < a.size(); ++i)
        product += (a[i] - middle) * (b[i] - middle), square += (a[i] - middle) * (a[i] - middle);
    CHECK(std::abs(product / square - 0.582) < 4.5 * 0.005);
}

TEST_CASE("a counter counts processes and outcomes together", "[engine]") {
    // Half of falls count as a bad one; a bad one and an admission both feed the counter. Who has had either
    // in the first year: 1 - exp(-(0.3 / 2 + 0.2)), of 20,000 people, within 4.5 standard errors.
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\n"
        "counters: {lately: {counts: [admission, bad_fall], window: 12 months, up_to: 2}}\n"
        "processes:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.000001, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  fall: {rate: {value: 0.3, unit: per_year}, then: {branch: [{chance: 0.5, then: {counts: "
        "bad_fall}}]}, source: assumed}\n"
        "  admission: {rate: {value: 0.2, unit: per_year}, source: assumed}\n"
        "measures: {lately: {people: {lately: {at_least: 1}}}}\n";
    text.people = "age,people\n40,20000\n";
    text.start = "2024-01-01", text.end = "2025-01-01";
    const double share = at_the_end(SmallStudy(text).results(), "lately") / 20000;
    const double expected = 1 - std::exp(-0.35);
    CHECK(std::abs(share - expected) < 4.5 * std::sqrt(expected * (1 - expected) / 20000) + 0.002);
    text.model.replace(text.model.find("bad_fall], window"), 8, "bad_fell");
    REQUIRE(complaints(text).size() == 1);
    CHECK(complaints(text)[0].find("nothing called 'bad_fell' happens") != std::string::npos);
}

TEST_CASE("a place's level may change with the date", "[engine]") {
    // Twice the rate in the first year and once from then on, with a straight line between in the second:
    // 2, 1.5 and 1 times 0.5 events of 20,000 people; 4.5 standard errors. A contact follows exactly.
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\n"
        "processes:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.000001, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  event: {rate: {value: 0.5, unit: per_year}, source: assumed}\n"
        "contacts: {talk: {rate: {value: 1, unit: per_year}, source: assumed}}\n"
        "measures: {events: {count: event}}\n";
    text.people = "age,people\n40,20000\n";
    const std::string years = "calendar: {years: {2025: 1, 2026: 0.5}}";
    text.place = "times:\n  event: {value: 2, " + years + ", source: assumed}\n  talk: {value: 2, " + years +
                 ", source: assumed}\n";
    text.start = "2024-01-01", text.end = "2027-01-01";
    const Results results = SmallStudy(text).results();
    const auto events = sums_by(results, variable(results.yearly, "events"), "year");
    const auto talks = sums_by(results, variable(results.yearly, "talk"), "year");
    for (int year = 0; year < 3; ++year) {
        const double level = 2 - 0.5 * year;
        CHECK(std::abs(events[static_cast<std::size_t>(year)] - level * 10000) <
              4.5 * std::sqrt(level * 10000));
        CHECK(talks[static_cast<std::size_t>(year)] == Approx(level * 20000).epsilon(0.004));
    }
}

TEST_CASE("prices of the day rise from their date on", "[engine]") {
    // 10% a year from a year before the start: on average over the first year 1.1 x (e^g - 1) / g with
    // g = ln 1.1.
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\n"
        "processes:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.000001, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  event: {rate: {value: 0.5, unit: per_year}, source: assumed}\n"
        "contacts: {talk: {rate: {value: 1, unit: per_year}, source: assumed}}\n"
        "payers: {us: Us}\ncosts: {talking: {of: talk, payer: us, value: 10, unit: gbp_2023_24, "
        "source: assumed}}\n";
    text.start = "2024-01-01", text.end = "2025-01-01";
    text.study = "inflation: {costs: 10, since: 2023-01-01}\n";
    const Results results = SmallStudy(text).results();
    const double g = std::log(1.1);
    CHECK(total(results, "cost_inflated") / total(results, "cost") ==
          Approx(1.1 * std::expm1(g) / g).epsilon(1e-3));
}
