// Compares a tree with a shape and tells everything that does not fit.
#pragma once

#include "sim/core/errors.hpp"
#include "sim/io/node.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

/// Adds every problem; goes on after each.
void check_shape(const Node& node, const Shape& shape, Problems& problems);

/// Whether a part has no problem, so that a reader may rely on its shape.
bool fits(const Node& node, const Shape& shape);

}  // namespace forestall
