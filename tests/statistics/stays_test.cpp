// Lengths of stays against their distribution functions, written out here and not taken from
// sim/model/lengths.
//
// Kolmogorov-Smirnov at level 0.001, n = 10,000: the limit is 0.0195. Twice that distance is passed with
// power above 0.999: a median wrong by 11 percent (exponential), 7 percent (Weibull 1.5), 12 percent
// (lognormal with sd_log 1.2), 7 percent (gamma 2).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/catch.hpp"
#include "tests/support/distances.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// One stay of each kind for everybody.
StudyText five_stays() {
    const std::pair<const char*, const char*> stays[] = {
        {"a", "{exponential: {mean: 4 days}}"},
        {"b", "{weibull: {shape: 1.5, scale: 2 years}}"},
        {"c", "{lognormal: {median: 4 days, sd_log: 1.2}}"},
        {"d", "{gamma: {shape: 2, mean: 5 days}, times: {kind: {once: 1, twice: 2}}}"},
        {"e", "{gamma: {shape: 0.5, mean: 12 hours}}"},
        {"f", "{empirical: {lengths: [1 days, 3 days, 2 weeks], weights: [5, 3, 2]}}"},
        {"g", "{lognormal: {mean: 10 days, sd_log: 0.8}}"}};
    StudyText text;
    std::string tracks = "tracks:\n  kind: [once, twice]\n", processes = "processes:\n";
    for (const auto& [name, length] : stays) {
        const std::string track = std::string("track_") + name;
        tracks += "  " + track + ": [before, within, after]\n";
        processes += std::string("  enters_") + name + ": {when: {" + track +
                     ": before}, rate: {value: 3, unit: per_year}, then: {stay: {" + track +
                     ": within, length: " + length + ", afterwards: {" + track +
                     ": after}}}, source: assumed}\n";
    }
    text.model = tracks + processes + "measures: {population: {people: everyone}}\n";
    text.people = "age,kind,people\n40,once,5000\n40,twice,5000\n";
    text.end = "2064-01-01";
    return text;
}

}  // namespace

