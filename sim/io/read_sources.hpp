// The sources file: where figures come from.
#pragma once

#include "sim/io/node.hpp"
#include "sim/io/read_context.hpp"

namespace forestall {

/// Every entry with a name is taken, even one that has a problem: its name exists.
Sources read_sources(const Node& root, Problems& problems);

}  // namespace forestall
