// Sets of arms. All arms of a study are lived in one pass; a strand of a life is lived once for all arms in
// which it takes the same course (docs/decisions/0009-programmes.md).
#pragma once

#include <bit>
#include <cstdint>

namespace forestall {

/// Bit a stands for arm a.
using ArmSet = std::uint64_t;

inline constexpr int most_arms = 64;

inline constexpr ArmSet all_arms(int arms) {
    return arms >= most_arms ? ~ArmSet{0} : (ArmSet{1} << arms) - 1;
}
inline constexpr ArmSet only_arm(int arm) { return ArmSet{1} << arm; }
inline constexpr bool holds(ArmSet set, int arm) { return (set >> arm & 1) != 0; }

/// Calls `visit(arm)` for each arm of a set, lowest first.
template <class Visit>
void for_each_arm(ArmSet set, Visit&& visit) {
    for (; set != 0; set &= set - 1) visit(std::countr_zero(set));
}

}  // namespace forestall
