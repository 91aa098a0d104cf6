// Words into values: numbers, dates, lengths of time. Each returns nothing when the text is not one.
//
// Independent of the locale: 0.5 is a half on a machine that writes 0,5. No nan, inf, hex, or digits in
// groups.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/time.hpp"

namespace forestall {

std::optional<double> number_in(std::string_view text);
std::optional<std::int64_t> whole_in(std::string_view text);

/// yes, no, true or false
std::optional<bool> yes_no_in(std::string_view text);

/// 2024-07-01
std::optional<Date> date_in(std::string_view text);

/// A length of time as written; the unit always in the plural.
struct Duration {
    double value = 0;
    std::string unit;
};

/// "30 days", "1 year"
std::optional<Duration> duration_in(std::string_view text);

/// minutes, hours, days, weeks, months, years
const std::vector<std::string>& time_units();

/// Letters, digits and underscores, at least one.
bool is_name(std::string_view text);

}  // namespace forestall
