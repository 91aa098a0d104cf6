// Eight numbers at a time: one operation of a processor with 256-bit vectors, two of one with 128.
#pragma once

#include <cstddef>
#include <cstdint>

namespace forestall {

/// For reading and writing eight neighbours in an array, which need not be aligned.
using EightFloats = float __attribute__((vector_size(32), aligned(4), may_alias));
using EightIndices = std::uint32_t __attribute__((vector_size(32), aligned(4), may_alias));

inline constexpr std::size_t eight = 8;

}  // namespace forestall
