#include "sim/outcomes/tally.hpp"

#include <algorithm>

#include "sim/core/eights.hpp"

namespace forestall {

Tally::Tally(const Calendar& calendar, std::size_t cells, int events, int levels, Rows rows)
    : calendar_(&calendar), cells_(cells), events_(events), levels_(levels),
      level_width_((static_cast<std::size_t>(levels) + eight - 1) / eight * eight),
      width_(static_cast<std::size_t>(events) + 2 * level_width_) {
    const auto months = static_cast<std::size_t>(calendar.months());
    if (rows == Rows::all)
        values_.resize(months * cells * width_);
    else
        months_.resize(months);
}

Tally Tally::copy() const {
    Tally made(*calendar_, cells_, events_, levels_, months_.empty() ? Rows::all : Rows::those_touched);
    made.add(*this);
    return made;
}

std::uint64_t* Tally::touched(int month, std::size_t cell) {
    auto& cells = months_[static_cast<std::size_t>(month)];
    if (cells.empty()) cells.resize(cells_, nullptr);
    std::uint64_t*& row = cells[cell];
    if (row != nullptr) return row;
    if (slab_left_ < width_) {
        constexpr std::size_t smallest = 16, largest = 4096;  // rows
        const std::size_t rows = std::clamp(rows_touched_, smallest, largest);
        slabs_.emplace_back(rows * width_ * sizeof(std::uint64_t));
        slab_left_ = rows * width_;
    }
    Slab& slab = slabs_.back();
    row = reinterpret_cast<std::uint64_t*>(slab.data() + slab.size()) - slab_left_;
    std::fill_n(row, width_, std::uint64_t{0});
    slab_left_ -= width_;
    ++rows_touched_;
    return row;
}

void Tally::add(const Tally& other, std::uint64_t sign) {
    for (int month = 0; month < months(); ++month)
        for (std::size_t cell = 0; cell < cells_; ++cell) {
            const std::uint64_t* from = other.slot(month, cell);
            if (from == nullptr) continue;
            std::uint64_t* to = slot(month, cell);
            for (std::size_t i = 0; i < width_; ++i) to[i] += sign * from[i];
        }
}

std::int64_t Tally::event_count(int month, std::size_t cell, int event) const {
    const std::uint64_t* values = slot(month, cell);
    return values == nullptr ? 0 : static_cast<std::int64_t>(values[event]);
}

Tally::Integrals Tally::integrate() const {
    const auto levels = static_cast<std::size_t>(levels_);
    Integrals out;
    const std::size_t a_month = cells_ * levels;
    out.stock.resize(static_cast<std::size_t>(months()) * a_month);
    out.minutes.resize(out.stock.size());
    // Month by month, as the numbers lie in memory.
    std::vector<std::uint64_t> stock(a_month);
    for (int month = 0; month < months(); ++month) {
        const auto length = static_cast<std::uint64_t>(calendar_->month_length(month));
        std::int64_t* to_stock = out.stock.data() + static_cast<std::size_t>(month) * a_month;
        std::int64_t* to_minutes = out.minutes.data() + static_cast<std::size_t>(month) * a_month;
        for (std::size_t cell = 0; cell < cells_; ++cell) {
            const std::uint64_t* row = slot(month, cell);
            const std::uint64_t* steps = row == nullptr ? nullptr : row + events_;
            for (std::size_t level = 0; level < levels; ++level) {
                const std::size_t at = cell * levels + level;
                std::uint64_t minutes = stock[at] * length;
                if (steps != nullptr) {
                    minutes += steps[level_width_ + level];
                    stock[at] += steps[level];
                }
                to_minutes[at] = static_cast<std::int64_t>(minutes);
                to_stock[at] = static_cast<std::int64_t>(stock[at]);
            }
        }
    }
    return out;
}

}  // namespace forestall
