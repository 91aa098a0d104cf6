// Whether results hang together: names that every reader of netCDF takes, axes that exist, as many values as
// cells.
//
// The writer checks what it is given (it would read past the end of an array otherwise), the reader what it
// found.
#pragma once

#include <string>
#include <vector>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// One sentence part for each thing wrong, such as "the axis 'age' of 'deaths' does not exist"; empty when
/// sound.
std::vector<std::string> defects(const Results& results);

/// The axis of this name; null when there is none.
const Axis* find_axis(const Results& results, const std::string& name);

/// Whether a group of a result file has this name.
bool is_group_name(const std::string& name);

/// Attributes of the root group that belong to the format and not to the provenance.
bool is_format_attribute(const std::string& name);

}  // namespace forestall
