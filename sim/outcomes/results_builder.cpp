#include "sim/outcomes/results_builder.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace forestall {

namespace {

constexpr const char* sum_note = "sum over the period";

constexpr const char* run_note = "sum over the run";

/// What one a minute counts for in each month when its worth grows by `force` a year, compounding
/// continuously from minute `since`: the mean over the month.
std::vector<double> growth_factors(double force, Minutes since, const Calendar& calendar) {
    std::vector<double> factors;
    for (int month = 0; month < calendar.months(); ++month) {
        const double from = force * (calendar.month_start(month) - since) / minutes_per_year;
        const double length = force * calendar.month_length(month) / minutes_per_year;
        factors.push_back(std::exp(from) * (length != 0 ? std::expm1(length) / length : 1));
    }
    return factors;
}

template <class Value>
std::vector<Value>& values(Variable& variable) {
    return std::get<std::vector<Value>>(variable.values);
}

}  // namespace

ResultsBuilder::ResultsBuilder(const Model& model, const Calendar& calendar, std::vector<std::string> arms,
                               int replicates, int batches)
    : model_(model), calendar_(calendar), cells_(model.cell.size()),
      months_(static_cast<std::size_t>(calendar.months())),
      replicates_(static_cast<std::size_t>(replicates)) {
    for (int m = 0; m < calendar.months(); ++m) {
        const int year = calendar.month_date(m).year;
        const bool whole = days_since_epoch({year, 1, 1}) >= days_since_epoch(calendar.start()) &&
                           days_since_epoch({year + 1, 1, 1}) <= days_since_epoch(calendar.end());
        if (whole && (years_.empty() || years_.back() != year)) years_.push_back(year);
        year_of_month_.push_back(whole ? static_cast<int>(years_.size()) - 1 : -1);
    }
    add_axes(arms, replicates);
    add_variables();
    if (!model_.programmes.empty()) add_programme_variables();
    add_occurrence_tables();
    if (batches > 0) add_difference_variables(batches);
}

void ResultsBuilder::add_programme_variables() {
    for (const Programme& programme : model_.programmes)
        for (const auto& staff : programme.staff)
            if (std::count(roles_.begin(), roles_.end(), staff.role) == 0) roles_.push_back(staff.role);
    if (!roles_.empty()) results_.axes.push_back({"role", "Role of programmes' staff", "", roles_});
    const std::size_t runs = results_.axes[0].size() * replicates_;
    for (const bool yearly : {false, true}) {
        auto& out = yearly ? results_.yearly : results_.monthly;
        if (yearly && years_.empty()) continue;
        const char* time = yearly ? "year" : "month";
        const std::size_t size = runs * (yearly ? years_.size() : months_);
        if (!model_.costs.empty())
            out.push_back({"programme_cost",
                           "Cost of programmes by payer",
                           model_.costs.front().unit,
                           sum_note,
                           {"arm", "draw", "replicate", time, "payer"},
                           std::vector<double>(size * model_.payers.size())});
        if (!roles_.empty())
            out.push_back({"programme_staff_months",
                           "Work of programmes' staff, whole-time equivalents",
                           "months",
                           sum_note,
                           {"arm", "draw", "replicate", time, "role"},
                           std::vector<double>(size * roles_.size())});
    }
}

void ResultsBuilder::add_programmes(int arm, int replicate, const std::vector<std::vector<double>>& costs,
                                    const std::vector<std::pair<std::string, std::vector<double>>>& staff) {
    const std::size_t run = static_cast<std::size_t>(arm) * replicates_ + static_cast<std::size_t>(replicate);
    const auto fill = [&](const char* name, std::size_t wide, std::size_t at,
                          const std::vector<double>& from) {
        auto& to = values<double>(results_.monthly[monthly(name)]);
        for (std::size_t m = 0; m < months_; ++m) to[(run * months_ + m) * wide + at] += from[m];
    };
    if (!model_.costs.empty())
        for (std::size_t p = 0; p < costs.size(); ++p) fill("programme_cost", costs.size(), p, costs[p]);
    for (const auto& [role, by_month] : staff) {
        const auto at = std::find(roles_.begin(), roles_.end(), role) - roles_.begin();
        fill("programme_staff_months", roles_.size(), static_cast<std::size_t>(at), by_month);
    }
}

