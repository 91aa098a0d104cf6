// The sources file: where figures come from.
#pragma once

#include <optional>

#include "sim/io/node.hpp"
#include "sim/io/read_context.hpp"

namespace forestall {

/// Every entry with a name is taken, even one that has a problem: its name exists.
Sources read_sources(const Node& root, Problems& problems);

/// The `range` of an entry, two ratios around 1; nothing where there is none or the shape check has told a
/// problem with it already.
std::optional<RatioRange> range_under(const Node& parent, Problems& problems);

}  // namespace forestall
