// Calibration: the factors on the free parameters of a study that bring its results nearest to targets.
//
// Minimised over the logarithms x of the factors, within their bounds:
//
//     sum over targets of ((figure(x) - target) / standard error)^2  +  sum over groups of (x / prior
//     error)^2
//
// The prior says that each figure is right as written, as surely as its source's range says: what no target
// informs stays where it is. Every trial has the same luck, so that figures differ by what the factors do.
// Around the minimum the factors are taken for lognormal (Laplace's approximation), with the covariance
// (J' J + diag(1 / prior error^2))^-1, J the slopes of the distances of the targets. What the luck of those
// simulated adds to it is in luck.hpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/model/calibration.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

/// How far a search is.
struct CalibrationProgress {
    double trials = 0;  // made, and the part of the one under way
    int at_most = 0;    // trials
    double squares_before = 0,
           squares = 0;  // sum of squares at first, and the smallest so far; infinite: not yet known
};

struct CalibrationSettings {
    std::uint64_t seed = 1;
    double sample = 1;
    int at_most = 0;  // trials of the search; 0: what is usual for so many groups
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const CalibrationProgress&)> progress = {};
};

struct TargetFit {
    TargetSpec target;
    double before = 0, after = 0;  // figures with the model as written, and as fitted
    double noise = 0;              // standard error of the figure by the luck of those simulated
    double distance = 0;           // of the figure as fitted, in standard errors of the target
    double noise_distance = 0;     // the noise in these
    bool is_of_logarithm = false;
    std::string trouble;  // why it is out of reach; empty for distances up to `too_far`

    bool is_inside() const { return after >= target.low && after <= target.high; }
};

enum class AtBound { no, lower, upper };

struct GroupFit {
    FreeSpec free;
    double factor = 1;
    double standard_error = 0;  // of the logarithm
    double luck_error = 0;      // of that, what the luck of those simulated adds
    double prior_error = 0;
    AtBound at_bound = AtBound::no;
};

struct Calibration {
    std::vector<TargetFit> targets;  // those for the place of the study
    std::vector<GroupFit> groups;
    Matrix correlation;  // of the logarithms of the factors
    double squares_before = 0, squares_after = 0;
    int trials = 0;
    std::uint64_t people = 0;  // at the start of a trial

    bool reaches_all() const;
};

/// Beyond so many standard errors a target is missed, and the fit has failed.
inline constexpr double too_far = 4;

/// Throws InputError where the calibration does not fit its study, where a group moves no target, and where
/// the search has not settled within its trials; Interrupted when asked to stop.
Calibration calibrate(const CalibrationFiles& files, const CalibrationSettings& settings, Executor& executor);

}  // namespace forestall
