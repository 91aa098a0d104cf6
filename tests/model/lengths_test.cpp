#include "sim/model/lengths.hpp"

#include <cmath>
#include <numbers>

#include "tests/catch.hpp"

using namespace forestall;

namespace {

using Kind = LengthSpec::Kind;

/// Shares from deep in one tail to deep in the other.
std::vector<double> shares() {
    std::vector<double> all;
    for (double tail = 1e-15; tail < 0.5; tail *= 1.7) all.push_back(tail), all.push_back(1 - tail);
    all.push_back(0.5);
    return all;
}

/// Mean of the quantile function over 200,000 shares.
template <class Quantile>
double mean(Quantile quantile) {
    double sum = 0;
    constexpr int n = 200'000;
    for (int i = 0; i < n; ++i) sum += quantile((i + 0.5) / n);
    return sum / n;
}

}  // namespace

TEST_CASE("the normal quantile is the inverse of the normal integral", "[model]") {
    CHECK(normal_quantile(0.5) == Approx(0).margin(1e-15));
    // R: qnorm(c(0.975, 0.999, 1e-6, 1e-15))
    CHECK(normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-12));
    CHECK(normal_quantile(0.999) == Approx(3.090232306167813).epsilon(1e-12));
    CHECK(normal_quantile(1e-6) == Approx(-4.753424308822899).epsilon(1e-9));
    CHECK(normal_quantile(1e-15) == Approx(-7.941345326170998).epsilon(1e-9));
    // A relative error e of a quantile x far out is one of about e x^2 of the tail's share.
    for (double u = 1e-300; u < 0.5; u *= 3) {
        const double x = normal_quantile(u);
        CHECK(normal_below(x) / u == Approx(1).margin(1e-9 * (1 + x * x)));
    }
    for (double u = 1e-15; u < 0.5; u *= 3)
        CHECK(normal_quantile(1 - u) == Approx(-normal_quantile(1 - (1 - u))).epsilon(1e-9));
}

TEST_CASE("the gamma integral has its closed forms", "[model]") {
    for (double x = 1e-6; x < 60; x *= 1.3) {
        CAPTURE(x);
        CHECK(gamma_below(x, 1) == Approx(-std::expm1(-x)).epsilon(1e-12));
        CHECK(gamma_below(x, 0.5) == Approx(std::erf(std::sqrt(x))).epsilon(1e-12));
        if (x > 0.01) CHECK(gamma_below(x, 2) == Approx(1 - (1 + x) * std::exp(-x)).epsilon(1e-9));
        if (x > 0.1) CHECK(gamma_below(x, 3) == Approx(1 - (1 + x + x * x / 2) * std::exp(-x)).epsilon(1e-9));
    }
    CHECK(gamma_below(0, 2) == 0);
    CHECK(gamma_below(-1, 2) == 0);
    CHECK(gamma_below(1e4, 2) == 1);
}

TEST_CASE("the gamma quantile is the inverse of the gamma integral, with mean 1", "[model]") {
    constexpr double nothing = 1e-12;  // of a mean of 1: where a search for the share may stop
    for (const double shape : {0.05, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 7.0, 40.0, 1000.0}) {
        CAPTURE(shape);
        double before = 0;
        for (double u = 0.0005; u < 1; u += 0.0005) {
            const double x = gamma_quantile(u, shape);
            if (x < nothing) continue;
            CHECK(gamma_below(x * shape, shape) == Approx(u).epsilon(1e-10));
            CHECK(x > before);
            before = x;
        }
        for (const double u : {1e-12, 1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9}) {
            const double x = gamma_quantile(u, shape);
            CHECK((x < nothing || gamma_below(x * shape, shape) == Approx(u).epsilon(1e-9)));
        }
        // What is taken for nothing must be nothing.
        CHECK(gamma_below(nothing * shape, shape) <= (shape < 0.1 ? 0.25 : 1e-3));
    }
    for (double u = 0.001; u < 1; u += 0.001)
        CHECK(gamma_quantile(u, 1) == Approx(-std::log1p(-u)).epsilon(1e-11));
    CHECK(mean([](double u) { return gamma_quantile(u, 0.8); }) == Approx(1).epsilon(2e-4));
}

