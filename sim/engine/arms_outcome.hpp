// What a run of several arms leaves: sums by set of arms, from which those of each arm follow.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/engine/arms.hpp"
#include "sim/outcomes/occurrences.hpp"
#include "sim/outcomes/tally.hpp"

namespace forestall {

struct RunStatistics {
    std::uint64_t people_at_start = 0, newborns = 0, migrants = 0, events = 0, updates = 0;
    std::uint64_t strands = 0;  // copies of lives made because arms treat somebody differently
    std::size_t store_bytes = 0, tally_bytes = 0, record_bytes = 0;
    double seconds_start = 0, seconds_windows = 0, seconds_meetings = 0,
           seconds_serial = 0;  // seconds_serial: placing newcomers, adding up
};

/// Batches of people by their keys: how much they differ tells how much luck there is in a sum.
inline constexpr std::size_t people_batches = 16;
std::size_t batch_of(std::uint64_t key);

/// Sums over the strands that are lived in some arms and not in others, by set of arms.
struct SplitSums {
    std::map<ArmSet, Tally> cells;                // sets cut to the named arms: months x cells
    std::map<ArmSet, OccurrenceTally> exposures;  // likewise
    std::map<ArmSet, Tally> by_batch;             // likewise: months x batches
    std::map<ArmSet, Tally> totals;               // sets cut to the others and the first: months x 1
};

/// How a strand that is not lived in every arm went: enough to tell whether two of one person differ.
struct Ending {
    std::uint64_t key = 0;
    ArmSet arms = 0;
    Minutes gone = never;                 // died or moved away; never: still here at the end
    std::uint64_t digest = 0;             // of what has happened how often, and when it ended
    std::vector<std::uint16_t> happened;  // by clock, where it is asked for
};

struct ArmsOutcome {
    int arms = 1;
    ArmSet named = 1;
    Tally everyone;  // strands lived in every arm
    OccurrenceTally exposures;
    SplitSums split;
    RunStatistics statistics;
    std::vector<Ending> endings;  // by key, then arms
    std::vector<std::uint64_t>
        reachable;  // whoever was eligible for a programme, and mothers of such; rising

    /// The sums of one named arm.
    Tally tally_of(int arm) const;
    OccurrenceTally exposures_of(int arm) const;
    /// What an arm counts more than another, by month and batch, or, where one of them is not named, by
    /// month.
    Tally difference(int arm, int from, const Calendar& calendar) const;
};

}  // namespace forestall
