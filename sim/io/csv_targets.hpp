// Targets of a calibration: one row each, with what is known, how surely, for where and whom.
//
// Columns: measure, year, value, low, high, place, source; if wanted per, of and note; every other column is
// a stratum of the study.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/io/read_context.hpp"
#include "sim/model/calibration.hpp"

namespace forestall {

std::vector<TargetSpec> read_target_rows(std::string_view text, const std::string& file, Context& context);

}  // namespace forestall
