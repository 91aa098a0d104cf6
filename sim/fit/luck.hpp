// What the luck of the people simulated adds to the uncertainty of a fit.
//
// The study is run once more in batches, each with people and luck of its own. How much the figures differ
// between batches says how much a fit with other luck would differ: with C the covariance of the fit and J
// the slopes of its targets, a figure that lies d standard errors off moves the factors by C J' d.
#pragma once

#include "sim/fit/trials.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

struct Luck {
    Figures errors;     // standard errors of the figures
    Figures distances;  // the same in standard errors of the targets
    Matrix covariance;  // of the logarithms of the factors
};

/// `slopes`: of the distances of the targets; `fit`: the covariance that these and the priors give.
Luck luck_at(Trials& trials, const LogFactors& logs, const Matrix& slopes, const Matrix& fit);

}  // namespace forestall
