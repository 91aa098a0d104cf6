// Distributions of lengths of time.
#pragma once

#include <string>

#include "sim/io/read_context.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

LengthSpec read_length(const Node& node, Context& context, const std::string& inherited);

}  // namespace forestall
