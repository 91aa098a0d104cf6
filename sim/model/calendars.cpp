#include "sim/model/calendars.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/model.hpp"

namespace forestall {

CalendarPattern::CalendarPattern(const std::vector<double>& factors, const Calendar& calendar)
    : factors_(factors) {
    constexpr std::int32_t unstretched = ticks_per_minute;
    lines_.push_back({0, 0, unstretched});
    std::int64_t sum = 0;
    for (int month = 0; month < calendar.months(); ++month) {
        const auto slope = static_cast<std::int32_t>(std::clamp<long long>(
            std::llround(factors[static_cast<std::size_t>(month)] * static_cast<double>(ticks_per_minute)), 0,
            INT32_MAX));
        lines_.push_back({sum, calendar.month_start(month), slope});
        sum += std::int64_t{slope} * calendar.month_length(month);
    }
    lines_.push_back({sum, calendar.horizon(), unstretched});
    for (Minutes t = 0; t < calendar.horizon(); t += minutes_per_day)
        month_of_day_.push_back(static_cast<std::uint16_t>(calendar.month_of(t)));
}

Minutes CalendarPattern::first_minute(Minutes from, std::int64_t ticks_needed, Minutes limit) const {
    const std::int64_t target = ticks(from) + ticks_needed;
    if (target > ticks(limit)) return limit;
    // The last line that starts before the target; the time before the start has negative ticks.
    const auto after = std::lower_bound(lines_.begin() + 1, lines_.end(), target,
                                        [](const Line& line, std::int64_t at) { return line.ticks < at; });
    const Line& line = *std::prev(after);
    return line.start + static_cast<Minutes>(target > line.ticks
                                                 ? (target - line.ticks + line.slope - 1) / line.slope
                                                 : -((line.ticks - target) / line.slope));
}

}  // namespace forestall
