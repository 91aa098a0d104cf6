// When the first event comes, and which it is: against closed forms.
//
// All tests: level 0.001, fixed seed, so a right engine fails once in a thousand choices of seed. Critical
// values: upper 0.001 points of chi-square (R: qchisq(0.999, df)); Kolmogorov's 1.9495 / sqrt(n); 3.2905
// standard errors for a mean (two-sided).
#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/distances.hpp"
#include "tests/support/life_log.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

constexpr double two_sided = 3.2905;

double in_years(Minutes t) { return static_cast<double>(t) / minutes_per_year; }

}  // namespace

TEST_CASE("competing risks: the first event and its time are those of constant rates", "[statistics]") {
    // 20,000 people, rates 0.2, 0.3 and 0.5 a year. The shares' chi-square has power 0.98 for a share of
    // 0.216 in place of 0.2; the mean time is tested to 2.3 percent (power 0.99 for a total rate wrong by 4
    // percent).
    StudyText text;
    text.model = R"(tracks: {state: [start, a, b, c]}
processes:
  to_a: {when: {state: start}, rate: {value: 0.2, unit: per_year}, then: {state: a}, source: assumed}
  to_b: {when: {state: start}, rate: {value: 300, unit: per_1000_per_year}, then: {state: b}, source: assumed}
  to_c: {when: {state: start}, rate: {by: state, unit: per_year, values: {start: 0.25, otherwise: 0}}, times: {value: 2}, then: {state: c}, source: assumed}
measures: {population: {people: everyone}}
)";
    text.people = "age,people\n40,20000\n";
    text.end = "2064-01-01";
    const SmallStudy study(text);
    std::vector<double> counts(3, 0.0), times;
    std::vector<double> early(3, 0.0);
    const double median = std::log(2.0);
    for_each_life(study, {}, [&](const LifeLog& log) {
        REQUIRE(log.happenings.size() >= 2);
        const auto& first = log.happenings[1];  // after `begins`
        REQUIRE(first.kind == Watch::Kind::process);
        ++counts[static_cast<std::size_t>(first.index)];
        times.push_back(in_years(first.t));
        if (times.back() < median) ++early[static_cast<std::size_t>(first.index)];
    });
    const auto n = static_cast<double>(times.size());
    REQUIRE(n == 20'000);
    CHECK(chi_square(counts, {0.2 * n, 0.3 * n, 0.5 * n}) < 13.816);  // df 2
    CHECK(kolmogorov_distance(times, [](double t) { return 1 - std::exp(-t); }) <
          kolmogorov_limit(times.size()));
    CHECK(std::abs(mean_of(times) - 1) < two_sided / std::sqrt(n));
    // Which event it is says nothing about when: half of each kind come before the median time. df 3.
    std::vector<double> late;
    for (std::size_t i = 0; i < 3; ++i) late.push_back(counts[i] - early[i]);
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
        sum += chi_square({early[i], late[i]}, {counts[i] / 2, counts[i] / 2});
    CHECK(sum < 16.266);
}

TEST_CASE("a semi-Markov sojourn has the survival function of its rates by time since entry",
          "[statistics]") {
    // 20,000 sojourns that begin at random times; rates 0.3, 1.2 and 0.1 a year from 0, 1 and 2 years after
    // entry. The distance allowed, 0.0138, is passed with power 0.99 by a second break that is 0.15 years
    // late (its true distance is 0.033).
    StudyText text;
    text.model = R"(tracks: {health: [well, ill, recovered]}
processes:
  falls_ill: {when: {health: well}, rate: {value: 0.7, unit: per_year}, then: {health: ill}, source: assumed}
  recovers:
    when: {health: ill}
    rate: {by: {since: health}, unit: per_year, breaks: [1, 2], values: [0.3, 1.2, 0.1]}
    then: {health: recovered}
    source: assumed
measures: {population: {people: everyone}}
)";
    text.people = "age,people\n40,20000\n";
    text.end = "2224-01-01";
    const SmallStudy study(text);
    std::vector<double> sojourns;
    for_each_life(study, {}, [&](const LifeLog& log) {
        const auto in = log.times_of(study.process("falls_ill")),
                   out = log.times_of(study.process("recovers"));
        REQUIRE(in.size() == 1);
        REQUIRE(out.size() == 1);
        sojourns.push_back(in_years(out[0] - in[0]));
    });
    const auto below = [](double t) {
        const double hazard =
            0.3 * std::min(t, 1.0) + 1.2 * std::clamp(t - 1, 0.0, 1.0) + 0.1 * std::max(t - 2, 0.0);
        return 1 - std::exp(-hazard);
    };
    CHECK(kolmogorov_distance(sojourns, below) < kolmogorov_limit(sojourns.size()));
    // Shares by piece, which say which of the three rates is wrong. df 2.
    std::vector<double> counts(3, 0.0);
    for (const double t : sojourns) ++counts[t < 1 ? 0 : t < 2 ? 1 : 2];
    const auto n = static_cast<double>(sojourns.size());
    CHECK(chi_square(counts, {below(1) * n, (below(2) - below(1)) * n, (1 - below(2)) * n}) < 13.816);
}

TEST_CASE("rates that change at a birthday, by state and by a counter make the hazard they say",
          "[statistics]") {
    // Occurrence over exposure of one process in six situations (age below or above 45; 0, 1, 2+ events in
    // the last year) for 9,000 people over 15 years. Each count is compared with its expectation given the
    // exposure: chi-square with 6 degrees of freedom; the smallest cell expects over 700 events: a rate wrong
    // by 25 percent there alone adds 44 and is caught with power 0.98.
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
counters: {lately: {counts: fall, window: 1 year, up_to: 2}}
processes:
  fall:
    rate: {by: age, unit: per_year, breaks: [0, 45], values: [0.2, 0.5]}
    times: {lately: {"0": 1, "1": 1.5, "2": 2.5}}
    source: assumed
  falls_ill: {when: {health: well}, rate: {value: 0.1, unit: per_year}, then: {health: ill}, source: assumed}
measures: {population: {people: everyone}}
)";
    text.people = "age,people\n38,9000\n";
    text.end = "2039-01-01";
    const SmallStudy study(text);
    const auto lately = static_cast<std::size_t>(study.model.factor_named("lately"));
    const int fall = study.process("fall");
    std::vector<double> exposure(6, 0.0), counts(6, 0.0);
    for_each_life(study, {}, [&](const LifeLog& log) {
        std::size_t cell = 0;
        Minutes from = 0;
        for (const auto& one : log.happenings) {
            exposure[cell] += in_years(one.t - from);
            from = one.t;
            if (one.kind == Watch::Kind::process && one.index == fall) ++counts[cell];
            cell = static_cast<std::size_t>(3 * one.after[0] + one.after[lately]);
        }
        exposure[cell] += in_years(study.calendar.horizon() - from);
    });
    std::vector<double> expected;
    for (std::size_t cell = 0; cell < 6; ++cell)
        expected.push_back(exposure[cell] * (cell < 3 ? 0.2 : 0.5) * std::vector{1.0, 1.5, 2.5}[cell % 3]);
    for (const double one : expected) CHECK(one > 700);
    CHECK(chi_square(counts, expected) < 22.458);
}