void ResultsBuilder::add_difference_variables(int batches) {
    std::vector<std::int32_t> numbers;
    for (int b = 0; b < batches; ++b) numbers.push_back(b);
    results_.axes.push_back({"batch", "Batch of people, by their keys", "1", numbers});
    const std::size_t size =
        results_.axes[0].size() * replicates_ * static_cast<std::size_t>(batches) * months_;
    const std::vector<std::string> axes{"arm", "draw", "replicate", "batch", "month"};
    for (const auto& measure : model_.measures) {
        const bool stock = measure.kind == Measure::Kind::people;
        results_.differences.push_back({measure.name, measure.title, measure.unit,
                                        stock ? at_period_end : sum_note, axes, std::vector<double>(size)});
    }
    if (model_.costs.empty()) return;
    auto by_payer = axes;
    by_payer.push_back("payer");
    results_.differences.push_back({"cost", "Cost by payer", model_.costs.front().unit, sum_note, by_payer,
                                    std::vector<double>(size * model_.payers.size())});
}

void ResultsBuilder::add_unpaired(int arm, int replicate) {
    for (Variable& variable : results_.differences) {
        auto& to = values<double>(variable);
        const std::size_t wide = to.size() / results_.axes[0].size() / replicates_;
        const auto first =
            to.begin() +
            static_cast<std::ptrdiff_t>(
                (static_cast<std::size_t>(arm) * replicates_ + static_cast<std::size_t>(replicate)) * wide);
        std::fill_n(first, wide, std::nan(""));
    }
}

void ResultsBuilder::add_difference(int arm, int replicate, const Amounts& by_batch,
                                    const std::vector<double>& cost_ratios) {
    const std::size_t batches = by_batch.cells;
    const std::size_t first =
        (static_cast<std::size_t>(arm) * replicates_ + static_cast<std::size_t>(replicate)) * batches *
        months_;
    for (std::size_t i = 0; i < model_.measures.size(); ++i) {
        auto& to = values<double>(results_.differences[i]);
        for (std::size_t b = 0; b < batches; ++b)
            for (std::size_t m = 0; m < months_; ++m)
                to[first + b * months_ + m] = by_batch.at_end[i].empty()
                                                  ? by_batch.of[i][m * batches + b]
                                                  : static_cast<double>(by_batch.at_end[i][m * batches + b]);
    }
    if (model_.costs.empty()) return;
    const auto costs = costs_of(model_, by_batch, cost_ratios);
    auto& to = values<double>(results_.differences.back());
    for (std::size_t b = 0; b < batches; ++b)
        for (std::size_t m = 0; m < months_; ++m)
            for (std::size_t p = 0; p < costs.size(); ++p)
                to[(first + b * months_ + m) * costs.size() + p] = costs[p][m * batches + b];
}

std::size_t ResultsBuilder::monthly(const std::string& name) const {
    const auto& all = results_.monthly;
    return static_cast<std::size_t>(
        std::find_if(all.begin(), all.end(), [&](const Variable& one) { return one.name == name; }) -
        all.begin());
}

void ResultsBuilder::add_occurrence_tables() {
    for (const auto& table : model_.occurrences) {
        const Process& process = model_.processes[static_cast<std::size_t>(table.process)];
        std::vector<std::string> axes{"arm", "draw", "replicate"};
        for (const auto& by : table.by) {
            axes.push_back(process.name + "_by_" + by.name);
            results_.axes.push_back({axes.back(), by.title, "", by.labels});
        }
        const std::size_t size = results_.axes[0].size() * replicates_ * table.cell.size();
        results_.occurrences.push_back({process.name + "_events", process.title + ": events", "events",
                                        run_note, axes, std::vector<std::int64_t>(size)});
        results_.occurrences.push_back({process.name + "_person_years",
                                        process.title + ": person-years at risk", "person-years", run_note,
                                        axes, std::vector<double>(size)});
    }
}

void ResultsBuilder::add_axes(const std::vector<std::string>& arms, int replicates) {
    std::vector<std::int32_t> numbers, days;
    for (int r = 0; r < replicates; ++r) numbers.push_back(r);
    for (int m = 0; m < calendar_.months(); ++m) days.push_back(calendar_.month_start(m) / minutes_per_day);
    results_.axes.push_back({"arm", "Arm (scenario)", "", arms});
    results_.axes.push_back({"draw", "Draw of uncertain parameters", "1", std::vector<std::int32_t>{0}});
    results_.axes.push_back({"replicate", "Replicate (its own luck)", "1", numbers});
    results_.axes.push_back(
        {"month", "Month, by its first day", "days since " + to_string(calendar_.start()), days});
    if (!years_.empty()) results_.axes.push_back({"year", "Calendar year", "1", years_});
    for (const auto& stratum : model_.strata)
        results_.axes.push_back({stratum.name, stratum.title, "", stratum.labels});
    std::vector<std::string> payers;
    for (const auto& [name, title] : model_.payers) payers.push_back(name);
    if (!payers.empty()) results_.axes.push_back({"payer", "Who pays", "", payers});
}

