#include "sim/outcomes/tally.hpp"

#include "sim/core/eights.hpp"

namespace forestall {

Tally::Tally(const Calendar& calendar, std::size_t cells, int events, int levels)
    : calendar_(&calendar), cells_(cells), events_(events), levels_(levels),
      level_width_((static_cast<std::size_t>(levels) + eight - 1) / eight * eight),
      width_(static_cast<std::size_t>(events) + 2 * level_width_),
      values_(static_cast<std::size_t>(calendar.months()) * cells * width_) {}

void Tally::add(const Tally& other) {
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] += other.values_[i];
}

std::int64_t Tally::event_count(int month, std::size_t cell, int event) const {
    return static_cast<std::int64_t>(slot(month, cell)[event]);
}

Tally::Integrals Tally::integrate() const {
    const auto levels = static_cast<std::size_t>(levels_);
    Integrals out;
    out.stock.resize(static_cast<std::size_t>(months()) * cells_ * levels);
    out.minutes.resize(out.stock.size());
    for (std::size_t cell = 0; cell < cells_; ++cell)
        for (std::size_t level = 0; level < levels; ++level) {
            std::uint64_t stock = 0;
            for (int month = 0; month < months(); ++month) {
                const std::uint64_t* values = slot(month, cell) + events_;
                const std::size_t at = (static_cast<std::size_t>(month) * cells_ + cell) * levels + level;
                out.minutes[at] = static_cast<std::int64_t>(
                    stock * static_cast<std::uint64_t>(calendar_->month_length(month)) +
                    values[level_width_ + level]);
                stock += values[level];
                out.stock[at] = static_cast<std::int64_t>(stock);
            }
        }
    return out;
}

}  // namespace forestall
