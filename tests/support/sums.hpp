// Numbers out of results and tallies, summed as a test wants them.
#pragma once

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "sim/outcomes/results.hpp"
#include "sim/outcomes/tally.hpp"

namespace forestall::testing {

inline const Variable& variable(const std::vector<Variable>& among, const std::string& name) {
    const auto at =
        std::find_if(among.begin(), among.end(), [&](const Variable& one) { return one.name == name; });
    if (at == among.end()) throw std::invalid_argument("no variable " + name);
    return *at;
}

inline std::vector<double> as_numbers(const Variable& variable) {
    return std::visit([](const auto& values) { return std::vector<double>(values.begin(), values.end()); },
                      variable.values);
}

inline const Axis& axis(const Results& results, const std::string& name) {
    const auto at = std::find_if(results.axes.begin(), results.axes.end(),
                                 [&](const Axis& one) { return one.name == name; });
    if (at == results.axes.end()) throw std::invalid_argument("no axis " + name);
    return *at;
}

/// Sums over every axis but `keep`, which has its labels' order; `arm` is the only arm taken, unless it is
/// kept.
inline std::vector<double> sums_by(const Results& results, const Variable& of, const std::string& keep,
                                   std::size_t arm = 0) {
    const std::vector<double> values = as_numbers(of);
    std::vector<double> sums(axis(results, keep).size(), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t left = i, kept = 0, arm_of_value = 0;
        for (std::size_t a = of.axes.size(); a-- > 0;) {
            const std::size_t size = axis(results, of.axes[a]).size(), at = left % size;
            left /= size;
            if (of.axes[a] == keep) kept = at;
            if (of.axes[a] == "arm") arm_of_value = at;
        }
        if (keep == "arm" || arm_of_value == arm) sums[kept] += values[i];
    }
    return sums;
}

inline std::vector<double> by_month(const Results& results, const std::string& name, std::size_t arm = 0) {
    return sums_by(results, variable(results.monthly, name), "month", arm);
}

inline double total(const Results& results, const std::string& name, std::size_t arm = 0) {
    const auto months = by_month(results, name, arm);
    return std::accumulate(months.begin(), months.end(), 0.0);
}

/// Everything that a tally holds, for comparing two of them to the last bit.
inline std::vector<std::int64_t> contents(const Tally& tally) {
    std::vector<std::int64_t> all;
    for (int month = 0; month < tally.months(); ++month)
        for (std::size_t cell = 0; cell < tally.cells(); ++cell)
            for (int event = 0; event < tally.events(); ++event)
                all.push_back(tally.event_count(month, cell, event));
    const auto lasting = tally.integrate();
    all.insert(all.end(), lasting.stock.begin(), lasting.stock.end());
    all.insert(all.end(), lasting.minutes.begin(), lasting.minutes.end());
    return all;
}

}  // namespace forestall::testing
