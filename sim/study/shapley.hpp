// Shapley values: each programme's share of what several do together, the mean over all orders of adding them
// of what it adds. They sum up to the whole.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/study/arms.hpp"

namespace forestall {

/// `worth(set)`: the effect of a combination, as bits over the attribution's programmes. One share a
/// programme.
std::vector<double> shapley_values(const Attribution& attribution,
                                   const std::function<double(std::uint32_t set)>& worth);

}  // namespace forestall
