#include "sim/outcomes/where_it_went.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace forestall {

namespace {

/// The difference of an arm from the first, by month and label of one axis (or in all, without one).
class Differences {
  public:
    Differences(const Results& results, std::size_t arm) : results_(results), arm_(arm) {}

    /// [label][month]
    std::vector<std::vector<double>> by(const Variable& variable, const std::string& axis) const {
        std::vector<std::size_t> sizes;
        int at = -1, month = -1;
        for (std::size_t i = 0; i < variable.axes.size(); ++i) {
            sizes.push_back(axis_of(results_, variable.axes[i])->size());
            if (variable.axes[i] == axis) at = static_cast<int>(i);
            if (variable.axes[i] == "month") month = static_cast<int>(i);
        }
        const std::size_t labels = at < 0 ? 1 : sizes[static_cast<std::size_t>(at)];
        std::vector<std::vector<double>> sums(labels,
                                              std::vector<double>(sizes[static_cast<std::size_t>(month)]));
        const double scaled =
            1 / sample_of(results_) / static_cast<double>(axis_of(results_, "replicate")->size());
        std::visit(
            [&](const auto& values) {
                std::vector<std::size_t> where(sizes.size(), 0);
                for (std::size_t i = 0; i < values.size(); ++i) {
                    if (where[0] == arm_ || where[0] == 0)
                        sums[at < 0 ? 0 : where[static_cast<std::size_t>(at)]]
                            [where[static_cast<std::size_t>(month)]] +=
                            (where[0] == 0 ? -scaled : scaled) * static_cast<double>(values[i]);
                    for (std::size_t d = sizes.size(); d-- > 0;) {
                        if (++where[d] < sizes[d]) break;
                        where[d] = 0;
                    }
                }
            },
            variable.values);
        return sums;
    }

  private:
    const Results& results_;
    std::size_t arm_;
};

std::vector<std::string> labels_of(const Results& results, const std::string& axis) {
    const Axis* found = axis_of(results, axis);
    if (found == nullptr) return {};
    const auto* labels = std::get_if<std::vector<std::string>>(&found->labels);
    return labels == nullptr ? std::vector<std::string>{} : *labels;
}

}  // namespace

WhereItWent where_it_went(const Results& results, std::size_t arm) {
    WhereItWent made;
    const SplitScreen screen = split_screen(results);
    const auto months = static_cast<int>(axis_of(results, "month")->size());
    std::vector<SplitScreen::Horizon> horizons;
    for (const auto& horizon : screen.horizons)
        if (!horizon.is_short || horizon.label != "first 6 months") horizons.push_back(horizon);
    horizons.push_back({"the whole run", false, 0, months});
    for (const auto& horizon : horizons) made.horizons.push_back(horizon.label);
    const std::string units = axis_of(results, "month")->units;
    int year = std::atoi(units.substr(units.size() - 10, 4).c_str()),
        month = std::atoi(units.substr(units.size() - 5, 2).c_str());
    for (int m = 0; m < months; ++m) {
        made.months.push_back(fmt::format("{}-{:02}", year, month));
        if (++month > 12) month = 1, ++year;
    }

    const Differences differences(results, arm);
    const auto row_of = [&](std::string name, std::string label, std::vector<double> by_month, bool at_end,
                            double unit) {
        for (double& one : by_month) one /= unit;
        WhereItWent::Row row{std::move(name), std::move(label), std::move(by_month), {}};
        for (const auto& horizon : horizons) {
            double sum = 0;
            for (int m = at_end ? horizon.until - 1 : horizon.from; m < horizon.until; ++m)
                sum += row.by_month[static_cast<std::size_t>(m)];
            row.differences.push_back(sum);
        }
        return row;
    };
    const auto is_at_end = [](const Variable& one) { return one.cell_note == at_period_end; };
    const auto add_by = [&](const std::string& measure, const std::string& axis, const std::string& title,
                            double unit) {
        const Variable* variable = variable_of(results.monthly, measure);
        const auto labels = labels_of(results, axis);
        if (variable == nullptr || labels.empty() ||
            std::count(variable->axes.begin(), variable->axes.end(), axis) == 0)
            return;
        WhereItWent::Block block{measure + "_by_" + axis, title, {}};
        const auto sums = differences.by(*variable, axis);
        for (std::size_t l = 0; l < labels.size(); ++l)
            block.rows.push_back(row_of(labels[l], labels[l], sums[l], is_at_end(*variable), unit));
        made.blocks.push_back(std::move(block));
    };
    constexpr double thousand = 1000;
    add_by("cost", "payer", "Cost of care by payer, thousand", thousand);
    add_by("programme_cost", "payer", "Cost of programmes by payer, thousand", thousand);
    for (const auto& row : screen.rows) {
        if (row.measure.find("cost") != std::string::npos) continue;
        add_by(row.measure, "layer", row.title + " by layer of the pyramid", 1);
        add_by(row.measure, "imd", row.title + " by deprivation fifth (1: most deprived)", 1);
    }
    WhereItWent::Block flows{"moves", "Moves into each layer of the pyramid", {}},
        settings{"settings", "Everything that is counted", {}};
    for (const Variable& one : results.monthly) {
        if (one.name.starts_with("cost") || one.name.starts_with("programme_") ||
            one.name.ends_with("_discounted"))
            continue;
        const bool is_move = one.name.starts_with("moves_to_");
        auto row = row_of(one.name, one.long_name, differences.by(one, "").front(), is_at_end(one), 1);
        (is_move ? flows : settings).rows.push_back(std::move(row));
    }
    made.blocks.push_back(std::move(flows));
    made.blocks.push_back(std::move(settings));
    made.money = money_of(results, arm);

    if (screen.rows.empty()) return made;
    const Variable* first = variable_of(results.monthly, screen.rows.front().measure);
    const auto by_month = differences.by(*first, "").front();
    // Of three months together: one month is luck.
    for (std::size_t m = 1; m + 1 < by_month.size(); ++m) {
        const double rise = (by_month[m - 1] + by_month[m] + by_month[m + 1]) / 3;
        if (rise > made.worst) made.worst = rise, made.worst_month = static_cast<int>(m);
    }
    made.worst_title = screen.rows.front().title;
    return made;
}

}  // namespace forestall
