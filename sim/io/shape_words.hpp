// What is wrong with a single word: not a number, out of range, no such date ...
#pragma once

#include <optional>
#include <string>

#include "sim/io/node.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

struct Fault {
    std::string why;
    std::string remedy;
};

/// What to say of a name that is a word of the language.
inline constexpr const char* taken_why = "the word has a meaning of its own in the language";
inline constexpr const char* taken_remedy = "choose another name";

/// Nothing when the node is a word that the shape allows. `shape` is none of the lists, maps and choices.
std::optional<Fault> fault_in_word(const Node& node, const Shape& shape);

/// What to say of a node of the wrong kind.
Fault wrong_kind(const Shape& shape);

}  // namespace forestall
