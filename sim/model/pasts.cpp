#include "sim/model/pasts.hpp"

#include <algorithm>

namespace forestall {

std::span<const std::byte> Pasts::drawn(const FactorValue* factors, double age, double u) const {
    const std::size_t year = std::min(static_cast<std::size_t>(std::max(age, 0.0)), years_ - 1);
    const auto life = static_cast<std::size_t>(u * static_cast<double>(lives_));
    return at(kind_of(factors), year, std::min(life, lives_ - 1));
}

}  // namespace forestall
