// Time: whole minutes since the start of the run, and the calendar that maps them to months.
//
// Whole numbers make sums of person-time independent of the order of addition. Negative minutes lie before
// the start (births of people alive at the start, the warm-up).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace forestall {

using Minutes = std::int32_t;

inline constexpr Minutes minutes_per_day = 1440;
inline constexpr Minutes minutes_per_year = 525'960;  // 365.25 days
inline constexpr Minutes never = INT32_MAX;           // later than any time a run can reach

/// A date of the proleptic Gregorian calendar.
struct Date {
    int year = 1970;
    int month = 1;  // 1 to 12
    int day = 1;    // 1 to 31
    friend bool operator==(const Date&, const Date&) = default;
};

/// Days since 1970-01-01.
std::int64_t days_since_epoch(const Date& date);
Date date_of_day(std::int64_t days_since_epoch);
bool is_valid(const Date& date);
/// "2024-07-01"
std::string to_string(const Date& date);

/// The months of a run. Month 0 holds the start; a month that the warm-up or the end cuts is shorter.
class Calendar {
  public:
    /// `start` and `end` bound the run; months start on the first of each calendar month.
    Calendar(const Date& start, const Date& end);

    const Date& start() const { return start_; }
    const Date& end() const { return end_; }
    /// Minutes from start to end.
    Minutes horizon() const { return month_starts_.back(); }
    int months() const { return static_cast<int>(month_starts_.size()) - 1; }
    /// Start of month m, 0 <= m <= months(); the last is the end of the run.
    Minutes month_start(int month) const { return month_starts_[static_cast<std::size_t>(month)]; }
    Minutes month_length(int month) const { return month_start(month + 1) - month_start(month); }
    /// The month that holds minute t, 0 <= t < horizon().
    int month_of(Minutes t) const { return month_of_day_[static_cast<std::size_t>(t / minutes_per_day)]; }
    /// First day of month m (the start itself for month 0).
    Date month_date(int month) const;
    /// Date on which minute t falls; t may be negative.
    Date date_of(Minutes t) const;

  private:
    Date start_, end_;
    std::vector<Minutes> month_starts_;
    std::vector<std::int32_t> month_of_day_;
};

}  // namespace forestall
