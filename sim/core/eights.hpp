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
using FourFloats = float __attribute__((vector_size(16), aligned(4), may_alias));
using FourDoubles = double __attribute__((vector_size(32), aligned(8), may_alias));
using FourInts = std::int64_t __attribute__((vector_size(32), aligned(8), may_alias));
using FourWords = std::uint64_t __attribute__((vector_size(32), aligned(8), may_alias));

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

/// The nearest double to each whole number: its two halves are put into the low bits of doubles of known
/// size.
inline void to_double(const FourInts& whole, FourDoubles& x) {
    const auto words = reinterpret_cast<FourWords>(whole);
    const FourWords low = (words & 0xffff'ffffu) | 0x4330'0000'0000'0000u;  // 2^52 + low half
    const FourWords high = (words >> 32) ^ 0x4530'0000'8000'0000u;          // 2^84 + 2^63 + high half x 2^32
    const FourWords known = FourWords{} + 0x4530'0000'8010'0000u;           // 2^84 + 2^63 + 2^52
    x = (reinterpret_cast<FourDoubles>(high) - reinterpret_cast<FourDoubles>(known)) +
        reinterpret_cast<FourDoubles>(low);
}

/// Whether any lane of a comparison holds.
inline bool any(const FourInts& lanes) {
    std::int64_t values[four];
    std::memcpy(values, &lanes, sizeof values);
    return (values[0] | values[1] | values[2] | values[3]) != 0;
}

}  // namespace forestall
