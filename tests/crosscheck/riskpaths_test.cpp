// RiskPaths, one million women (crosscheck: an independent program with 40 million women, and the original's
// input hazards).
//
// |z| < 3.3 on two figures: a right model fails once in 500 seeds, and the seed is fixed. A mean age wrong by
// 0.025 years (of 22.12) or a share of childless wrong by 0.0015 (of 0.0719) is found with power 0.995.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/crosscheck/crosscheck.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

constexpr double women = 1e6;

const Results& riskpaths() {
    static const Results results = crosscheck("riskpaths", women);
    return results;
}

/// Of every cell with years at risk: events, and the events that the input hazards give for those years.
struct Table {
    std::vector<double> events, years;
};

Table table(const std::string& process) {
    return {as_numbers(variable(riskpaths().occurrences, process + "_events")),
            as_numbers(variable(riskpaths().occurrences, process + "_person_years"))};
}

/// Largest |z| over cells in which at least ten events are expected. `hazard(cell)` for each cell.
template <class Hazard>
double worst_z(const Table& of, Hazard&& hazard, int& cells) {
    double worst = 0;
    for (std::size_t i = 0; i < of.events.size(); ++i) {
        const double expected = of.years[i] * hazard(i);
        if (expected < 10) {
            if (hazard(i) == 0) CHECK(of.events[i] == 0);
            continue;
        }
        ++cells;
        worst = std::max(worst, std::abs(of.events[i] - expected) / std::sqrt(expected));
    }
    return worst;
}

std::size_t pieces(const std::string& axis_name) { return axis(riskpaths(), axis_name).size(); }

}  // namespace

TEST_CASE("RiskPaths: mean age at first pregnancy and the share who stay childless", "[crosscheck]") {
    const auto childless = by_month(riskpaths(), "childless_women").back() / women;
    CHECK(std::abs(childless - 0.07194) / std::sqrt(0.07194 * (1 - 0.07194) / women) < 3.3);

    // Every first pregnancy falls between 15 and 40: days spent childless between them hold the mean age.
    const double years = total(riskpaths(), "childless_days_15_to_39") / 365.25 / women;
    const double mean_age = 15 + (years - 25 * childless) / (1 - childless);
    CHECK(std::abs(mean_age - 22.1245) / (4.248 / std::sqrt(women * (1 - childless))) < 3.3);
}

TEST_CASE("RiskPaths: hazards come back as events over years at risk", "[crosscheck]") {
    // 90 cells in all; |z| < 4.2 is passed by a right model with probability 0.998.
    const double baseline[] = {0, .2869, .7591, .8458, .8167, .6727, .5105, .4882, .2562, .2597, .1542, 0};
    const double first_union[] = {0,       .030898, .134066, .167197, .165551, .147390,
                                  .108470, .080378, .033944, .045454, .040038, 0};
    const double by_union[] = {.0648, 1, .2523, .0648, .8048, .0648};
    const double first_ends[] = {.0096017, .0199994, .0199994, .0213172, .0150836, .0110791};
    const double second_ends[] = {.0370541, .0370541, .012775, .012775, .0661157, .0661157};
    const double second_begins[] = {.1995702, .1353028, .1099149, .0261186, .0456905};
    REQUIRE(pieces("first_pregnancy_by_age") == 12);
    REQUIRE(pieces("first_dissolution_by_since_first_union") == 7);  // "never" first
    REQUIRE(pieces("second_union_by_since_first_dissolution") == 6);
    int cells = 0;
    const auto since = [](const double* hazards) {
        return [hazards](std::size_t i) { return i == 0 ? 0.0 : hazards[i - 1]; };
    };
    CHECK(worst_z(
              table("first_pregnancy"), [&](std::size_t i) { return baseline[i / 6] * by_union[i % 6]; },
              cells) < 4.2);
    CHECK(worst_z(
              table("first_union"), [&](std::size_t i) { return first_union[i]; }, cells) < 4.2);
    CHECK(worst_z(table("first_dissolution"), since(first_ends), cells) < 4.2);
    CHECK(worst_z(table("second_union"), since(second_begins), cells) < 4.2);
    CHECK(worst_z(table("second_dissolution"), since(second_ends), cells) < 4.2);
    CHECK(cells > 70);
}

TEST_CASE("RiskPaths: first pregnancies by union as in the original", "[crosscheck]") {
    const auto events = sums_by(riskpaths(), variable(riskpaths().occurrences, "first_pregnancy_events"),
                                "first_pregnancy_by_union");
    const double shares[] = {.27767, .64921, .05860, .00346, .01089, .00017};
    double all = 0;
    for (const double one : events) all += one;
    for (std::size_t i = 0; i < 6; ++i) {
        CAPTURE(i);
        // The original's shares are a sample of a million women too.
        CHECK(std::abs(events[i] / all - shares[i]) < 4.5 * std::sqrt(2 * shares[i] / all));
    }
}
