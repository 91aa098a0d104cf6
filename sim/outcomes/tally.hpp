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
#include "sim/core/large_pages.hpp"
#include "sim/core/time.hpp"

namespace forestall {

/// What one person adds to a level; small, so that a month of it fits 64 bits in one multiplication.
using Level = std::int32_t;

class Tally {
  public:
    /// A sparse tally holds only the months and cells that something was recorded in.
    enum class Rows { all, those_touched };

    /// Sized for `months` x `cells`, each with `events` counts and `levels` levels.
    Tally(const Calendar& calendar, std::size_t cells, int events, int levels, Rows rows = Rows::all);

    /// One event of a kind, at minute t in a cell.
    void count(Minutes t, std::size_t cell, int event) { ++slot(calendar_->month_of(t), cell)[event]; }

    /// From minute t on, somebody adds `levels` (per minute; stocks are 1 or 0) to a cell. Levels are given
    /// in whole eights: levels[level_width()]
    void enter(Minutes t, std::size_t cell, const Level* levels) { change(t, cell, levels, 1); }
    void leave(Minutes t, std::size_t cell, const Level* levels) { change(t, cell, levels, -1); }

    /// Where what lasts from minute t on is recorded in a cell.
    class Place {
      public:
        /// Levels 8e to 8e + 7 change by so much.
        void add(std::size_t e, const EightInts& change) {
            std::uint64_t* steps = steps_ + e * eight;
            for (std::size_t i = 0; i < eight; i += four) {
                using Four = std::int32_t __attribute__((vector_size(16), aligned(4), may_alias));
                const auto& some = reinterpret_cast<const Four*>(&change)[i / four];
                const FourInts wide = __builtin_convertvector(some, FourInts);
                *reinterpret_cast<FourInts*>(steps + i) += wide;
                *reinterpret_cast<FourInts*>(steps + width_ + i) += wide * left_;
            }
        }

      private:
        friend class Tally;
        std::uint64_t* steps_ = nullptr;
        std::size_t width_ = 0;
        std::int64_t left_ = 0;  // minutes of the month from t on
    };
    Place place(Minutes t, std::size_t cell) {
        const int month = calendar_->month_of(t);
        Place place;
        place.steps_ = slot(month, cell) + events_;
        place.width_ = level_width_;
        place.left_ = calendar_->month_start(month + 1) - t;
        return place;
    }

    Tally(Tally&&) = default;
    Tally& operator=(Tally&&) = default;
    Tally copy() const;

    void add(const Tally& other) { add(other, 1); }
    void subtract(const Tally& other) { add(other, ~std::uint64_t{0}); }

    std::size_t cells() const { return cells_; }
    int events() const { return events_; }
    int levels() const { return levels_; }
    std::size_t level_width() const { return level_width_; }
    int months() const { return calendar_->months(); }
    std::size_t bytes() const { return (values_.size() + rows_touched_ * width_) * sizeof(std::uint64_t); }

    std::int64_t event_count(int month, std::size_t cell, int event) const;
    /// Level at each month's end: stock[month][cell][level], and its sum over the minutes of each month, in
    /// the same order.
    struct Integrals {
        std::vector<std::int64_t> stock, minutes;
    };
    Integrals integrate() const;

  private:
    std::uint64_t* slot(int month, std::size_t cell) {
        if (months_.empty())
            return values_.data() + (static_cast<std::size_t>(month) * cells_ + cell) * width_;
        return touched(month, cell);
    }
    /// Null where nothing was recorded.
    const std::uint64_t* slot(int month, std::size_t cell) const {
        if (months_.empty())
            return values_.data() + (static_cast<std::size_t>(month) * cells_ + cell) * width_;
        const auto& cells = months_[static_cast<std::size_t>(month)];
        return cells.empty() ? nullptr : cells[cell];
    }
    std::uint64_t* touched(int month, std::size_t cell);
    void add(const Tally& other, std::uint64_t sign);
    void change(Minutes t, std::size_t cell, const Level* levels, Level sign) {
        Place here = place(t, cell);
        for (std::size_t e = 0; e < level_width_ / eight; ++e)
            here.add(e, reinterpret_cast<const EightInts*>(levels)[e] * sign);
    }

    const Calendar* calendar_;
    std::size_t cells_;
    int events_, levels_;
    std::size_t level_width_;  // levels rounded up to whole eights
    std::size_t width_;        // events, then steps of levels, then their sums within the month of the step
    std::vector<std::uint64_t> values_;                // [month][cell][width]; or, when sparse:
    std::vector<std::vector<std::uint64_t*>> months_;  // [month][cell], within slabs that double in size
    std::vector<Slab> slabs_;
    std::size_t slab_left_ = 0;  // of the last, in numbers
    std::size_t rows_touched_ = 0;
};

}  // namespace forestall
