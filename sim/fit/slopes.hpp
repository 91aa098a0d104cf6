// How the figures of the targets change with the logarithms of the factors: by differences of trials.
//
// Steps are large, because a figure moves by whole events: with a step too small, the few clocks that happen
// to ring a little earlier stand for all.
#pragma once

#include <vector>

#include "sim/fit/trials.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

/// Bounds of the logarithms of the factors.
struct LogBounds {
    std::vector<double> low, high;
};

/// What is asked of the trials: distances of figures from their targets, in standard errors.
Figures distances_at(Trials& trials, const LogFactors& logs);

/// A row for each target, a column for each group: distance by logarithm of the factor, from trials on both
/// sides as far as the bounds leave room.
Matrix slopes_at(Trials& trials, const LogFactors& logs, const LogBounds& bounds);

}  // namespace forestall
