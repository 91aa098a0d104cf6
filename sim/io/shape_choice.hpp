// Which of several shapes a user meant, judged by a sign, so that messages are about that one.
#pragma once

#include <string>
#include <vector>

#include "sim/io/node.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

/// Null when no sign fits.
const Shape* meant_by(const Node& node, const ChoiceForm& form);

/// The keys that tell which alternative is meant.
std::vector<std::string> telling_keys(const ChoiceForm& form);

}  // namespace forestall
