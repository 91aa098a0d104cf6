// Fitted parameters as the text of a parameters file, which read_fitted reads back to the last bit.
#pragma once

#include <string>

#include "sim/model/calibration.hpp"

namespace forestall {

/// What was calibrated with what. No date: the same calibration gives the same text.
struct FittedOrigin {
    std::string name, title;  // of the calibration
    std::string study, model_hash, place_hash, hash, version;
    double sample = 1;
};

std::string to_yaml(const FittedSpec& fitted, const FittedOrigin& origin);

/// All but the sample.
FittedOrigin origin_of(const CalibrationFiles& files);

}  // namespace forestall
