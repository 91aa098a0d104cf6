#include "sim/study/description_text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace forestall::description {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Within a word an underscore means nothing to Markdown.
bool is_within_word(const std::string& text, std::size_t at) {
    return at > 0 && at + 1 < text.size() && is_word(text[at - 1]) && is_word(text[at + 1]);
}

/// Commas between thousands, in what stands before the point.
std::string with_commas(std::string digits) {
    for (std::size_t at = std::min(digits.find('.'), digits.size()); at > 3; at -= 3)
        digits.insert(at - 3, ",");
    return digits;
}

std::string row(const Lines& cells) { return fmt::format("| {} |\n", fmt::join(cells, " | ")); }

}  // namespace

std::string plain(const std::string& text) {
    constexpr std::string_view markup = "\\`*<[]|~$";
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (markup.find(c) != std::string_view::npos || (c == '_' && !is_within_word(text, i))) safe += '\\';
        safe += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return safe;
}

std::string code(const std::string& name) {
    // A span of code cannot hold these in every reader.
    const bool is_safe = !name.empty() && name.find_first_of("`|\n") == std::string::npos;
    return is_safe ? "`" + name + "`" : plain(name);
}

Lines codes(const std::vector<Name>& names) {
    Lines all;
    for (const Name& name : names) all.push_back(code(name.text));
    return all;
}

std::string in_words(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return plain(name);
}

std::string titled(const std::string& title, const std::string& name) {
    return fmt::format("{} ({})", title.empty() ? in_words(name) : plain(title), code(name));
}

std::string figure(double value) {
    constexpr double six_digits = 1e6, largest_exact = 1e15;
    const double size = std::abs(value);
    const bool is_whole = size == std::floor(size) || size >= six_digits;
    const std::string digits =
        is_whole && size < largest_exact ? fmt::format("{:.0f}", size) : fmt::format("{:.6g}", size);
    const bool is_power = digits.find('e') != std::string::npos;
    return (value < 0 ? "-" : "") + (is_power ? digits : with_commas(digits));
}

std::string unit_in_words(const std::string& unit) {
    if (unit == "per_year") return "a year";
    if (unit == "per_1000_per_year") return "per 1,000 people a year";
    if (unit == "per_100000_per_year") return "per 100,000 people a year";
    if (unit == "per_month") return "a month";
    if (unit == "per_week") return "a week";
    if (unit == "per_day") return "a day";
    if (unit == "percent_per_year") return "per cent a year";
    return in_words(unit);
}

std::string with_unit(double value, const std::string& unit) {
    if (unit.empty() || unit == "ratio" || unit == "chance") return figure(value);
    std::string words = unit_in_words(unit);
    if (value == 1 && words.ends_with('s')) words.pop_back();  // of a length of time
    return figure(value) + " " + words;
}

std::string counted(std::size_t number, const std::string& one) {
    return figure(static_cast<double>(number)) + " " + one +
           (number == 1           ? ""
            : one.ends_with("ss") ? "es"
                                  : "s");
}

std::string joined(const Lines& parts, const std::string& last) {
    if (parts.size() < 2) return parts.empty() ? "" : parts.front();
    const Lines first(parts.begin(), parts.end() - 1);
    return fmt::format("{} {} {}", fmt::join(first, ", "), last, parts.back());
}

std::string listed(const Lines& parts) { return fmt::format("{}", fmt::join(parts, "; ")); }

std::string point(int depth, const std::string& text) {
    return std::string(2 * static_cast<std::size_t>(depth), ' ') + "- " + text + "\n";
}

std::string table(const Lines& heads, const std::vector<Lines>& rows) {
    if (rows.empty()) return {};
    std::string text = row(heads) + row(Lines(heads.size(), "---"));
    for (const Lines& cells : rows) text += row(cells);
    return text + "\n";
}

}  // namespace forestall::description
