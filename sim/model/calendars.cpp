#include "sim/model/calendars.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/model.hpp"

namespace forestall {

CalendarPattern::CalendarPattern(const std::vector<double>& factors, const Calendar& calendar) : factors_(factors) {
    cumulative_.push_back(0);
    for (int month = 0; month < calendar.months(); ++month) {
        starts_.push_back(calendar.month_start(month));
        slopes_.push_back(std::max<std::int64_t>(1, std::llround(factors[static_cast<std::size_t>(month)] * static_cast<double>(ticks_per_minute))));
        cumulative_.push_back(cumulative_.back() + slopes_.back() * calendar.month_length(month));
    }
    starts_.push_back(calendar.horizon());
    for (Minutes t = 0; t < calendar.horizon(); t += minutes_per_day) month_of_day_.push_back(static_cast<std::uint16_t>(calendar.month_of(t)));
}

std::int64_t CalendarPattern::ticks(Minutes t) const {
    if (t < 0) return ticks_per_minute * t;
    if (t >= starts_.back()) return cumulative_.back() + ticks_per_minute * (t - starts_.back());
    const std::size_t month = month_of_day_[static_cast<std::size_t>(t / minutes_per_day)];
    return cumulative_[month] + slopes_[month] * (t - starts_[month]);
}

Minutes CalendarPattern::first_minute(Minutes from, std::int64_t ticks_needed, Minutes limit) const {
    const std::int64_t target = ticks(from) + ticks_needed;
    if (target > ticks(limit)) return limit;
    const auto whole = [](std::int64_t ticks_left, std::int64_t slope) { return static_cast<Minutes>((ticks_left + slope - 1) / slope); };
    if (target <= 0) return from + whole(ticks_needed, ticks_per_minute);
    if (target > cumulative_.back()) return starts_.back() + whole(target - cumulative_.back(), ticks_per_minute);
    const auto month = static_cast<std::size_t>(std::lower_bound(cumulative_.begin() + 1, cumulative_.end(), target) - cumulative_.begin() - 1);
    return starts_[month] + whole(target - cumulative_[month], slopes_[month]);
}

}  // namespace forestall
