// Occurrence and exposure: how often something happened, and for how long it might have. Their ratio is the
// rate as lived, by whatever the rate depends on: the check that a run does what its model says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"

namespace forestall {

/// Whole numbers, so that tallies of different workers add up in any order. Time is kept by its ends:
/// somebody at risk from a to b adds b - a, and whoever still is at the end is counted until then.
class OccurrenceTally {
  public:
    OccurrenceTally() = default;
    /// One table for each number of cells.
    explicit OccurrenceTally(const std::vector<std::size_t>& cells);

    void count(std::size_t table, std::size_t cell) { ++at(table, cell).events; }
    void enter(std::size_t table, std::size_t cell, Minutes t) { move(at(table, cell), t, 1); }
    void leave(std::size_t table, std::size_t cell, Minutes t) { move(at(table, cell), t, -1); }
    void add(const OccurrenceTally& other);

    std::int64_t events(std::size_t table, std::size_t cell) const { return at(table, cell).events; }
    /// Minutes at risk from the start to `end`, which no event lies beyond.
    std::int64_t minutes(std::size_t table, std::size_t cell, Minutes end) const {
        const Cell& found = at(table, cell);
        return found.people * end - found.entries;
    }

  private:
    struct Cell {
        std::int64_t events = 0;
        std::int64_t people = 0;   // now at risk
        std::int64_t entries = 0;  // minutes of entry less minutes of leaving
    };
    static void move(Cell& cell, Minutes t, std::int64_t sign) {
        cell.people += sign;
        cell.entries += sign * t;
    }
    Cell& at(std::size_t table, std::size_t cell) { return cells_[starts_[table] + cell]; }
    const Cell& at(std::size_t table, std::size_t cell) const { return cells_[starts_[table] + cell]; }

    std::vector<std::size_t> starts_;
    std::vector<Cell> cells_;
};

}  // namespace forestall
