// The tally: the one door through which outcomes are recorded. Events are counted when they happen; what
// lasts (people in a state, contacts at a rate) is recorded when a person enters and leaves a cell, so the
// cost is per change, never per person-month.
//
// All sums are whole numbers (wrapping 64 bits), so that they do not depend on the order in which they are
// added, and tallies of different workers simply add up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/eights.hpp"
#include "sim/core/time.hpp"

namespace forestall {

/// What one person adds to a level; small, so that a month of it fits 64 bits in one multiplication.
using Level = std::int32_t;

class Tally {
  public:
    /// Sized for `months` x `cells`, each with `events` counts and `levels` levels.
    Tally(const Calendar& calendar, std::size_t cells, int events, int levels);

    /// One event of a kind, at minute t in a cell.
    void count(Minutes t, std::size_t cell, int event) { ++slot(calendar_->month_of(t), cell)[event]; }

    /// From minute t on, somebody adds `levels` (per minute; stocks are 1 or 0) to a cell. Levels are given
    /// in whole eights: levels[level_width()]
    void enter(Minutes t, std::size_t cell, const Level* levels) { change(t, cell, levels, 1); }
    void leave(Minutes t, std::size_t cell, const Level* levels) { change(t, cell, levels, -1); }

    /// Somebody stays in the cell and changes what they add to it.
    void shift(Minutes t, std::size_t cell, const Level* before, const Level* now) {
        const int month = calendar_->month_of(t);
        const std::int32_t left = calendar_->month_start(month + 1) - t;
        std::uint64_t* steps = slot(month, cell) + events_;
        std::uint64_t* partial = steps + level_width_;
        // Most changes touch few levels: eights in which nothing changes are not fetched.
        for (std::size_t first = 0; first < level_width_; first += eight) {
            Level change[eight];
            Level any = 0;
            for (std::size_t i = 0; i < eight; ++i) {
                change[i] = now[first + i] - before[first + i];
                any |= change[i];
            }
            if (any != 0) add_eight(steps + first, partial + first, change, 1, left);
        }
    }

    void add(const Tally& other);

    std::size_t cells() const { return cells_; }
    int events() const { return events_; }
    int levels() const { return levels_; }
    std::size_t level_width() const { return level_width_; }
    int months() const { return calendar_->months(); }
    std::size_t bytes() const { return values_.size() * sizeof(std::uint64_t); }

    std::int64_t event_count(int month, std::size_t cell, int event) const;
    /// Level at each month's end: stock[month][cell][level], and its sum over the minutes of each month, in
    /// the same order.
    struct Integrals {
        std::vector<std::int64_t> stock, minutes;
    };
    Integrals integrate() const;

  private:
    std::uint64_t* slot(int month, std::size_t cell) {
        return values_.data() + (static_cast<std::size_t>(month) * cells_ + cell) * width_;
    }
    const std::uint64_t* slot(int month, std::size_t cell) const {
        return values_.data() + (static_cast<std::size_t>(month) * cells_ + cell) * width_;
    }
    void change(Minutes t, std::size_t cell, const Level* levels, std::int32_t sign) {
        const int month = calendar_->month_of(t);
        const std::int32_t left = sign * (calendar_->month_start(month + 1) - t);
        std::uint64_t* steps = slot(month, cell) + events_;
        std::uint64_t* partial = steps + level_width_;
        for (std::size_t first = 0; first < level_width_; first += eight) {
            Level any = 0;
            for (std::size_t i = 0; i < eight; ++i) any |= levels[first + i];
            if (any != 0) add_eight(steps + first, partial + first, levels + first, sign, left);
        }
    }
    static void add_eight(std::uint64_t* steps, std::uint64_t* partial, const Level* levels,
                          std::int32_t sign, std::int32_t left) {
        for (std::size_t i = 0; i < eight; ++i)
            steps[i] += static_cast<std::uint64_t>(std::int64_t{sign * levels[i]});
        for (std::size_t i = 0; i < eight; ++i)
            partial[i] += static_cast<std::uint64_t>(std::int64_t{left} * levels[i]);
    }

    const Calendar* calendar_;
    std::size_t cells_;
    int events_, levels_;
    std::size_t level_width_;  // levels rounded up to whole eights
    std::size_t width_;        // events, then steps of levels, then their sums within the month of the step
    std::vector<std::uint64_t> values_;  // [month][cell][width]
};

}  // namespace forestall
