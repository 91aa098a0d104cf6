// A YAML file as a plain tree of maps, lists and words, each part with the line it was written on.
//
// The gate builds it; shapes and readers see nothing else, so that no other file depends on the YAML library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/where.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

struct Entry;

struct Node {
    enum class Kind { map, list, scalar, nothing };

    Kind kind = Kind::nothing;
    std::string text;            // scalar: as written, without quotes
    bool quoted = false;         // scalar: "1" is text, 1 may be a number
    std::vector<Node> items;     // list
    std::vector<Entry> entries;  // map, in the order written, no key twice
    Where where;
};

struct Entry {
    Name key;
    Node value;
};

/// The value under a key of a map; null when `node` is not a map or has no such key.
const Node* find(const Node& node, std::string_view key);

/// The text of a scalar under a key; empty when there is none.
std::string text_of(const Node& node, std::string_view key);

/// A scalar as a name.
Name as_name(const Node& node);

/// "a list", "'abc'", "-1", "empty": what a message calls a node. Long text is cut, control characters are
/// left out.
std::string describe(const Node& node);

/// Text made safe and short enough to be part of a message.
std::string in_brief(std::string_view text);

}  // namespace forestall
