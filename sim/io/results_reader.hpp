// Reads a result file back. A file from elsewhere may be damaged or made to do harm: nothing in it is
// believed.
#pragma once

#include <string>
#include <string_view>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// `name` is how messages call the file. Throws InputError when the bytes are not results as Forestall writes
/// them.
Results read_results_image(std::string_view bytes, const std::string& name);

}  // namespace forestall
