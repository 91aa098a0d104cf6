// A calibration as tables for the screen and as one for other programs.
#pragma once

#include <string>

#include "sim/fit/calibrate.hpp"

namespace forestall {

/// One line a target, worst first, then one line a group of parameters.
std::string fit_table(const Calibration& calibration);

/// One row a target, in the order of the targets file.
std::string fit_csv(const Calibration& calibration);

/// What stands in the way of the targets out of reach, one line each; empty where all are reached.
std::string misses_in_words(const Calibration& calibration);

}  // namespace forestall