Variable ResultsBuilder::variable(const std::string& name, const std::string& title, const std::string& units,
                                  const std::string& note, bool whole, bool yearly, bool by_payer) const {
    Variable made{name, title, units, note, {"arm", "draw", "replicate", yearly ? "year" : "month"}, {}};
    std::size_t size = results_.axes[0].size() * replicates_ * (yearly ? years_.size() : months_) * cells_;
    if (by_payer) made.axes.push_back("payer"), size *= model_.payers.size();
    for (const auto& stratum : model_.strata) made.axes.push_back(stratum.name);
    if (whole)
        made.values = std::vector<std::int64_t>(size);
    else
        made.values = std::vector<double>(size);
    return made;
}

void ResultsBuilder::add_variables() {
    for (const bool yearly : {false, true}) {
        auto& out = yearly ? results_.yearly : results_.monthly;
        if (yearly && years_.empty()) continue;
        for (const auto& measure : model_.measures) {
            const bool stock = measure.kind == Measure::Kind::people,
                       whole = stock || measure.kind == Measure::Kind::events;
            out.push_back(variable(measure.name, measure.title, measure.unit,
                                   stock ? at_period_end : sum_note, whole, yearly, false));
        }
        for (std::size_t l = 0; l < model_.layer_names.size(); ++l)
            out.push_back(variable("moves_to_" + model_.layer_names[l],
                                   "Moves into the layer: " + model_.layer_titles[l] + " (by the layer left)",
                                   "moves", sum_note, true, yearly, false));
        if (!model_.costs.empty()) {
            const auto cost = [&](const std::string& name, const std::string& title) {
                out.push_back(
                    variable(name, title, model_.costs.front().unit, sum_note, false, yearly, true));
            };
            cost("cost", "Cost by payer");
            if (const auto percent = model_.discount.costs)
                cost("cost_discounted",
                     fmt::format("Cost by payer, discounted at {:g}% a year from the start", *percent));
            if (const auto percent = model_.inflation.costs)
                cost("cost_inflated",
                     fmt::format("Cost by payer in money of the day, prices rising {:g}% a year from {}",
                                 *percent, to_string(model_.inflation.since.value_or(calendar_.start()))));
        }
        if (const auto percent = model_.discount.utilities)
            for (const auto& measure : model_.measures)
                if (measure.is_utility)
                    out.push_back(variable(
                        measure.name + "_discounted",
                        fmt::format("{}, discounted at {:g}% a year from the start", measure.title, *percent),
                        measure.unit, sum_note, false, yearly, false));
    }
}

void ResultsBuilder::add(int arm, int replicate, const Tally& tally, const OccurrenceTally& occurrences,
                         const std::vector<double>& cost_ratios) {
    const Amounts amounts = amounts_of(model_, calendar_, tally);
    const std::size_t block =
        (static_cast<std::size_t>(arm) * replicates_ + static_cast<std::size_t>(replicate)) * months_ *
        cells_;
    const auto first = static_cast<std::ptrdiff_t>(block);
    for (std::size_t i = 0; i < model_.measures.size(); ++i) {
        Variable& out = results_.monthly[i];
        if (!amounts.at_end[i].empty())
            std::copy(amounts.at_end[i].begin(), amounts.at_end[i].end(),
                      values<std::int64_t>(out).begin() + first);
        else if (model_.measures[i].kind == Measure::Kind::events)
            std::transform(amounts.of[i].begin(), amounts.of[i].end(),
                           values<std::int64_t>(out).begin() + first,
                           [](double count) { return static_cast<std::int64_t>(count); });
        else
            std::copy(amounts.of[i].begin(), amounts.of[i].end(), values<double>(out).begin() + first);
    }
    for (std::size_t l = 0; l < model_.layer_names.size(); ++l) {
        auto& out = values<std::int64_t>(results_.monthly[model_.measures.size() + l]);
        for (std::size_t m = 0; m < months_; ++m)
            for (std::size_t c = 0; c < cells_; ++c)
                out[block + m * cells_ + c] =
                    tally.event_count(static_cast<int>(m), c, model_.first_move_column + static_cast<int>(l));
    }
    if (!model_.costs.empty()) add_costs(arm, replicate, costs_of(model_, amounts, cost_ratios));
    for (std::size_t i = 0; i < model_.occurrences.size(); ++i) {
        const std::size_t cells = model_.occurrences[i].cell.size();
        const std::size_t table =
            (static_cast<std::size_t>(arm) * replicates_ + static_cast<std::size_t>(replicate)) * cells;
        for (std::size_t c = 0; c < cells; ++c) {
            values<std::int64_t>(results_.occurrences[2 * i])[table + c] = occurrences.events(i, c);
            values<double>(results_.occurrences[2 * i + 1])[table + c] =
                static_cast<double>(occurrences.minutes(i, c, calendar_.horizon())) / minutes_per_year;
        }
    }
}

