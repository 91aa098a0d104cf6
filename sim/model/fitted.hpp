// Fitted parameters at work: their factors multiplied into a model and its place, and draws of the factors
// that show how uncertain a fit leaves them.
#pragma once

#include <optional>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

using Matrix = std::vector<std::vector<double>>;

/// Lower triangle L with L L' = `matrix`; nothing where the matrix is no matrix of correlations or
/// covariances (not square, not symmetric, or with a negative eigenvalue). Eigenvalues of 0 are allowed.
std::optional<Matrix> cholesky(const Matrix& matrix);

/// The factors of a draw, by group; draw 0 is the factors themselves.
///
/// The logarithms are jointly normal around those of the factors: log f = log f0 + s L z, with the standard
/// errors s, the correlations L L' and standard normal z. A draw depends on its number and the fit's seed
/// alone. Needs correlations that `cholesky` takes.
std::vector<double> factors_of(const FittedSpec& fitted, int draw);

/// Multiplies the parameters of each group by its factor. A path that the study does not have, or that stands
/// twice, is a problem.
void apply_factors(const FittedSpec& fitted, const std::vector<double>& factors, StudyFiles& files,
                   Problems& problems);

/// The path of a parameter that `files` does not have.
Problem unknown_parameter(const Name& path, const std::vector<std::string>& known);

}  // namespace forestall
