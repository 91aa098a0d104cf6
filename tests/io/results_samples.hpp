// Results to write: a small table that touches every feature, and a large one that takes a while.
#pragma once

#include <numeric>

#include "sim/outcomes/results.hpp"

namespace forestall::testing {

/// Two arms by three months by two layers, with text beyond ASCII and beyond 64 KiB, empty text, and a total
/// without axes.
inline Results small_results() {
    using Texts = std::vector<std::string>;
    using Days = std::vector<std::int32_t>;
    Results results;
    results.axes = {{"arm", "Arm of the study", "", Texts{"today", "more care"}},
                    {"month", "Month, by its first day", "days since 2024-07-01", Days{0, 31, 62}},
                    {"year", "Year, by its first day", "days since 2024-07-01", Days{184}},
                    {"layer", "Layer", "", Texts{"well", "frail, ill"}}};
    results.monthly = {
        {"falls",
         "Falls",
         "events",
         "sum over the month",
         {"arm", "month", "layer"},
         std::vector<std::int64_t>{1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, -7'000'000'000}},
        {"cost", "Cost", "GBP", "sum over the month", {"month"}, std::vector<double>{0.1, 0.0, 1e300}},
        {"people", "People", "people", "", {}, std::vector<std::int64_t>{578'772}}};
    results.yearly = {{"falls",
                       "Falls",
                       "events",
                       "sum over the year",
                       {"arm", "year", "layer"},
                       std::vector<std::int64_t>{10, 0, 30, 40}}};
    results.provenance = {{"place", "Buckinghamshire"},
                          {"study", "name: \"Zürich\"\n# — €\n"},
                          {"note", ""},
                          {"model", std::string(200'000, 'm') + "\xC3\xA9"}};
    return results;
}

/// About 30 MiB of values, in several chunks a variable.
inline Results large_results() {
    Results results;
    for (const auto& [name, size] :
         {std::pair{"replicate", 20}, std::pair{"month", 200}, std::pair{"layer", 200}}) {
        std::vector<std::int32_t> labels(static_cast<std::size_t>(size));
        std::iota(labels.begin(), labels.end(), 0);
        results.axes.push_back({name, "", "1", labels});
    }
    for (const std::int64_t factor : {7, 11, 13, 17, 19}) {
        std::vector<std::int64_t> values(std::size_t{20} * 200 * 200);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<std::int64_t>(i) * factor % 101;
        const std::string name = "times_" + std::to_string(factor);
        results.monthly.push_back({name, "", "1", "", {"replicate", "month", "layer"}, std::move(values)});
    }
    return results;
}

inline bool are_equal(const Axis& a, const Axis& b) {
    return a.name == b.name && a.long_name == b.long_name && a.units == b.units && a.labels == b.labels;
}

inline bool are_equal(const Variable& a, const Variable& b) {
    return a.name == b.name && a.long_name == b.long_name && a.units == b.units &&
           a.cell_note == b.cell_note && a.axes == b.axes && a.values == b.values;
}

template <class Item>
bool are_equal(const std::vector<Item>& a, const std::vector<Item>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Item& x, const Item& y) { return are_equal(x, y); });
}

inline bool are_equal(const Results& a, const Results& b) {
    return are_equal(a.axes, b.axes) && are_equal(a.monthly, b.monthly) && are_equal(a.yearly, b.yearly) &&
           a.provenance == b.provenance;
}

}  // namespace forestall::testing
