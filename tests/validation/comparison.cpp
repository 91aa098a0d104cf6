#include "tests/validation/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

namespace forestall::testing {
namespace {

constexpr std::size_t model_column = 3, difference_column = 4;

/// One unit in the third significant digit.
double third_digit(double value) {
    return value == 0 ? 0 : std::pow(10.0, std::floor(std::log10(std::abs(value))) - 2);
}

std::vector<std::vector<std::string>> cells_of(const std::string& table) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        if (line.substr(0, 2) != "| ") continue;
        rows.emplace_back();
        std::istringstream cells(line.substr(2));
        for (std::string cell; std::getline(cells, cell, '|');)
            rows.back().push_back(cell.substr(0, cell.find_last_not_of(' ') + 1)
                                      .substr(std::min(cell.find_first_not_of(' '), cell.size())));
    }
    return rows;
}

double number_in(std::string cell) {
    cell.erase(std::remove(cell.begin(), cell.end(), ','), cell.end());
    return std::strtod(cell.c_str(), nullptr);
}

bool same_row(const std::vector<std::string>& kept, const std::vector<std::string>& now) {
    if (kept.size() != now.size()) return false;
    for (std::size_t c = 0; c < now.size(); ++c) {
        if (c == difference_column || kept[c] == now[c]) continue;  // it follows from the two figures
        if (c != model_column) return false;
        const double value = number_in(now[c]);
        if (value == 0 || std::abs(value - number_in(kept[c])) > 1.01 * third_digit(value)) return false;
    }
    return true;
}

std::string joined(const std::vector<std::string>& cells) {
    std::string text;
    for (const std::string& cell : cells) text += (text.empty() ? "" : " | ") + cell;
    return text;
}

}  // namespace

std::string in_three_digits(double value) {
    if (value == 0) return "0";
    const double unit = third_digit(value), rounded = std::round(value / unit) * unit;
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(unit) + 0.5)));
    std::string digits = fmt::format("{:.{}f}", rounded, decimals);
    for (auto i = static_cast<std::ptrdiff_t>(std::min(digits.find('.'), digits.size())) - 3;
         i > (value < 0 ? 1 : 0); i -= 3)
        digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

std::string to_markdown(const std::vector<Comparison>& rows) {
    const bool any_why =
        std::any_of(rows.begin(), rows.end(), [](const Comparison& row) { return !row.why.empty(); });
    std::string text = "| Measure | Source | Figure | Model | Difference | Within 10% |";
    text += any_why ? " Why it may differ |\n|---|---|---:|---:|---:|---|---|\n"
                    : "\n|---|---|---:|---:|---:|---|\n";
    for (const Comparison& row : rows) {
        text += fmt::format("| {} | {} | {} | {} | {:+.1f}% | {} |", row.measure, row.source,
                            in_three_digits(row.figure), in_three_digits(row.model), row.difference() * 100,
                            row.bar == Bar::held ? (row.agrees() ? "yes, held" : "NO, held")
                                                 : (row.agrees() ? "yes" : "no"));
        text += any_why ? fmt::format(" {} |\n", row.why) : "\n";
    }
    return text;
}

std::string text_of(const std::string& page) {
    std::string text;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with("|")) text += line + "\n";
    return text;
}

std::vector<std::string> differences(const std::string& kept, const std::string& now) {
    const auto before = cells_of(kept), after = cells_of(now);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
        if (i >= before.size())
            found.push_back("not kept: " + joined(after[i]));
        else if (i >= after.size())
            found.push_back("no longer there: " + joined(before[i]));
        else if (!same_row(before[i], after[i]))
            found.push_back("kept: " + joined(before[i]) + "\nnow:  " + joined(after[i]));
    }
    return found;
}

}  // namespace forestall::testing
