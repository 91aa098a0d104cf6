// A study: every arm and replicate run on the same people with the same luck, and put together as results.
#pragma once

#include <functional>
#include <string>

#include "sim/core/executor.hpp"
#include "sim/engine/run.hpp"
#include "sim/model/compile.hpp"
#include "sim/outcomes/results.hpp"

namespace forestall {

/// The compiled model of a study, ready to run: where it has pasts, they have been lived. Throws InputError
/// with every problem.
Model prepare(const StudyFiles& files, Executor& executor);
Model prepare(const StudyFiles& files);

struct StudySettings {
    std::uint64_t seed = 1;
    int replicates = 1;
    double sample = 1;
    int people_per_block = 4096;
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double share_done)> progress;
};

struct StudyOutcome {
    Results results;
    RunStatistics statistics;  // summed over arms and replicates; bytes: the most at one time
};

/// Throws InputError with every problem that only the study as a whole shows: arms that name what the model
/// lacks, people whom the model cannot hold.
void check_fits(const StudyFiles& files, const Model& model);

/// Runs all arms. Throws InputError when an arm names what the model lacks, Interrupted when asked to stop.
StudyOutcome run_study(const StudyFiles& files, const Model& model, const StudySettings& settings,
                       Executor& executor);

}  // namespace forestall
