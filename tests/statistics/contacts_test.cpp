// Contacts, counted without noise or sampled: counts of sampled ones are Poisson, or negative binomial under
// a propensity.
//
// Chi-square at level 0.001, 10,000 people in 13 classes: 12 degrees of freedom, limit 32.909. A mean of 6.15
// in place of 6 is found with power 0.9, one of 6.25 with power above 0.99; a Poisson in place of the
// negative binomial gives tens of thousands.
#include <cmath>
#include <map>

#include "tests/catch.hpp"
#include "tests/support/distances.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyText visits(const std::string& times, const std::string& contacts) {
    StudyText text;
    text.model = "tracks: {health: [well, ill]}\npropensities: {acute: {shape: 0.8, source: "
                 "assumed}}\ncalendars: {winter: {season: [1.5, 1.5, 1.2, 1, 0.9, 0.8, "
                 "0.6, 0.6, 0.9, 1, 1, 1], source: assumed}}\nprocesses:\n  falls_ill: {when: {health: "
                 "well}, rate: {value: 0.5, unit: per_year}, then: {health: ill}, "
                 "source: assumed}\ncontacts:\n  visits: {title: Visits, unit: visits, rate: {value: 6, "
                 "unit: per_year}, times: " +
                 times + ", source: assumed}\nmeasures: {population: {people: everyone}}\n";
    text.people = "age,people\n40,10000\n";
    text.end = "2025-01-01";
    text.study = "contacts: " + contacts + "\n";
    return text;
}

/// How many people had 0, 1, ... 11 and 12 or more visits in the year.
std::vector<double> people_by_visits(const SmallStudy& study) {
    std::vector<double> people(13, 0.0);
    const int visit = study.process("visits");
    for_each_life(study, {}, [&](const LifeLog& log) {
        ++people[std::min<std::size_t>(log.times_of(visit).size(), 12)];
    });
    return people;
}

std::vector<double> with_rest(std::vector<double> shares) {
    double sum = 0;
    for (const double share : shares) sum += share;
    shares.push_back(1 - sum);
    for (double& share : shares) share *= 10'000;
    return shares;
}

constexpr double year = 366 / 365.25;  // 2024

}  // namespace

TEST_CASE("sampled contacts at a constant rate are Poisson counts", "[statistics]") {
    const SmallStudy study(visits("{value: 1}", "sampled"));
    std::vector<double> shares;
    for (int k = 0; k < 12; ++k)
        shares.push_back(std::exp(-6 * year + k * std::log(6 * year) - std::lgamma(k + 1)));
    CHECK(chi_square(people_by_visits(study), with_rest(shares)) < 32.909);
}

TEST_CASE("sampled contacts under a gamma propensity are negative binomial counts", "[statistics]") {
    const SmallStudy study(visits("{propensity: acute}", "sampled"));
    std::vector<double> shares;
    const double mean = 6 * year, shape = 0.8;
    for (int k = 0; k < 12; ++k)
        shares.push_back(std::exp(std::lgamma(k + shape) - std::lgamma(shape) - std::lgamma(k + 1) +
                                  shape * std::log(shape / (shape + mean)) +
                                  k * std::log(mean / (shape + mean))));
    CHECK(chi_square(people_by_visits(study), with_rest(shares)) < 32.909);
}

TEST_CASE("contacts without noise are rate times time, to the last person-minute", "[statistics]") {
    // No chance here: nobody's rate changes but by the month's factor.
    const SmallStudy study(visits("{calendar: winter}", "expected"));
    const auto months = by_month(study.results(), "visits");
    const std::vector<double> winter{1.5, 1.5, 1.2, 1, 0.9, 0.8, 0.6, 0.6, 0.9, 1, 1, 1};
    for (int m = 0; m < 12; ++m)
        CHECK(months[static_cast<std::size_t>(m)] ==
              Approx(10'000 * 6.0 * winter[static_cast<std::size_t>(m)] * study.calendar.month_length(m) /
                     minutes_per_year)
                  .epsilon(1e-4));
}

TEST_CASE("rare contacts without noise are rate times time as well", "[statistics]") {
    StudyText text = visits("{value: 0.0001}", "expected");  // 0.0006 a year each
    const SmallStudy study(text);
    CHECK(total(study.results(), "visits") == Approx(10'000 * 0.0006 * year).epsilon(1e-4));
}

TEST_CASE("sampled contacts have the mean of those without noise", "[statistics]") {
    // Visits double with illness and follow the season. The total is Poisson given the states, which are the
    // same in both runs: 3.2905 standard deviations, about 1 percent of 95,000, so that a mean wrong by 2
    // percent is found with power 0.999.
    const std::string times = "{health: {well: 1, ill: 2}, calendar: winter}";
    const Results expected = SmallStudy(visits(times, "expected")).results(),
                  sampled = SmallStudy(visits(times, "sampled")).results();
    CHECK(by_month(expected, "population") == by_month(sampled, "population"));
    const double mean = total(expected, "visits");
    CHECK(mean > 60'000);
    CHECK(std::abs(total(sampled, "visits") - mean) < 3.2905 * std::sqrt(mean));
    // By month, too: chi-square with 12 degrees of freedom.
    CHECK(chi_square(by_month(sampled, "visits"), by_month(expected, "visits")) < 32.909);
}

TEST_CASE("an arm changes sampled contacts as it changes those without noise", "[statistics]") {
    for (const char* contacts : {"expected", "sampled"}) {
        CAPTURE(contacts);
        StudyText text = visits("{value: 1}", contacts);
        text.arms = "  today: {title: Today}\n  half: {title: Half, times: {visits: 0.5}}\n";
        const Results results = SmallStudy(text).results();
        // 60,000 and 30,000 visits: the ratio's standard error is 0.0035 when they are sampled, less the
        // shared luck.
        CHECK(total(results, "visits", 1) / total(results, "visits", 0) ==
              Approx(0.5).margin(3.2905 * 0.0035));
    }
}
