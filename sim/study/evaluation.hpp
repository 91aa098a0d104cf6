// Evaluation designs inside the simulator: what before-and-after, a matched control, a randomised trial, a
// stepped wedge and a pilot in half of the area would have found, beside what the same people's other lives
// show.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/model/compile.hpp"

namespace forestall {

struct EvaluationSettings {
    std::string arm;                            // empty: the first with programmes
    std::string outcome;                        // a process
    int before = 12, recruit = 12, after = 12;  // months
    int clusters = 12;
    std::uint64_t seed = 1;
    std::uint32_t replicate = 0;
    double sample = 1;
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double share_done)> progress;
};

/// A figure with its standard error.
struct Estimate {
    double value = 0, error = 0;
};

struct DesignResult {
    std::string name;                       // "before and after"
    std::size_t treated = 0, compared = 0;  // people
    Estimate found;                         // events for each person treated in the months after
    Estimate truth;                         // the same people's lives with and without
    double bias() const { return found.value - truth.value; }
};

/// What happened on average to those treated in the months before, after, and in their life without.
struct EvaluationMeans {
    std::size_t people = 0;
    double before = 0, after = 0, after_without = 0, after_matched = 0;
    /// Without any programme the mean falls from `before` to `after_without`: regression to the mean, with
    /// ageing and death.
    double regression() const { return after_without - before; }
    /// Matched controls do better or worse than the treated would have: what matching does not see.
    double selection() const { return after_without - after_matched; }
};

struct Evaluation {
    std::string arm, programme, outcome;
    std::string first_month, last_month;  // of recruiting
    EvaluationMeans means;
    std::vector<DesignResult> designs;
    /// Events a month and 1,000 people treated, by months since their start: from -before to after - 1; with
    /// the programme and in the life without.
    std::vector<double> with_programme, without;
};

/// Lives the study's first arm and the arm to be evaluated, as it is and under each design. Throws
/// InputError.
Evaluation evaluate(const StudyFiles& files, const Model& model, const EvaluationSettings& settings,
                    Executor& executor);

}  // namespace forestall
