// Calendars: factors that change with the date. A clock under a calendar runs in stretched time: a minute of a month with
// factor 1.1 counts as 1.1 minutes. So seasons and trends cost nothing at month boundaries, and nobody is looked at for them.
#pragma once

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
    std::int64_t ticks(Minutes t) const;
    /// The first minute by which at least `ticks` have passed since minute `from`, or `limit` when that is later.
    Minutes first_minute(Minutes from, std::int64_t ticks, Minutes limit) const;
    const std::vector<double>& factors() const { return factors_; }

  private:
    std::vector<double> factors_;
    std::vector<Minutes> starts_;           // start of each month, then the end of the run
    std::vector<std::int64_t> slopes_;      // ticks a minute in each month
    std::vector<std::int64_t> cumulative_;  // ticks at each month's start
    std::vector<std::uint16_t> month_of_day_;
};

/// A clock that runs in stretched time; which pattern holds may depend on a person's factors (age and sex, say).
struct SeasonedClock {
    int clock = 0;
    Lookup<std::uint16_t> pattern;
};

}  // namespace forestall
