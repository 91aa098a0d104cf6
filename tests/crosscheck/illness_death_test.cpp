// Illness-death with Weibull waits and stays, 200,000 people, against the integrals of
// scenarios/models/illness-death/README.md.
//
// Six shares of two states at |z| < 4: a right model fails once in 1,000 seeds; a share of 0.13 wrong by
// 0.004 is found with power 0.95.
#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/crosscheck/crosscheck.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Chance of escaping death without illness until t, for somebody aged `age` at the start.
double escapes(double age, double t) {
    const double breaks[] = {0, 60, 75, 90, 1000}, rates[] = {0.004, 0.015, 0.06, 0.2};
    double sum = 0;
    for (int i = 0; i < 4; ++i)
        sum += rates[i] * std::max(0.0, std::min(age + t, breaks[i + 1]) - std::max(age, breaks[i]));
    return std::exp(-sum);
}

double stays_well(double t) { return std::exp(-std::pow(t / 30, 1.8)); }
double lives_ill(double t) { return std::exp(-std::pow(t / 6, 1.3)); }

/// Mean over starting ages from 40 to 41, by the midpoint rule.
template <class Function>
double over_ages(Function&& function) {
    double sum = 0;
    for (int i = 0; i < 20; ++i) sum += function(40 + (i + 0.5) / 20) / 20;
    return sum;
}

double healthy_at(double t) {
    return over_ages([&](double age) { return escapes(age, t) * stays_well(t); });
}

double ill_at(double t) {
    constexpr int steps = 4000;
    return over_ages([&](double age) {
        double sum = 0;
        for (int i = 0; i < steps; ++i) {
            const double s = t * (i + 0.5) / steps;
            sum += escapes(age, s) * stays_well(s) * 1.8 / 30 * std::pow(s / 30, 0.8) * lives_ill(t - s) * t /
                   steps;
        }
        return sum;
    });
}

}  // namespace

TEST_CASE("illness-death: shares in each state are the integrals", "[crosscheck]") {
    constexpr double people = 200'000;
    const Results results = crosscheck("illness-death", people);
    const auto healthy = by_month(results, "healthy"), ill = by_month(results, "ill");
    CHECK(by_month(results, "people").front() + by_month(results, "deaths").front() == people);
    for (const int years : {5, 10, 20, 30, 40, 50}) {
        CAPTURE(years);
        const auto month = static_cast<std::size_t>(12 * years - 1);
        const double exact_healthy = healthy_at(years), exact_ill = ill_at(years);
        const auto z = [&](double counted, double share) {
            return std::abs(counted / people - share) / std::sqrt(share * (1 - share) / people);
        };
        CHECK(z(healthy[month], exact_healthy) < 4);
        CHECK(z(ill[month], exact_ill) < 4);
    }
}
