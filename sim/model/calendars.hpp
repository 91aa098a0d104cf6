// Calendars: factors that change with the date. A clock under a calendar runs in stretched time: a minute of
// a month with factor 1.1 counts as 1.1 minutes. So seasons and trends cost nothing at month boundaries, and
// nobody is looked at for them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/model/rows.hpp"

namespace forestall {

/// Stretched time: ticks (1/4096 minute) since the start of the run, piecewise linear in minutes.
class CalendarPattern {
  public:
    /// `factors[m]` for each month of `calendar`; before the start time runs unstretched.
    CalendarPattern(const std::vector<double>& factors, const Calendar& calendar);

    /// Ticks from the start to minute t; negative before the start.
    std::int64_t ticks(Minutes t) const { return ticks(t, month_at(t)); }
    /// The same, where `month_at(t)` is known already: it is the same for every pattern of a run.
    std::int64_t ticks(Minutes t, int month) const {
        const Line& line = lines_[static_cast<std::size_t>(month + 1)];
        return line.ticks + std::int64_t{line.slope} * (t - line.start);
    }
    /// The month that holds minute t; -1 before the start, the number of months from the end on.
    int month_at(Minutes t) const {
        if (t < 0) return -1;
        if (t >= lines_.back().start) return static_cast<int>(lines_.size()) - 2;
        return month_of_day_[static_cast<std::size_t>(t / minutes_per_day)];
    }
    /// The first minute by which at least `ticks` have passed since minute `from`, or `limit` when that is
    /// later.
    Minutes first_minute(Minutes from, std::int64_t ticks, Minutes limit) const;
    const std::vector<double>& factors() const { return factors_; }
    /// Ticks a minute, at the most.
    std::int64_t highest_slope() const {
        std::int32_t highest = 0;
        for (const Line& line : lines_) highest = std::max(highest, line.slope);
        return highest;
    }

  private:
    std::vector<double> factors_;
    struct Line {
        std::int64_t ticks;  // at its start
        Minutes start;
        std::int32_t slope;  // ticks a minute
    };
    // Line 0 is the time before the start, the last the time from the end on; both run unstretched.
    std::vector<Line> lines_;
    std::vector<std::uint16_t> month_of_day_;
};

/// A clock that runs in stretched time; which pattern holds may depend on a person's factors (age and sex,
/// say).
struct SeasonedClock {
    int clock = 0;
    Lookup<std::uint16_t> pattern;
};

}  // namespace forestall
