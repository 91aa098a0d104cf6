// What is believed of a factor before any target is seen: that it is 1, as surely as the sources of its
// parameters say.
//
// The range of a source is taken for a 95% interval of a lognormal distribution around 1, 3.92 standard
// errors wide. Of several parameters under one factor the widest range counts.
#pragma once

#include <vector>

#include "sim/model/calibration.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

/// Standard errors of the logarithms of the factors, by group.
std::vector<double> prior_errors(const CalibrationFiles& files);

/// The slopes of the targets, and below them those of the priors' own residuals.
Matrix with_prior(Matrix slopes, const std::vector<double>& prior_errors);

}  // namespace forestall
