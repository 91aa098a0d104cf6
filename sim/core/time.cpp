#include "sim/core/time.hpp"

#include <chrono>

#include <fmt/format.h>

namespace forestall {

namespace {

std::chrono::year_month_day as_chrono(const Date& date) {
    return std::chrono::year{date.year} / std::chrono::month{static_cast<unsigned>(date.month)} /
           std::chrono::day{static_cast<unsigned>(date.day)};
}

}  // namespace

std::int64_t days_since_epoch(const Date& date) {
    return std::chrono::sys_days{as_chrono(date)}.time_since_epoch().count();
}

Date date_of_day(std::int64_t days) {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

bool is_valid(const Date& date) {
    return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 && as_chrono(date).ok();
}

std::string to_string(const Date& date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

Calendar::Calendar(const Date& start, const Date& end) : start_(start), end_(end) {
    const std::int64_t first = days_since_epoch(start), last = days_since_epoch(end);
    for (std::int64_t day = first; day < last; ++day) {
        if (day == first || date_of_day(day).day == 1)
            month_starts_.push_back(static_cast<Minutes>((day - first) * minutes_per_day));
        month_of_day_.push_back(static_cast<std::int32_t>(month_starts_.size()) - 1);
    }
    month_starts_.push_back(static_cast<Minutes>((last - first) * minutes_per_day));
}

Date Calendar::month_date(int month) const { return date_of(month_start(month)); }

Date Calendar::date_of(Minutes t) const {
    const std::int64_t day = t >= 0
                                 ? t / minutes_per_day
                                 : -((-static_cast<std::int64_t>(t) + minutes_per_day - 1) / minutes_per_day);
    return date_of_day(days_since_epoch(start_) + day);
}

}  // namespace forestall
