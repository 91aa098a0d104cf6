// Whether a calibration fits the study that it names: measures, years, groups of people, parameters.
#pragma once

#include "sim/model/calibration.hpp"
#include "sim/model/model.hpp"

namespace forestall {

/// Throws InputError with every problem. `model` is that of the study as it is, all its strata kept.
void check_fits(const CalibrationFiles& files, const Model& model);

/// Whether a target is for the place of the study.
bool is_for_place(const TargetSpec& target, const StudyFiles& files);

}  // namespace forestall