void ResultsBuilder::add_costs(int arm, int replicate, const std::vector<std::vector<double>>& by_payer) {
    auto& out = values<double>(results_.monthly[monthly("cost")]);
    const std::size_t payers = model_.payers.size();
    const std::size_t first =
        (static_cast<std::size_t>(arm) * replicates_ + static_cast<std::size_t>(replicate)) * months_ *
        payers * cells_;
    for (std::size_t p = 0; p < payers; ++p)
        for (std::size_t m = 0; m < months_; ++m)
            for (std::size_t c = 0; c < cells_; ++c)
                out[first + (m * payers + p) * cells_ + c] = by_payer[p][m * cells_ + c];
}

void ResultsBuilder::add_weighed() {
    const auto add = [&](const std::string& name, const char* ending, const std::vector<double>& factors) {
        const auto& plain = values<double>(results_.monthly[monthly(name)]);
        auto& out = values<double>(results_.monthly[monthly(name + ending)]);
        const std::size_t runs = results_.axes[0].size() * replicates_;
        const std::size_t width = plain.size() / runs / months_;
        for (std::size_t i = 0; i < plain.size(); ++i) out[i] = plain[i] * factors[i / width % months_];
    };
    const auto discounted = [&](const std::string& name, double percent) {
        add(name, "_discounted", growth_factors(-std::log1p(percent / 100), 0, calendar_));
    };
    const bool any_cost = !model_.costs.empty();
    if (model_.discount.costs && any_cost) discounted("cost", *model_.discount.costs);
    if (model_.inflation.costs && any_cost) {
        const Date since = model_.inflation.since.value_or(calendar_.start());
        const auto days = days_since_epoch(since) - days_since_epoch(calendar_.start());
        add("cost", "_inflated",
            growth_factors(std::log1p(*model_.inflation.costs / 100),
                           static_cast<Minutes>(days * minutes_per_day), calendar_));
    }
    if (model_.discount.utilities)
        for (const auto& measure : model_.measures)
            if (measure.is_utility) discounted(measure.name, *model_.discount.utilities);
}

void ResultsBuilder::sum_years() {
    const std::size_t runs = results_.axes[0].size() * replicates_;
    for (std::size_t v = 0; v < results_.yearly.size(); ++v) {
        const bool stock = results_.monthly[v].cell_note == at_period_end;
        std::visit(
            [&](const auto& months) {
                auto& years = std::get<std::decay_t<decltype(months)>>(results_.yearly[v].values);
                const std::size_t width = months.size() / runs / months_;
                for (std::size_t run = 0; run < runs; ++run)
                    for (std::size_t m = 0; m < months_; ++m) {
                        if (year_of_month_[m] < 0) continue;
                        const auto year = static_cast<std::size_t>(year_of_month_[m]);
                        for (std::size_t i = 0; i < width; ++i) {
                            auto& sum = years[(run * years_.size() + year) * width + i];
                            const auto& one = months[(run * months_ + m) * width + i];
                            if (stock)
                                sum = one;
                            else
                                sum += one;
                        }
                    }
            },
            results_.monthly[v].values);
    }
}

Results ResultsBuilder::finish(std::map<std::string, std::string> provenance) && {
    add_weighed();
    sum_years();
    results_.provenance = std::move(provenance);
    return std::move(results_);
}

}  // namespace forestall
