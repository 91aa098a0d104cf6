// Calendars: events by month against the factors given.
//
// 4,000 people at 2.5 events a year over ten years: 120 months of some 830 events each. The counts are
// independent Poisson counts with known means: chi-square with 120 degrees of freedom, level 0.001, limit
// 173.617 (R: qchisq(0.999, 120)). Factors each wrong by 4 percent in turn (up, down) give a mean of 280; a
// season shifted by one month gives thousands.
#include <cmath>

#include "sim/model/calendars.hpp"
#include "tests/catch.hpp"
#include "tests/support/distances.hpp"
#include "tests/support/small_study.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

constexpr double limit = 173.617;

StudyText with_calendar(const std::string& calendar) {
    StudyText text;
    text.model = "tracks: {kind: [one, other]}\ncalendars:\n  winter: {season: [1.4, 1.3, 1.1, 1, 0.9, 0.8, "
                 "0.7, 0.7, 0.9, 1, 1.1, 1.1], source: assumed}\n"
                 "  fewer: {yearly_change: -6, source: assumed}\n  plan: {years: {2026: 1, 2028: 0.5, 2030: "
                 "1.5}, source: assumed}\n"
                 "tables: {change: {file: change.csv, by: [kind], value: percent, unit: percent_per_year, "
                 "source: assumed}}\n"
                 "processes:\n  visit: {rate: {value: 2.5, unit: per_year}, times: {calendar: " +
                 calendar +
                 "}, source: assumed}\nmeasures: {visits: {count: visit}, population: {people: everyone}}\n";
    text.model.insert(text.model.find("tables:"),
                      "  differing: {yearly_change: {table: change}, source: assumed}\n");
    text.people = "age,kind,people\n40,one,2000\n40,other,2000\n";
    text.tables = {{"change.csv", "kind,percent\none,5\nother,-10\n"}};
    text.study = "strata: [kind]\n";
    return text;
}

/// 4,000 people's events in a month under a factor.
double expected_events(const Calendar& calendar, int month, double factor) {
    return 4000 * 2.5 * factor * calendar.month_length(month) / minutes_per_year;
}

template <class Factor>
double distance(const SmallStudy& study, Factor factor) {
    std::vector<double> expected;
    for (int month = 0; month < study.calendar.months(); ++month)
        expected.push_back(expected_events(study.calendar, month, factor(month)));
    REQUIRE(expected.size() == 120);
    return chi_square(by_month(study.results(), "visits"), expected);
}

/// Years from the start to the middle of a month.
double middle(const SmallStudy& study, int month) {
    return (study.calendar.month_start(month) + study.calendar.month_length(month) / 2.0) / minutes_per_year;
}

const std::vector<double> winter{1.4, 1.3, 1.1, 1, 0.9, 0.8, 0.7, 0.7, 0.9, 1, 1.1, 1.1};

}  // namespace

TEST_CASE("a season shifts events between months as written", "[statistics]") {
    const SmallStudy study(with_calendar("winter"));
    CHECK(distance(study, [&](int month) { return winter[static_cast<std::size_t>(month % 12)]; }) < limit);
    CHECK(distance(study, [&](int month) { return winter[static_cast<std::size_t>((month + 1) % 12)]; }) >
          1000);
}

TEST_CASE("a yearly change compounds from the start of the study", "[statistics]") {
    const SmallStudy study(with_calendar("fewer"));
    CHECK(distance(study, [&](int month) { return std::pow(0.94, middle(study, month)); }) < limit);
}

TEST_CASE("factors given for years change along straight lines between the years' starts", "[statistics]") {
    const SmallStudy study(with_calendar("plan"));
    CHECK(distance(study, [&](int month) {
              const double at = 2024 + (month + 0.5) / 12;
              if (at < 2026) return 1.0;
              if (at < 2028) return 1 - 0.5 * (at - 2026) / 2;
              return at < 2030 ? 0.5 + (at - 2028) / 2 : 1.5;
          }) < limit);
}

TEST_CASE("two calendars multiply", "[statistics]") {
    const SmallStudy study(with_calendar("[winter, fewer]"));
    CHECK(distance(study, [&](int month) {
              return winter[static_cast<std::size_t>(month % 12)] * std::pow(0.94, middle(study, month));
          }) < limit);
}

TEST_CASE("a calendar by a table differs between people", "[statistics]") {
    // 240 independent counts, by kind of person and year: 20 degrees of freedom, limit 45.315.
    const SmallStudy study(with_calendar("differing"));
    const Results results = study.results();
    const Variable& visits = variable(results.monthly, "visits");  // arm, draw, replicate, month, kind
    const auto values = as_numbers(visits);
    std::vector<double> counts(20, 0.0), expected(20, 0.0);
    for (int month = 0; month < 120; ++month)
        for (std::size_t kind = 0; kind < 2; ++kind) {
            const std::size_t cell = kind * 10 + static_cast<std::size_t>(month / 12);
            counts[cell] += values[static_cast<std::size_t>(month) * 2 + kind];
            expected[cell] += expected_events(study.calendar, month,
                                              std::pow(kind == 0 ? 1.05 : 0.9, middle(study, month))) /
                              2;
        }
    CHECK(chi_square(counts, expected) < 45.315);
}

TEST_CASE("nothing happens in a month whose factor is zero", "[statistics]") {
    StudyText text = with_calendar("closed");
    text.model.insert(text.model.find("  fewer:"),
                      "  closed: {season: [1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1], source: assumed}\n");
    text.model.replace(text.model.find("value: 2.5"), 10, "value: 250");
    text.end = "2025-01-01";
    const SmallStudy study(text);
    const auto months = by_month(study.results(), "visits");
    CHECK(months[6] > 80'000);
    // Times are rounded up to the minute: what comes in July's last minute (1.9 events; more than 8 once in
    // 10,000 times) is recorded at its end, which is August's first. With a 4096th of the rate there would be
    // 21 more.
    CHECK(months[7] <= 8);
}
