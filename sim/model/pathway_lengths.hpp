// How long the lengths of a description can be. Internal to sim/model.
#pragma once

#include <optional>

#include "sim/model/spec.hpp"

namespace forestall::pathways {

/// Whether a length is always less than a minute.
bool is_no_time(const ModelSpec& model, const LengthSpec& length);

/// Mean length in days before `times`, where numbers say it.
std::optional<double> mean_days(const LengthSpec& spec);

}  // namespace forestall::pathways
