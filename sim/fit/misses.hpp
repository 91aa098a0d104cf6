// Why a calibration missed: targets out of reach, and searches that did not settle.
#pragma once

#include <string>

#include "sim/fit/calibrate.hpp"
#include "sim/fit/trials.hpp"

namespace forestall {

/// "processes/a/rate", "processes/a/rate and 2 more"
std::string in_words(const FreeSpec& free);

/// Says of each target further than `too_far` what stands in its way. `slopes`: of the targets.
void explain_misses(const Matrix& slopes, Calibration& result);

/// Throws the InputError of a search that was still moving after all its trials, with the targets that are
/// furthest off at the best factors so far.
[[noreturn]] void raise_not_settled(const CalibrationSpec& calibration, Trials& trials,
                                    const LogFactors& best, int at_most);

}  // namespace forestall
