#include "sim/io/read_scalar.hpp"

#include <algorithm>
#include <charconv>

namespace forestall {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word_character(char c) {
    return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

template <typename Number>
std::optional<Number> all_of(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
    const auto in_number = [](char c) {
        return is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    };
    if (!std::all_of(text.begin(), text.end(), in_number)) return std::nullopt;  // nan, inf, 0x1p3
    return all_of<double>(text);
}

std::optional<std::int64_t> whole_in(std::string_view text) { return all_of<std::int64_t>(text); }

std::optional<bool> yes_no_in(std::string_view text) {
    if (text == "yes" || text == "true") return true;
    if (text == "no" || text == "false") return false;
    return std::nullopt;
}

std::optional<Date> date_in(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = all_of<int>(text.substr(0, 4)), month = all_of<int>(text.substr(5, 2)),
               day = all_of<int>(text.substr(8, 2));
    if (!year || !month || !day || *year < 1) return std::nullopt;
    const Date date{*year, *month, *day};
    return is_valid(date) ? std::optional{date} : std::nullopt;
}

const std::vector<std::string>& time_units() {
    static const std::vector<std::string> units{"minutes", "hours", "days", "weeks", "months", "years"};
    return units;
}

std::optional<Duration> duration_in(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto value = number_in(text.substr(0, space));
    std::string unit{text.substr(text.find_last_of(' ') + 1)};
    if (text.find_first_not_of(' ', space) != text.size() - unit.size()) return std::nullopt;
    if (!unit.ends_with('s')) unit += 's';
    const auto& units = time_units();
    if (!value || std::find(units.begin(), units.end(), unit) == units.end()) return std::nullopt;
    return Duration{*value, unit};
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_word_character);
}

}  // namespace forestall
