// How often memory was asked for by `new`, anywhere in the program.
#pragma once

#include <cstdint>

namespace forestall::testing {

std::uint64_t allocations_so_far();

}  // namespace forestall::testing
