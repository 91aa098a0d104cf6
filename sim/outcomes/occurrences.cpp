#include "sim/outcomes/occurrences.hpp"

namespace forestall {

OccurrenceTally::OccurrenceTally(const std::vector<std::size_t>& cells) {
    std::size_t all = 0;
    for (const std::size_t size : cells) {
        starts_.push_back(all);
        all += size;
    }
    cells_.resize(all);
}

void OccurrenceTally::add(const OccurrenceTally& other) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        cells_[i].events += other.cells_[i].events;
        cells_[i].people += other.cells_[i].people;
        cells_[i].entries += other.cells_[i].entries;
    }
}

}  // namespace forestall
