#include "sim/engine/arms_outcome.hpp"

namespace forestall {

std::size_t batch_of(std::uint64_t key) {
    // Neighbours in the population file are alike, so that the key is scattered first (splitmix64).
    key += 0x9e3779b97f4a7c15u;
    key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9u;
    key = (key ^ (key >> 27)) * 0x94d049bb133111ebu;
    return (key ^ (key >> 31)) % people_batches;
}

Tally ArmsOutcome::tally_of(int arm) const {
    Tally sum = everyone.copy();
    for (const auto& [set, tally] : split.cells)
        if (holds(set, arm)) sum.add(tally);
    return sum;
}

OccurrenceTally ArmsOutcome::exposures_of(int arm) const {
    OccurrenceTally sum = exposures;
    for (const auto& [set, tally] : split.exposures)
        if (holds(set, arm)) sum.add(tally);
    return sum;
}

Tally ArmsOutcome::difference(int arm, int from, const Calendar& calendar) const {
    const bool both_named = holds(named, arm) && holds(named, from);
    Tally sum(calendar, both_named ? people_batches : 1, everyone.events(), everyone.levels(),
              Tally::Rows::those_touched);
    for (const auto& [set, tally] : both_named ? split.by_batch : split.totals) {
        if (holds(set, arm) && !holds(set, from)) sum.add(tally);
        if (!holds(set, arm) && holds(set, from)) sum.subtract(tally);
    }
    return sum;
}

}  // namespace forestall
