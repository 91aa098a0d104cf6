// The mix: what share of people of each age, sex and deprivation fifth is in each combination of states, as
// the model itself produces it from birth to old age at today's rates. It gives the states of people at the
// start and of those who move in, and the averages that hold a table's mean when multipliers spread it over
// states.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/model/rows.hpp"

namespace forestall {

class Mix {
  public:
    Mix() = default;
    Mix(std::vector<int> tracks, std::vector<std::vector<FactorValue>> states, FactorIndex where);

    bool empty() const { return states_.empty(); }
    /// The factors it decides: slow tracks, then fast ones.
    const std::vector<int>& tracks() const { return tracks_; }
    /// Combinations of states, each one value per track.
    const std::vector<std::vector<FactorValue>>& states() const { return states_; }
    /// Shares of the combinations among people with these fixed factors and this age cell; they add up to 1.
    std::span<const float> shares(const FactorValue* factors) const;
    std::span<float> shares_at(std::size_t row) {
        return {shares_.data() + row * states_.size(), states_.size()};
    }
    std::size_t row_of(const FactorValue* factors) const { return where_(factors); }
    /// Sets the tracks of `factors` to the combination at rank u (0 < u < 1) of the shares; returns which it
    /// is.
    std::size_t draw(FactorValue* factors, double u) const;

    /// Who is still there, and in which states, is selected: those who are often in hospital die sooner. So
    /// the mix also knows how a propensity is spread within each slow state, in equal slices of the newborn's
    /// distribution.
    void keep_slices(int propensity, std::size_t slices, std::size_t fast_states);
    /// The propensity that is spread, or -1.
    int propensity() const { return propensity_; }
    std::span<float> slices_at(std::size_t row, std::size_t slow) {
        return {slices_.data() + (row * states_.size() / fast_states_ + slow) * slice_count_, slice_count_};
    }
    /// The rank (0 to 1) in the newborn's distribution of somebody in this combination, at rank v of those
    /// alike.
    double propensity_rank(const FactorValue* factors, std::size_t state, double v) const;

  private:
    std::vector<int> tracks_;
    std::vector<std::vector<FactorValue>> states_;
    FactorIndex where_;          // fixed factors and age cell -> row of shares_
    std::vector<float> shares_;  // [row][state]
    int propensity_ = -1;
    std::size_t slice_count_ = 0, fast_states_ = 1;
    std::vector<float> slices_;  // [row][slow state][slice]: shares within the slow state
};

}  // namespace forestall
