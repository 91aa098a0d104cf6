#include "sim/outcomes/split_screen.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>

namespace forestall {

namespace {

std::string fact(const Results& results, const std::string& name) {
    const auto at = results.provenance.find(name);
    return at == results.provenance.end() ? "" : at->second;
}

double value_at(const Variable& variable, std::size_t i) {
    return std::visit([i](const auto& values) { return static_cast<double>(values[i]); }, variable.values);
}

/// How a variable's axes lie in memory.
struct Layout {
    std::size_t arms, replicates, months;
    explicit Layout(const Results& results)
        : arms(axis_of(results, "arm")->size()), replicates(axis_of(results, "replicate")->size()),
          months(axis_of(results, "month")->size()) {}
};

/// By month, of one arm and replicate, summed over what else the variable is told apart by.
std::vector<double> months_of(const Results& results, const Variable& variable, std::size_t arm,
                              std::size_t replicate) {
    const Layout layout(results);
    const std::size_t all = std::visit([](const auto& values) { return values.size(); }, variable.values);
    const std::size_t wide = all / layout.arms / layout.replicates / layout.months;
    std::vector<double> sums(layout.months);
    for (std::size_t m = 0; m < layout.months; ++m)
        for (std::size_t i = 0; i < wide; ++i)
            sums[m] +=
                value_at(variable, ((arm * layout.replicates + replicate) * layout.months + m) * wide + i);
    return sums;
}

/// Sum over [from, until), or what there is at its end.
double over(const std::vector<double>& months, const SplitScreen::Horizon& horizon, bool at_end) {
    if (at_end) return months[static_cast<std::size_t>(horizon.until - 1)];
    double sum = 0;
    for (int m = horizon.from; m < horizon.until; ++m) sum += months[static_cast<std::size_t>(m)];
    return sum;
}

double mean_over_replicates(const Results& results, const Variable& variable, std::size_t arm,
                            const SplitScreen::Horizon& horizon) {
    const Layout layout(results);
    double sum = 0;
    for (std::size_t r = 0; r < layout.replicates; ++r)
        sum += over(months_of(results, variable, arm, r), horizon, variable.cell_note == at_period_end);
    return sum / static_cast<double>(layout.replicates);
}

/// Batches of people are taken for independent: their spread is that of the whole.
std::optional<Difference> paired(const Results& results, const std::string& measure, std::size_t arm,
                                 const SplitScreen::Horizon& horizon) {
    const Variable* variable = variable_of(results.differences, measure);
    const Axis* batch_axis = axis_of(results, "batch");
    if (variable == nullptr || batch_axis == nullptr) return std::nullopt;
    const Layout layout(results);
    const std::size_t batches = batch_axis->size();
    const auto& values = std::get<std::vector<double>>(variable->values);
    const std::size_t wide = values.size() / layout.arms / layout.replicates / batches / layout.months;
    const bool at_end = variable->cell_note == at_period_end;
    double sum = 0, variance = 0;
    for (std::size_t r = 0; r < layout.replicates; ++r) {
        std::vector<double> by_batch(batches);
        for (std::size_t b = 0; b < batches; ++b)
            for (int m = at_end ? horizon.until - 1 : horizon.from; m < horizon.until; ++m)
                for (std::size_t i = 0; i < wide; ++i)
                    by_batch[b] += values[(((arm * layout.replicates + r) * batches + b) * layout.months +
                                           static_cast<std::size_t>(m)) *
                                              wide +
                                          i];
        double mean = 0, squares = 0;
        for (const double one : by_batch) mean += one / static_cast<double>(batches);
        for (const double one : by_batch) squares += (one - mean) * (one - mean);
        const auto n = static_cast<double>(batches);
        sum += mean * n;
        variance += squares * n / (n - 1);
    }
    if (std::isnan(sum)) return std::nullopt;
    const auto runs = static_cast<double>(layout.replicates);
    const int freedom = static_cast<int>(layout.replicates * (batches - 1));
    return Difference{sum / runs, t_quantile(freedom) * std::sqrt(variance) / runs};
}

void scale(Difference& difference, double by) {
    difference.value *= by;
    if (difference.half_width) *difference.half_width *= by;
}

Difference difference_of(const Results& results, const Variable& variable, std::size_t arm,
                         const SplitScreen::Horizon& horizon) {
    if (const auto made = paired(results, variable.name, arm, horizon)) return *made;
    return {mean_over_replicates(results, variable, arm, horizon) -
                mean_over_replicates(results, variable, 0, horizon),
            std::nullopt};
}

std::vector<SplitScreen::Horizon> horizons_of(const Results& results) {
    std::vector<SplitScreen::Horizon> made;
    const int months = static_cast<int>(axis_of(results, "month")->size());
    const std::string from_text = fact(results, split_screen_from);
    const int from = from_text.empty() ? 0 : std::atoi(from_text.c_str());
    for (const int length : {6, 12, 18})
        if (from + length <= months)
            made.push_back({fmt::format("first {} months", length), true, from, from + length});
    const Axis* years = axis_of(results, "year");
    if (years == nullptr) return made;
    const auto& labels = std::get<std::vector<std::int32_t>>(years->labels);
    // "days since 2024-07-01"
    const std::string units = axis_of(results, "month")->units;
    const int start_year = std::atoi(units.substr(units.size() - 10, 4).c_str());
    const int start_month = std::atoi(units.substr(units.size() - 5, 2).c_str());
    std::vector<std::int32_t> wanted;
    for (const std::int32_t year : labels)
        if (year % 5 == 0) wanted.push_back(year);
    if (wanted.empty() && !labels.empty()) wanted.push_back(labels.back());
    for (const std::int32_t year : wanted) {
        const int first = (year - start_year) * 12 - (start_month - 1);
        if (first < from) continue;
        made.push_back({fmt::format("{}", year), false, first, first + 12});
    }
    return made;
}

std::vector<std::string> measures_of(const Results& results) {
    std::vector<std::string> names;
    std::istringstream words(fact(results, split_screen_measures));
    for (std::string word; words >> word;) names.push_back(word);
    if (!names.empty()) return names;
    for (const char* usual : {"emergency_admissions", "bed_days", "ed_attendances", "cost"})
        if (variable_of(results.monthly, usual) != nullptr) names.push_back(usual);
    if (!names.empty()) return names;
    for (const Variable& one : results.monthly)
        if (!one.name.starts_with("moves_to_") && !one.name.starts_with("programme_"))
            names.push_back(one.name);
    return names;
}

}  // namespace

const Axis* axis_of(const Results& results, const std::string& name) {
    for (const Axis& one : results.axes)
        if (one.name == name) return &one;
    return nullptr;
}

const Variable* variable_of(const std::vector<Variable>& variables, const std::string& name) {
    for (const Variable& one : variables)
        if (one.name == name) return &one;
    return nullptr;
}

double sample_of(const Results& results) {
    const std::string text = fact(results, "sample");
    return text.empty() ? 1 : std::atof(text.c_str());
}

double t_quantile(int freedom) {
    // Cornish-Fisher expansion around the normal quantile; within 0.002 from 10 degrees of freedom on.
    constexpr double z = 1.959964;
    const double n = freedom;
    return z + (z * z * z + z) / (4 * n) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

Money money_of(const Results& results, std::size_t arm) {
    Money money;
    const Layout layout(results);
    money.care.resize(layout.months);
    money.programmes.resize(layout.months);
    const double scaled = 1 / sample_of(results) / static_cast<double>(layout.replicates);
    const auto add = [&](const char* name, std::vector<double>& to) {
        const Variable* variable = variable_of(results.monthly, name);
        if (variable == nullptr) return;
        for (std::size_t r = 0; r < layout.replicates; ++r) {
            const auto own = months_of(results, *variable, arm, r),
                       first = months_of(results, *variable, 0, r);
            for (std::size_t m = 0; m < to.size(); ++m) to[m] += scaled * (own[m] - first[m]);
        }
    };
    add("cost", money.care);
    add("programme_cost", money.programmes);
    double sum = 0;
    for (std::size_t m = 0; m < layout.months; ++m) {
        sum += money.care[m] + money.programmes[m];
        if (sum > money.deepest) money.deepest = sum, money.deepest_month = static_cast<int>(m);
        if (sum >= 0)
            money.breaks_even.reset();
        else if (!money.breaks_even)
            money.breaks_even = static_cast<int>(m);
    }
    return money;
}

Reach reach_of(const Results& results, std::size_t arm) {
    Reach made;
    const std::string measure = measures_of(results).front();
    const Variable* variable = variable_of(results.monthly, measure);
    if (variable == nullptr) return made;
    made.title = variable->long_name;
    const int months = static_cast<int>(axis_of(results, "month")->size());
    const std::string from_text = fact(results, split_screen_from);
    const int from = from_text.empty() ? 0 : std::atoi(from_text.c_str());
    constexpr int on_end = 3;
    int told = 0;
    for (int m = from; m < months && !made.months_to_effect; ++m) {
        const auto sum = paired(results, measure, arm, {"", true, from, m + 1});
        told = sum && *sum->half_width > 0 && std::abs(sum->value) > *sum->half_width ? told + 1 : 0;
        if (told == on_end) made.months_to_effect = m + 1 - from - (on_end - 1);
    }
    const auto needed = [&](int until) -> std::optional<double> {
        const SplitScreen::Horizon horizon{"", true, from, until};
        double started = 0;
        for (const Variable& one : results.monthly)
            if (one.name.ends_with("_starts") &&
                variable_of(results.monthly, one.name.substr(0, one.name.size() - 7) + "_in_delivery") !=
                    nullptr)
                started += mean_over_replicates(results, one, arm, horizon);
        const double fewer = mean_over_replicates(results, *variable, 0, horizon) -
                             mean_over_replicates(results, *variable, arm, horizon);
        if (fewer <= 0 || started <= 0) return std::nullopt;
        return started / fewer;
    };
    constexpr int short_term = 18;
    if (from + short_term <= months) made.needed_to_treat_at_18 = needed(from + short_term);
    made.needed_to_treat = needed(months);
    return made;
}

SplitScreen split_screen(const Results& results) {
    SplitScreen made;
    const auto& arms = std::get<std::vector<std::string>>(axis_of(results, "arm")->labels);
    made.first_arm = arms.front();
    made.arms.assign(arms.begin() + 1, arms.end());
    made.horizons = horizons_of(results);
    const double scaled = 1 / sample_of(results);
    const auto add = [&](const Variable& variable, const std::string& title) {
        SplitScreen::Row row{variable.name, title, variable.units, {}, {}};
        for (const auto& horizon : made.horizons) {
            row.today.push_back(scaled * mean_over_replicates(results, variable, 0, horizon));
            row.differences.emplace_back();
            for (std::size_t arm = 1; arm < arms.size(); ++arm) {
                Difference one = difference_of(results, variable, arm, horizon);
                scale(one, scaled);
                row.differences.back().push_back(one);
            }
        }
        made.rows.push_back(std::move(row));
    };
    for (const std::string& name : measures_of(results)) {
        const Variable* variable = variable_of(results.monthly, name);
        if (variable == nullptr) continue;
        add(*variable, name == "cost" ? "Cost of care" : variable->long_name);
    }
    const Variable* programmes = variable_of(results.monthly, "programme_cost");
    const auto care = std::find_if(made.rows.begin(), made.rows.end(),
                                   [](const SplitScreen::Row& row) { return row.measure == "cost"; });
    if (programmes == nullptr || care == made.rows.end()) return made;
    add(*programmes, "Cost of programmes");
    // What a programme costs hardly depends on luck: the interval of the whole is that of care.
    const SplitScreen::Row paid = made.rows.back();
    SplitScreen::Row net = *std::find_if(made.rows.begin(), made.rows.end(),
                                         [](const SplitScreen::Row& row) { return row.measure == "cost"; });
    net.measure = "net_cost";
    net.title = "Cost of care and programmes";
    for (std::size_t h = 0; h < made.horizons.size(); ++h) {
        net.today[h] += paid.today[h];
        for (std::size_t a = 0; a < made.arms.size(); ++a)
            net.differences[h][a].value += paid.differences[h][a].value;
    }
    made.rows.push_back(std::move(net));
    return made;
}

}  // namespace forestall
