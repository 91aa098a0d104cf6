// The outcome of a study as labelled arrays, ready to be written: axes, variables on axes, provenance. Plain
// data.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace forestall {

/// One dimension with its labels, in order. Labels are text, whole numbers or numbers.
struct Axis {
    std::string name;       // "month"
    std::string long_name;  // "Month, by its first day"
    std::string units;      // "days since 2024-07-01"; empty for text labels
    std::variant<std::vector<std::string>, std::vector<std::int32_t>> labels;
    std::size_t size() const {
        return std::visit([](const auto& values) { return values.size(); }, labels);
    }
};

/// One measure over some axes; values in C order (the last axis varies fastest).
struct Variable {
    std::string name;       // "emergency_admissions"
    std::string long_name;  // "Emergency admissions"
    std::string units;      // "events"
    std::string cell_note;  // how a value belongs to its month: "sum over the month", "number at the month's
                            // end", "person-years in the month"
    std::vector<std::string> axes;
    std::variant<std::vector<std::int64_t>, std::vector<double>> values;
};

/// The `cell_note` of numbers of people; all else is a sum over its period.
inline constexpr const char* at_period_end = "number at the period's end";

/// Root group (by month) and the group `yearly`. Axes are shared; `yearly` has the axis `year` where the root
/// has `month`.
struct Results {
    std::vector<Axis>
        axes;  // arm, draw, replicate, month, year, age_band, sex, imd, layer, payer (those in use)
    std::vector<Variable> monthly;  // root group
    std::vector<Variable>
        yearly;  // group "yearly": whole calendar years of the run; stocks at the year's end
    std::vector<Variable>
        occurrences;  // group "occurrence_exposure": over the whole run, on axes of their own
    std::vector<Variable>
        differences;  // group "difference_by_batch": each arm less the first, by month and batch of people
    std::map<std::string, std::string>
        provenance;  // root attributes: version, model, study, hashes, texts, seed, place, sample
};

/// The groups of a result file: name (empty for the root) and what each holds.
struct ResultGroup {
    const char* name;
    std::vector<Variable> Results::*variables;
};
inline constexpr std::array<ResultGroup, 4> result_groups{{
    {"", &Results::monthly},
    {"yearly", &Results::yearly},
    {"occurrence_exposure", &Results::occurrences},
    {"difference_by_batch", &Results::differences},
}};

}  // namespace forestall
