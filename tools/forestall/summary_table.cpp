#include "tools/forestall/summary_table.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "tools/forestall/split_screen_table.hpp"

namespace forestall {

namespace {

/// The first and the last year and round ones between, 2030 and 2035, of those the run covers whole: few
/// enough for a screen.
std::vector<std::size_t> columns(const std::vector<std::int32_t>& years) {
    std::vector<std::size_t> chosen;
    for (const int step : {5, 10, 20, 25, 50, 100, 200}) {
        chosen.clear();
        for (std::size_t i = 0; i < years.size(); ++i)
            if (i == 0 || i + 1 == years.size() || years[i] % step == 0) chosen.push_back(i);
        if (chosen.size() <= 6) break;
    }
    return chosen;
}

/// "GBP" for "gbp_2023_24": the price year is in the file.
std::string currency(const std::string& unit) {
    std::string name = unit.substr(0, unit.find('_'));
    if (name.size() == 3)
        for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

/// Sum over everything but the arm and the year, mean over replicates.
double total(const Results& results, const Variable& variable, std::size_t arm, std::size_t year,
             std::size_t payer, bool by_payer) {
    const std::size_t replicates = axis_of(results, "replicate")->size(),
                      years = axis_of(results, "year")->size();
    const std::size_t payers = by_payer ? axis_of(results, "payer")->size() : 1;
    return std::visit(
        [&](const auto& values) {
            const std::size_t cells =
                values.size() / axis_of(results, "arm")->size() / replicates / years / payers;
            double sum = 0;
            for (std::size_t r = 0; r < replicates; ++r) {
                const std::size_t start = (((arm * replicates + r) * years + year) * payers + payer) * cells;
                for (std::size_t i = 0; i < cells; ++i) sum += static_cast<double>(values[start + i]);
            }
            return sum / static_cast<double>(replicates);
        },
        variable.values);
}

}  // namespace

std::string summary_table(const Results& results, double sample) {
    const Axis* year_axis = axis_of(results, "year");
    if (!year_axis) return "The run covers no whole calendar year; monthly figures are in the file.\n";
    const auto& years = std::get<std::vector<std::int32_t>>(year_axis->labels);
    const auto& arms = std::get<std::vector<std::string>>(axis_of(results, "arm")->labels);
    const auto shown = columns(years);

    struct Row {
        std::string title;
        const Variable* variable;
        std::size_t payer = 0;
        bool by_payer = false;
        double unit = 1;
    };
    std::vector<Row> rows;
    for (const auto& variable : results.yearly) {
        if (variable.name.starts_with("moves_to_")) continue;
        const bool is_cost =
            variable.name == "cost" || variable.name == "cost_discounted" || variable.name == "cost_inflated";
        if (!is_cost) {
            rows.push_back({variable.long_name, &variable});
            continue;
        }
        const auto& payers = std::get<std::vector<std::string>>(axis_of(results, "payer")->labels);
        for (std::size_t p = 0; p < payers.size(); ++p)
            rows.push_back({fmt::format("{}, {} thousand: {}",
                                        variable.name == "cost"            ? "Cost"
                                        : variable.name == "cost_inflated" ? "Cost in money of the day"
                                                                           : "Discounted cost",
                                        currency(variable.units), payers[p]),
                            &variable, p, true, 1000});
    }
    std::size_t widest = 0;
    for (const Row& row : rows) widest = std::max(widest, row.title.size());

    std::string text;
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        text += fmt::format("\n{:<{}}", arms.size() > 1 ? "Arm: " + arms[arm] : "", widest);
        for (const auto i : shown) text += fmt::format("{:>15}", years[i]);
        text += "\n";
        for (const Row& row : rows) {
            text += fmt::format("{:<{}}", row.title, widest);
            for (const auto i : shown)
                text += fmt::format("{:>15}",
                                    grouped(total(results, *row.variable, arm, i, row.payer, row.by_payer) /
                                            sample / row.unit));
            text += "\n";
        }
    }
    return text;
}

}  // namespace forestall
