#include "sim/fit/least_squares.hpp"

#include <cmath>
#include <stdexcept>

#include "tests/catch.hpp"

using namespace forestall;

namespace {

/// Residuals A x - b, whose minimum is known.
LeastSquares linear(const Matrix& a, const std::vector<double>& b) {
    LeastSquares problem;
    problem.start = {0, 0};
    problem.low = {-10, -10};
    problem.high = {10, 10};
    problem.residuals = b.size();
    problem.residuals_at = [=](const std::vector<double>& x) {
        std::vector<double> residuals;
        for (std::size_t r = 0; r < b.size(); ++r)
            residuals.push_back(a[r][0] * x[0] + a[r][1] * x[1] - b[r]);
        return residuals;
    };
    problem.slopes_at = [=](const std::vector<double>&) { return a; };
    return problem;
}

const Matrix skew{{1, 1}, {1, -1}, {0, 0.9}};

}  // namespace

TEST_CASE("the minimum of a linear problem is that of its normal equations", "[fit]") {
    const auto x = minimise(linear({{1, 1}, {1, -1}}, {3, 1}));
    CHECK(x[0] == Approx(2).margin(1e-3));
    CHECK(x[1] == Approx(1).margin(1e-3));
}

TEST_CASE("with one x at its bound the others are at their best for that", "[fit]") {
    // x1 is pulled to 3 or so but must stop at 0.5: then x0 minimises (x0 - 2.5)^2 + (x0 - 1.5)^2 + ...
    LeastSquares problem = linear({{1, 1}, {1, 0.5}, {0, 0.9}}, {3, 2, 4});
    problem.high = {10, 0.5};
    const auto x = minimise(problem);
    CHECK(x[1] == 0.5);
    CHECK(x[0] == Approx((2.5 + 1.75) / 2).margin(1e-3));
}

TEST_CASE("a curved problem is followed to its minimum", "[fit]") {
    LeastSquares problem = linear({{1, 1}, {1, -1}}, {0, 0});
    problem.residuals_at = [](const std::vector<double>& x) {
        return std::vector<double>{10 * (std::exp(x[0]) - 1.5), 10 * (std::exp(x[0] + x[1]) - 0.5)};
    };
    problem.slopes_at = [](const std::vector<double>& x) {
        const double a = 10 * std::exp(x[0]), b = 10 * std::exp(x[0] + x[1]);
        return Matrix{{a, 0}, {b, b}};
    };
    const auto x = minimise(problem);
    CHECK(std::exp(x[0]) == Approx(1.5).epsilon(1e-2));
    CHECK(std::exp(x[0] + x[1]) == Approx(0.5).epsilon(1e-2));
}

TEST_CASE("a step to where there is no value is made shorter", "[fit]") {
    LeastSquares problem = linear({{1, 0}, {0, 1}}, {1, 1});
    int refused = 0;
    const auto residuals = problem.residuals_at;
    problem.residuals_at = [&](const std::vector<double>& x) -> std::optional<std::vector<double>> {
        if (x[0] > 0.9) return ++refused, std::nullopt;
        return residuals(x);
    };
    CHECK(minimise(problem)[0] <= 0.9);
    CHECK(refused > 0);
}

TEST_CASE("what the function throws ends the search and is thrown on", "[fit]") {
    LeastSquares problem = linear(skew, {1, 2, 3});
    problem.slopes_at = [](const std::vector<double>&) -> Matrix { throw std::domain_error("no more"); };
    CHECK_THROWS_AS(minimise(problem), std::domain_error);
}

TEST_CASE("the covariance is the inverse of the squared slopes", "[fit]") {
    // J'J = [[2, 0], [0, 2.81]]
    const Matrix covariance = covariance_from(skew);
    CHECK(covariance[0][0] == Approx(0.5));
    CHECK(covariance[1][1] == Approx(1 / 2.81));
    CHECK(covariance[0][1] == Approx(0).margin(1e-12));
}
