// What happens: `then`, stays and branches.
#pragma once

#include <string>

#include "sim/io/read_context.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

OutcomeSpec read_outcome(const Node& node, Context& context, const std::string& inherited);

}  // namespace forestall
