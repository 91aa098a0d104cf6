#include "tools/forestall/split_screen_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace forestall {

namespace {

bool is_money(const std::string& measure) { return measure.find("cost") != std::string::npos; }

/// The difference with the ends of its interval.
std::string cell(const Difference& difference, double unit) {
    const double value = difference.value / unit;
    const std::string sign = std::round(value) > 0 ? "+" : "";
    if (!difference.half_width) return sign + grouped(value);
    const double half = *difference.half_width / unit;
    if (half == 0) return sign + grouped(value);
    return fmt::format("{}{} [{} to {}]", sign, grouped(value), grouped(value - half), grouped(value + half));
}

}  // namespace

std::string grouped(double value) {
    std::string digits = fmt::format("{:.0f}", std::abs(value)), text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return (value <= -0.5 ? "-" : "") + text;
}

namespace {

/// The columns of arms [from, until), beside today's.
std::string columns_of(const SplitScreen& screen, std::size_t from, std::size_t until) {
    std::vector<std::vector<std::string>> lines;
    std::vector<std::string> head{"", screen.first_arm};
    for (std::size_t a = from; a < until; ++a) head.push_back(screen.arms[a] + " less " + screen.first_arm);
    lines.push_back(head);
    for (const auto& row : screen.rows) {
        const double unit = is_money(row.measure) ? 1000 : 1;
        const std::string money = is_money(row.measure) ? ", thousand" : "";
        lines.push_back({row.title + money});
        bool was_short = true;
        for (std::size_t h = 0; h < screen.horizons.size(); ++h) {
            const auto& horizon = screen.horizons[h];
            if (was_short && !horizon.is_short && h > 0) lines.push_back({});
            was_short = horizon.is_short;
            std::vector<std::string> line{"  " + horizon.label, grouped(row.today[h] / unit)};
            for (std::size_t a = from; a < until; ++a) line.push_back(cell(row.differences[h][a], unit));
            lines.push_back(std::move(line));
        }
    }
    std::vector<std::size_t> widths;
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line.size() == 1) continue;  // titles may run on
            if (widths.size() <= i) widths.resize(i + 1);
            widths[i] = std::max(widths[i], line[i].size());
        }
    std::string text;
    for (const auto& line : lines) {
        std::string one;
        for (std::size_t i = 0; i < line.size(); ++i)
            one += i == 0 ? fmt::format("{:<{}}", line[i], line.size() == 1 ? 0 : widths[0])
                          : fmt::format("   {:>{}}", line[i], widths[i]);
        text += one + "\n";
    }
    return text;
}

}  // namespace

std::string split_screen_table(const SplitScreen& screen) {
    constexpr std::size_t arms_across = 4;  // as many as a wide screen holds
    std::string text;
    for (std::size_t from = 0; from < screen.arms.size(); from += arms_across)
        text += (from == 0 ? "" : "\n") +
                columns_of(screen, from, std::min(screen.arms.size(), from + arms_across));
    return text;
}

}  // namespace forestall