TEST_CASE("stays have the lengths that they were given", "[statistics]") {
    const SmallStudy study(five_stays());
    std::vector<std::vector<double>> days(7);
    std::vector<double> stretched;
    for_each_life(study, {}, [&](const LifeLog& log) {
        for (std::size_t i = 0; i < 7; ++i) {
            const auto in = log.times_of(static_cast<int>(i)),
                       out = log.times_of(Watch::Kind::timer_ends, static_cast<int>(i));
            REQUIRE(in.size() == 1);
            REQUIRE(out.size() == 1);
            const double length = static_cast<double>(out[0] - in[0]) / minutes_per_day;
            // The fourth is twice as long for half of the people.
            if (i == 3 && log.first[1] == 1)
                stretched.push_back(length);
            else
                days[i].push_back(length);
        }
    });
    const auto fits = [](const std::vector<double>& sample, auto below) {
        return kolmogorov_distance(sample, below) < kolmogorov_limit(sample.size());
    };
    CHECK(fits(days[0], [](double x) { return 1 - std::exp(-x / 4); }));
    CHECK(fits(days[1], [](double x) { return 1 - std::exp(-std::pow(x / 730.5, 1.5)); }));
    CHECK(fits(days[2], [](double x) { return normal_below(std::log(x / 4) / 1.2); }));
    CHECK(fits(days[3], [](double x) { return 1 - (1 + x / 2.5) * std::exp(-x / 2.5); }));
    CHECK(fits(stretched, [](double x) { return 1 - (1 + x / 5) * std::exp(-x / 5); }));
    // Gamma with shape 1/2 and mean 1/2 day is the square of a normal. One in fifty lasts under a minute and
    // is rounded up to one.
    CHECK(kolmogorov_distance(days[4], [](double x) { return std::erf(std::sqrt(std::max(0.0, x))); }) <
          kolmogorov_limit(10'000) + 0.03);
    CHECK(fits(days[6], [](double x) { return normal_below((std::log(x / 10) + 0.32) / 0.8); }));
    std::vector<double> counts(3, 0.0);
    for (const double x : days[5]) ++counts[x == 1 ? 0 : x == 3 ? 1 : 2];
    CHECK(chi_square(counts, {5000, 3000, 2000}) < 13.816);  // df 2
    CHECK(std::all_of(days[5].begin(), days[5].end(), [](double x) { return x == 1 || x == 3 || x == 14; }));
}

TEST_CASE("two stays of one person have nothing to do with each other", "[statistics]") {
    // 10,000 people in a table of 4 x 4 quarters: chi-square with 15 degrees of freedom (both margins are
    // known), limit 37.697. A correlation of 0.1 of the ranks is found with power 0.99; streams that share
    // words would give thousands.
    const SmallStudy study(five_stays());
    const auto quarter = [](double below) {
        return static_cast<std::size_t>(std::min(3.0, std::floor(4 * below)));
    };
    std::vector<double> stay_and_stay(16, 0.0), wait_and_stay(16, 0.0);
    for_each_life(study, {}, [&](const LifeLog& log) {
        const auto day = [&](std::size_t i) {
            const auto in = log.times_of(static_cast<int>(i)),
                       out = log.times_of(Watch::Kind::timer_ends, static_cast<int>(i));
            return static_cast<double>(out.at(0) - in.at(0)) / minutes_per_day;
        };
        const double wait = static_cast<double>(log.times_of(0).at(0)) / minutes_per_year;
        const std::size_t a = quarter(1 - std::exp(-day(0) / 4)),
                          c = quarter(normal_below(std::log(day(2) / 4) / 1.2));
        ++stay_and_stay[4 * a + c];
        ++wait_and_stay[4 * quarter(1 - std::exp(-3 * wait)) + a];
    });
    const std::vector<double> expected(16, 10'000.0 / 16);
    CHECK(chi_square(stay_and_stay, expected) < 37.697);
    CHECK(chi_square(wait_and_stay, expected) < 37.697);
}

TEST_CASE("Little's law: beds in use are admissions a day times the mean stay", "[statistics]") {
    // 6,000 people, one admission a year while out, lognormal stays with a mean of 8 days (coefficient of
    // variation 1.79); the first 5 of 20 years are left out. Some 88,000 stays: the mean stay has a standard
    // error of 0.6 percent, so 2 percent is its limit at level 0.001; an occupancy wrong by 4 percent is
    // found with power 0.999.
    StudyText text;
    text.model = R"(tracks: {hospital: [out, inpatient]}
processes:
  admission:
    when: {hospital: out}
    rate: {value: 1, unit: per_year}
    then: {stay: {hospital: inpatient, length: {lognormal: {mean: 8 days, sd_log: 1.2}}, afterwards: {hospital: out}}}
    source: assumed
measures:
  inpatients: {people: {hospital: inpatient}}
  bed_days: {days: {hospital: inpatient}}
  admissions: {count: admission}
)";
    text.people = "age,people\n40,6000\n";
    text.end = "2044-01-01";
    const SmallStudy study(text);
    const Results results = study.results();
    const auto bed_days = by_month(results, "bed_days"), admissions = by_month(results, "admissions"),
               inpatients = by_month(results, "inpatients");
    double days = 0, stays = 0, at_month_ends = 0;
    for (std::size_t month = 60; month < bed_days.size(); ++month)
        days += bed_days[month], stays += admissions[month], at_month_ends += inpatients[month];
    REQUIRE(stays > 80'000);
    const double length = 15 * 365.25, occupied = days / length;
    CHECK(occupied == Approx(stays / length * 8).epsilon(0.02));
    // Each person alternates between a year out and eight days in. The number of stays adds to the error: 0.7
    // percent in all.
    CHECK(occupied == Approx(6000 * 8 / (365.25 + 8)).epsilon(0.023));
    // Counted at 180 month ends: 129 beds, standard error 1.03 (a seventh of the patients are still there a
    // month later).
    CHECK(std::abs(at_month_ends / 180 - 6000 * 8 / (365.25 + 8)) < 3.2905 * 1.03);
}
