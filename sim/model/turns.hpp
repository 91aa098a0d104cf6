// Which breaks matter: a break in age or in time since is worth a stop only where something changes for that
// person. Somebody at risk of nothing that depends on age need not be looked at on every birthday.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/model/rows.hpp"

namespace forestall {

/// What one index points at: equal contents mean that two rows do the same.
struct LaneContents {
    FactorIndex index;
    std::vector<std::uint32_t> contents;  // per row; empty: every row is its own
    std::size_t lane = 0;                 // where the index stands among all
};

/// What the columns that depend on `factor` are, for every combination of all they depend on: a rate of 0
/// stays 0 whatever the age. Nothing when there are none, or too many combinations to be worth it; `fits`
/// tells which. `values_of[f]` is the number of values of factor f.
struct ColumnsOfFactor {
    LaneContents lane;
    bool any = false, fits = true;
};
ColumnsOfFactor columns_of(int factor, const RowProduct& rows, const std::vector<std::size_t>& values_of);

/// A factor that changes by the passing of time alone, one value at a time: age rises; time since rises once
/// it has begun (value 0 is "never" and stays); a counter falls to 0.
struct TimedFactor {
    enum class Kind { age, since, counter } kind = Kind::age;
    int factor = 0;
    std::size_t values = 0;
};

/// The breaks of one timed factor that matter: for everybody's present rows, how many of them may pass until
/// anything changes, wherever the other timed factors may have got to by then. (Two breaks may matter only
/// together: neither may be passed then.)
class Turns {
  public:
    /// Of `timed[which]`. `lanes`: everything that might change.
    Turns(const std::vector<TimedFactor>& timed, std::size_t which, const std::vector<LaneContents>& lanes);
    /// Every break matters.
    Turns() : may_skip_(false) {}

    /// False when every break matters to everybody: then nothing need be looked up.
    bool may_skip() const { return may_skip_; }
    /// How many breaks further something changes, from `value` on; `none` when never.
    std::size_t breaks_to_change(const std::uint32_t* indices, std::size_t value) const {
        std::size_t first = none;
        for (const Lane& lane : lanes_) {
            const std::size_t at = table_[lane.start + indices[lane.lane] * values_ + value];
            first = at < first ? at : first;
        }
        return first;
    }
    static constexpr std::size_t none = 255;

  private:
    struct Lane {
        std::size_t lane = 0, start = 0;
    };
    std::size_t values_ = 0;
    bool may_skip_ = true;
    std::vector<Lane> lanes_;
    std::vector<std::uint8_t> table_;  // [lane][row][value]
};

}  // namespace forestall
