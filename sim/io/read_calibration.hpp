// The calibration file and its targets. Whether the study has such measures, groups and parameters is for
// sim/fit, which sees the compiled model.
#pragma once

#include <filesystem>
#include <optional>

#include "sim/io/read_files.hpp"
#include "sim/model/calibration.hpp"

namespace forestall {

/// Without its study.
std::optional<CalibrationSpec> read_calibration_from(Files& files, const std::filesystem::path& path,
                                                     const Where& named_at);

}  // namespace forestall
