// The gate for YAML: text in, a plain tree out, and nothing that could hurt passes.
//
// The language needs maps, lists and words. Everything else that YAML can do is refused with its line:
// anchors and aliases (a small file can unfold into gigabytes, or into itself), merge keys, tags, several
// documents, keys that are not words, the same key twice (the first would be lost without a word). Size,
// depth and number of parts are limited.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sim/io/node.hpp"

namespace forestall {

inline constexpr std::size_t deepest_nesting = 32;
inline constexpr std::size_t most_nodes = 100'000;  // keys, values, maps and lists

/// Throws InputError. `file` is only for messages.
Node read_yaml(std::string_view text, const std::string& file);

}  // namespace forestall
