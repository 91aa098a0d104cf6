// Several numbers at a time: eight of 32 bits, four of 64. One operation of a processor with 256-bit vectors,
// two of one with 128; the same bits either way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace forestall {

/// For reading and writing neighbours in an array, which need not be aligned.
using EightFloats = float __attribute__((vector_size(32), aligned(4), may_alias));
using EightIndices = std::uint32_t __attribute__((vector_size(32), aligned(4), may_alias));
using EightInts = std::int32_t __attribute__((vector_size(32), aligned(4), may_alias));
using FourFloats = float __attribute__((vector_size(16), aligned(4), may_alias));
using FourDoubles = double __attribute__((vector_size(32), aligned(8), may_alias));
using FourInts = std::int64_t __attribute__((vector_size(32), aligned(8), may_alias));

inline constexpr std::size_t eight = 8;
inline constexpr std::size_t four = 4;

/// To the nearest whole numbers, for 0 <= x < 2^58: adding a number whose last bit is worth 1 leaves the
/// whole part in the low bits of the sum. `x` and the result by reference: vectors are not passed by value.
inline void to_whole(const FourDoubles& x, FourInts& whole) {
    const FourDoubles ones = FourDoubles{} + 0x1.8p52;
    const FourDoubles high = (x * 0x1p-26 + ones) - ones;  // in 2^26
    const FourDoubles low = x - high * 0x1p26;             // exact, at most 2^25 either way
    const FourInts zero = reinterpret_cast<FourInts>(ones);
    whole = ((reinterpret_cast<FourInts>(high + ones) - zero) << 26) +
            (reinterpret_cast<FourInts>(low + ones) - zero);
}

/// The high halves of eight whole numbers, to the precision of a float.
inline void high_halves(const std::int64_t* whole, EightFloats& high) {
    const auto low_four = *reinterpret_cast<const EightInts*>(whole);
    const auto high_four = *reinterpret_cast<const EightInts*>(whole + four);
    const EightInts halves = __builtin_shufflevector(low_four, high_four, 1, 3, 5, 7, 9, 11, 13, 15);
    high = __builtin_convertvector(halves, EightFloats);
}

/// A bit of its own for each lane.
inline constexpr EightIndices lane_bits{1, 2, 4, 8, 16, 32, 64, 128};

/// All lanes' bits together.
inline std::uint32_t all_lanes(const EightIndices& lanes) {
    std::uint64_t pairs[four];
    std::memcpy(pairs, &lanes, sizeof pairs);
    const std::uint64_t both = pairs[0] | pairs[1] | pairs[2] | pairs[3];
    return static_cast<std::uint32_t>(both | both >> 32);
}

/// Bit i is set where lane i of a comparison holds.
inline std::uint32_t lanes_that_hold(const EightInts& comparison) {
    return all_lanes(reinterpret_cast<const EightIndices&>(comparison) & lane_bits);
}

}  // namespace forestall