TEST_CASE("the gamma quantile of a very uneven propensity is small, not wrong", "[model]") {
    // Shape 0.001: nine in ten are next to 0 (the quantile at 0.9 is about e^-105 / 0.001), and the table
    // stays finite.
    for (const double u : {0.01, 0.5, 0.9}) {
        const double x = gamma_quantile(u, 0.001);
        CAPTURE(u, x);
        CHECK((x >= 0 && x < 1e-6));
    }
    CHECK(gamma_quantile(0.9999, 0.001) > 1);
}

TEST_CASE("the gamma table is the gamma quantile to two hundredths of a percent of the mean", "[model]") {
    for (const double shape : {0.2, 0.5, 0.8, 2.0, 10.0}) {
        CAPTURE(shape);
        const GammaTable table(shape);
        double worst = 0;
        for (double u = 1.0 / 8192; u < 1; u += 1.0 / 3333)
            worst = std::max(worst, std::abs(table.quantile(u) - gamma_quantile(u, shape)));
        CHECK(worst < 2e-4);
        CHECK(mean([&](double u) { return table.quantile(u); }) == Approx(1).epsilon(1e-3));
        for (const double u : {1e-9, 1e-4, 1 - 1e-4, 1 - 1e-9})
            CHECK(table.quantile(u) == gamma_quantile(u, shape));
    }
}

TEST_CASE("lengths have the quantiles of their distributions", "[model]") {
    for (const double u : shares()) {
        CAPTURE(u);
        CHECK(Length(Kind::exponential, 1).quantile(u) == Approx(-std::log1p(-u)).epsilon(1e-12));
        CHECK(Length(Kind::weibull, 2).quantile(u) ==
              Approx(std::sqrt(-std::log1p(-u)) / (std::sqrt(std::numbers::pi) / 2)).epsilon(1e-12));
        CHECK(Length(Kind::fixed, 1).quantile(u) == 1);
        CHECK(std::log(Length(Kind::lognormal, 1.2).quantile(u)) ==
              Approx(1.2 * normal_quantile(u)).epsilon(1e-12).margin(1e-12));
    }
    CHECK(Length(Kind::lognormal, 1.2).quantile(0.5) == Approx(1));
    CHECK(Length(Kind::gamma, 0.5).quantile(0.25) == Approx(gamma_quantile(0.25, 0.5)));
}

TEST_CASE("the mean of a length is the mean of its quantiles", "[model]") {
    for (const auto& [kind, shape] : {std::pair{Kind::exponential, 1.0},
                                      {Kind::weibull, 0.7},
                                      {Kind::weibull, 3.0},
                                      {Kind::gamma, 2.0},
                                      {Kind::lognormal, 0.8},
                                      {Kind::fixed, 1.0}}) {
        const Length length(kind, shape);
        CAPTURE(static_cast<int>(kind), shape);
        CHECK(mean([&](double u) { return length.quantile(u); }) == Approx(length.mean()).epsilon(2e-3));
    }
    CHECK(Length(Kind::lognormal, 0.8).mean() == Approx(std::exp(0.32)));
    CHECK(Length({1440, 4320}, {3, 1}).mean() == Approx(2160));
}

TEST_CASE("an empirical length takes each of its values as often as its weight says", "[model]") {
    const Length length({100, 200, 300}, {5, 0, 15});
    CHECK(length.quantile(1e-9) == 100);
    CHECK(length.quantile(0.2499) == 100);
    CHECK(length.quantile(0.2501) == 300);
    CHECK(length.quantile(1 - 1e-12) == 300);
    CHECK_FALSE(length.is_fixed());
    CHECK(Length(Kind::fixed, 1).is_fixed());
}
