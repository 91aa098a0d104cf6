// Conditions: `when`, layers, measures.
#pragma once

#include "sim/io/node.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// The condition under a key; everyone when it is not there. "All of these, and any of those" is multiplied
/// out into clauses of which any will do.
ConditionSpec condition_under(const Node& node, std::string_view key);

}  // namespace forestall
