#include "sim/io/tidy_csv_field.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "sim/core/time.hpp"

namespace forestall {
namespace {

template <class Number>
void append_shortest(std::string& line, Number number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    line.append(digits.data(), end);
}

/// The day from which an axis in "days since 2024-07-01" counts, as days since 1970.
std::optional<std::int64_t> first_day(const std::string& units) {
    constexpr std::string_view prefix = "days since ";
    if (!units.starts_with(prefix)) return {};
    Date date{0, 0, 0};
    const char* next = units.data() + prefix.size();
    const char* end = units.data() + units.size();
    for (int* part : {&date.year, &date.month, &date.day}) {
        const auto read = std::from_chars(next, end, *part);
        if (read.ec != std::errc()) return {};
        next = read.ptr;
        if (part != &date.day && (next == end || *next++ != '-')) return {};
    }
    if (next != end || !is_valid(date)) return {};
    return days_since_epoch(date);
}

std::string number_field(const Axis& axis, std::int32_t label) {
    if (const auto first = first_day(axis.units)) return to_string(date_of_day(*first + label));
    if (axis.name == "year") return to_string(Date{label, 1, 1});
    return fmt::format("{}", label);
}

}  // namespace

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

std::vector<std::string> csv_fields(const Axis& axis) {
    std::vector<std::string> fields;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&axis.labels)) {
        for (const auto& text : *texts) fields.push_back(csv_field(text));
    } else {
        for (const auto label : std::get<std::vector<std::int32_t>>(axis.labels)) {
            fields.push_back(number_field(axis, label));
        }
    }
    return fields;
}

void append_csv_number(std::string& line, std::int64_t number) { append_shortest(line, number); }

void append_csv_number(std::string& line, double number) {
    if (std::isnan(number)) {
        line += "NaN";
    } else if (std::isinf(number)) {
        line += number < 0 ? "-Inf" : "Inf";
    } else {
        append_shortest(line, number);
    }
}

}  // namespace forestall
