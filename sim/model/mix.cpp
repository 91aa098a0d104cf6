#include "sim/model/mix.hpp"

#include <algorithm>

namespace forestall {

Mix::Mix(std::vector<int> tracks, std::vector<std::vector<FactorValue>> states, FactorIndex where)
    : tracks_(std::move(tracks)), states_(std::move(states)), where_(std::move(where)),
      shares_(where_.size() * states_.size()) {}

std::span<const float> Mix::shares(const FactorValue* factors) const {
    return {shares_.data() + where_(factors) * states_.size(), states_.size()};
}

std::size_t Mix::draw(FactorValue* factors, double u) const {
    const auto chances = shares(factors);
    std::size_t at = 0;
    for (double sum = chances[0]; at + 1 < chances.size() && u >= sum;
         sum += static_cast<double>(chances[at]))
        ++at;
    for (std::size_t i = 0; i < tracks_.size(); ++i) factors[tracks_[i]] = states_[at][i];
    return at;
}

void Mix::keep_slices(int propensity, std::size_t slices, std::size_t fast_states) {
    propensity_ = propensity;
    slice_count_ = slices;
    fast_states_ = fast_states;
    slices_.assign(where_.size() * states_.size() / fast_states * slices, 1.0f / static_cast<float>(slices));
}

double Mix::propensity_rank(const FactorValue* factors, std::size_t state, double v) const {
    const float* shares =
        slices_.data() + (where_(factors) * states_.size() + state) / fast_states_ * slice_count_;
    std::size_t slice = 0;
    double below = 0;
    while (slice + 1 < slice_count_ && v >= below + static_cast<double>(shares[slice]))
        below += static_cast<double>(shares[slice++]);
    const double within = shares[slice] > 0 ? (v - below) / static_cast<double>(shares[slice]) : 0.5;
    return (static_cast<double>(slice) + std::clamp(within, 1e-9, 1 - 1e-9)) /
           static_cast<double>(slice_count_);
}

}  // namespace forestall
