// Fitted parameters as the text of a parameters file, which read_fitted reads back to the last bit.
#pragma once

#include <string>

#include "sim/model/spec.hpp"

namespace forestall {

/// What was calibrated with what. No date: the same calibration gives the same text.
struct FittedOrigin {
    std::string name, title;  // of the calibration
    std::string study, model_hash, place_hash, hash, version;
    double sample = 1;
};

std::string to_yaml(const FittedSpec& fitted, const FittedOrigin& origin);

/// The origin as far as the texts of the study tell it.
FittedOrigin origin_of(const StudyFiles& study);

}  // namespace forestall
