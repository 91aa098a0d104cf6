#include "tools/forestall/summary_table.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace forestall {

namespace {

const Axis* axis(const Results& results, const std::string& name) {
    for (const auto& one : results.axes)
        if (one.name == name) return &one;
    return nullptr;
}

/// 2025, 2030, 2035 ... and the last year, of those the run covers whole.
std::vector<std::size_t> columns(const std::vector<std::int32_t>& years) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < years.size(); ++i)
        if (i == 0 || i + 1 == years.size() || years[i] % 5 == 0) chosen.push_back(i);
    return chosen;
}

/// Sum over everything but the arm and the year, mean over replicates.
double total(const Results& results, const Variable& variable, std::size_t arm, std::size_t year,
             std::size_t payer, bool by_payer) {
    const std::size_t replicates = axis(results, "replicate")->size(), years = axis(results, "year")->size();
    const std::size_t payers = by_payer ? axis(results, "payer")->size() : 1;
    return std::visit(
        [&](const auto& values) {
            const std::size_t cells =
                values.size() / axis(results, "arm")->size() / replicates / years / payers;
            double sum = 0;
            for (std::size_t r = 0; r < replicates; ++r) {
                const std::size_t start = (((arm * replicates + r) * years + year) * payers + payer) * cells;
                for (std::size_t i = 0; i < cells; ++i) sum += static_cast<double>(values[start + i]);
            }
            return sum / static_cast<double>(replicates);
        },
        variable.values);
}

std::string figure(double value) {
    std::string digits = fmt::format("{:.0f}", std::abs(value)), text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return (value < -0.5 ? "-" : "") + text;
}

}  // namespace

std::string summary_table(const Results& results, double sample) {
    const Axis* year_axis = axis(results, "year");
    if (!year_axis) return "The run covers no whole calendar year; monthly figures are in the file.\n";
    const auto& years = std::get<std::vector<std::int32_t>>(year_axis->labels);
    const auto& arms = std::get<std::vector<std::string>>(axis(results, "arm")->labels);
    const auto shown = columns(years);
    std::string text;
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        text += fmt::format("\n{:<44}", arms.size() > 1 ? "Arm: " + arms[arm] : "");
        for (const auto i : shown) text += fmt::format("{:>15}", years[i]);
        text += "\n";
        const auto row = [&](const std::string& title, const Variable& variable, std::size_t payer,
                             bool by_payer, double unit) {
            text += fmt::format("{:<44}", title.substr(0, 43));
            for (const auto i : shown)
                text += fmt::format(
                    "{:>15}", figure(total(results, variable, arm, i, payer, by_payer) / sample / unit));
            text += "\n";
        };
        for (const auto& variable : results.yearly) {
            if (variable.name.starts_with("moves_to_")) continue;
            if (variable.name != "cost") {
                row(variable.long_name, variable, 0, false, 1);
                continue;
            }
            const auto& payers = std::get<std::vector<std::string>>(axis(results, "payer")->labels);
            for (std::size_t p = 0; p < payers.size(); ++p)
                row("Cost, GBP thousand: " + payers[p], variable, p, true, 1000);
        }
    }
    return text;
}

}  // namespace forestall
