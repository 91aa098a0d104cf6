#include "sim/outcomes/amounts.hpp"

namespace forestall {

Amounts amounts_of(const Model& model, const Calendar& calendar, const Tally& tally) {
    const auto sums = tally.integrate();
    const auto levels = static_cast<std::size_t>(tally.levels());
    Amounts made;
    made.months = static_cast<std::size_t>(calendar.months());
    made.cells = tally.cells();
    made.of.resize(model.measures.size());
    made.at_end.resize(model.measures.size());
    for (std::size_t i = 0; i < model.measures.size(); ++i) {
        made.of[i].resize(made.months * made.cells);
        if (model.measures[i].kind == Measure::Kind::people) made.at_end[i].resize(made.of[i].size());
    }
    // Cell by cell, as the numbers lie in memory.
    for (std::size_t m = 0; m < made.months; ++m)
        for (std::size_t c = 0; c < made.cells; ++c)
            for (std::size_t i = 0; i < model.measures.size(); ++i) {
                const Measure& measure = model.measures[i];
                const std::size_t at = m * made.cells + c,
                                  level = at * levels + static_cast<std::size_t>(measure.column);
                double& of = made.of[i][at];
                if (measure.kind == Measure::Kind::events) {
                    of = static_cast<double>(tally.event_count(static_cast<int>(m), c, measure.column));
                } else if (measure.kind == Measure::Kind::people) {
                    made.at_end[i][at] = sums.stock[level];
                    of = static_cast<double>(sums.minutes[level]) / minutes_per_year;
                } else {
                    of = static_cast<double>(sums.minutes[level]) /
                         (measure.kind == Measure::Kind::days
                              ? static_cast<double>(minutes_per_day)
                              : model.level_units[static_cast<std::size_t>(measure.column)]);
                    if (measure.calendar >= 0)
                        of *= model.contact_calendars[static_cast<std::size_t>(measure.calendar)][m];
                }
            }
    return made;
}

std::vector<std::vector<double>> costs_of(const Model& model, const Amounts& amounts,
                                          const std::vector<double>& ratios) {
    std::vector<std::vector<double>> made(model.payers.size(),
                                          std::vector<double>(amounts.months * amounts.cells));
    for (std::size_t i = 0; i < model.costs.size(); ++i) {
        const Cost& cost = model.costs[i];
        const double price = cost.value * (ratios.empty() ? 1 : ratios[i]);
        auto& to = made[static_cast<std::size_t>(cost.payer)];
        const auto& of = amounts.of[static_cast<std::size_t>(cost.measure)];
        for (std::size_t at = 0; at < to.size(); ++at) to[at] += price * of[at];
    }
    return made;
}

}  // namespace forestall
