// How much each parameter matters: one at a time is put to the low and to the high end of its range, and
// today's arm is run again on the same people with the same luck.
//
// The people of the sample live in batches, each with its own luck: how the change differs between them gives
// its standard error. Left out is what parameters do together.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// A parameter by its number in parameters_of(StudyFiles&), and how far it goes.
struct ParameterRange {
    std::size_t parameter = 0;
    RatioRange range;
};

struct InfluenceSettings {
    std::uint64_t seed = 1;
    double sample = 1;                       // of the people, all batches together
    std::vector<std::string> measures = {};  // names of measures, or "cost"
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double share_done)> progress = {};  // from one thread at a time
};

inline constexpr int influence_batches = 8;

/// 97.5% point of Student's t with 7 degrees of freedom: a change of less than so many of its standard errors
/// can be chance.
inline constexpr double influence_noise = 2.365;

/// By how much a measure, added up over the whole study, differs from today's.
struct InfluenceChange {
    double percent = 0, standard_error = 0;

    bool is_noise() const { return std::abs(percent) < influence_noise * standard_error; }
};

/// By measure; nothing where the model cannot be compiled or run with that value.
using InfluenceEnd = std::optional<std::vector<InfluenceChange>>;

struct Influence {
    InfluenceEnd low, high;
};

struct Influences {
    std::vector<Influence> of;  // in the order asked for
    std::uint64_t people = 0;   // at the start, in all batches together
};

/// What an influence can be measured on, in the order of the results; "cost" last where anything has a price.
std::vector<std::string> influence_measures(const ModelSpec& model);

/// Throws InputError where the study cannot be run as it is, Interrupted when asked to stop.
Influences influences_of(const StudyFiles& files, const std::vector<ParameterRange>& ranges,
                         const InfluenceSettings& settings, Executor& executor);

}  // namespace forestall
