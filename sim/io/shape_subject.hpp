// What messages call the part that is being checked.
#pragma once

#include <string>

#include "sim/io/node.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

struct Subject {
    std::string self;   // "'rate' of process 'birth'"
    std::string owner;  // the nearest part with a name: "process 'birth'"
};

/// "the model file"
Subject whole_of(const Shape& shape);

/// The value of a key that the language fixes.
Subject under_key(const std::string& key, const Subject& map);

/// The value of a key that the user chose. Parts of the language so named are owners of what is below them.
Subject under_name(const Entry& entry, const Shape& shape, const Subject& map);

/// An item of a list; a part with a `name:` is called by it.
Subject in_list(const Node& item, const Shape& shape, const Subject& list);

}  // namespace forestall
