// The smallest sum of squares within bounds: Levenberg and Marquardt's method. The only code that knows Ceres
// Solver and Eigen.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "sim/model/fitted.hpp"

namespace forestall {

struct LeastSquares {
    std::vector<double> start, low, high;
    std::size_t residuals = 0;
    /// Nothing where the function has no value: the search then takes a shorter step. What it throws ends the
    /// search and is thrown on.
    std::function<std::optional<std::vector<double>>(const std::vector<double>& x)> residuals_at;
    /// A row for each residual, a column for each x.
    std::function<Matrix(const std::vector<double>& x)> slopes_at;
};

/// The search is at its end with a step that promised to lessen the sum of squares by less than this, or that
/// was shorter than that: a tenth of what one standard error of one target counts, and a tenth of a per cent
/// of a factor. What is finer is the luck of single events.
inline constexpr double settled_squares = 0.1, settled_step = 1e-3;

/// Where the sum of squares is smallest, as far as steps downhill from the start can tell.
std::vector<double> minimise(const LeastSquares& problem);

/// (J' J)^-1, the covariance of x when each residual has variance 1 (Laplace's approximation).
Matrix covariance_from(const Matrix& slopes);

}  // namespace forestall
