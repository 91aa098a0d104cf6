#include "sim/model/mix.hpp"

namespace forestall {

Mix::Mix(std::vector<int> tracks, std::vector<std::vector<FactorValue>> states, FactorIndex where)
    : tracks_(std::move(tracks)), states_(std::move(states)), where_(std::move(where)), shares_(where_.size() * states_.size()) {}

std::span<const float> Mix::shares(const FactorValue* factors) const {
    return {shares_.data() + where_(factors) * states_.size(), states_.size()};
}

void Mix::draw(FactorValue* factors, double u) const {
    const auto chances = shares(factors);
    std::size_t at = 0;
    for (double sum = chances[0]; at + 1 < chances.size() && u >= sum; sum += static_cast<double>(chances[at])) ++at;
    for (std::size_t i = 0; i < tracks_.size(); ++i) factors[tracks_[i]] = states_[at][i];
}

}  // namespace forestall
