#include "sim/model/calendars.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/model.hpp"

namespace forestall {

CalendarPattern::CalendarPattern(const std::vector<double>& factors, const Calendar& calendar)
    : factors_(factors) {
    starts_ = {0};
    slopes_ = {ticks_per_minute};
    cumulative_ = {0};
    std::int64_t sum = 0;
    for (int month = 0; month < calendar.months(); ++month) {
        starts_.push_back(calendar.month_start(month));
        cumulative_.push_back(sum);
        slopes_.push_back(
            std::llround(factors[static_cast<std::size_t>(month)] * static_cast<double>(ticks_per_minute)));
        sum += slopes_.back() * calendar.month_length(month);
    }
    starts_.push_back(calendar.horizon());
    cumulative_.push_back(sum);
    slopes_.push_back(ticks_per_minute);
    for (Minutes t = 0; t < calendar.horizon(); t += minutes_per_day)
        month_of_day_.push_back(static_cast<std::uint16_t>(calendar.month_of(t)));
}

Minutes CalendarPattern::first_minute(Minutes from, std::int64_t ticks_needed, Minutes limit) const {
    const std::int64_t target = ticks(from) + ticks_needed;
    if (target > ticks(limit)) return limit;
    // The last line that starts before the target; the time before the start has negative ticks.
    const auto after = std::lower_bound(cumulative_.begin() + 1, cumulative_.end(), target);
    const auto line = static_cast<std::size_t>(after - cumulative_.begin() - 1);
    return starts_[line] +
           static_cast<Minutes>(target > cumulative_[line]
                                    ? (target - cumulative_[line] + slopes_[line] - 1) / slopes_[line]
                                    : -((cumulative_[line] - target) / slopes_[line]));
}

}  // namespace forestall
