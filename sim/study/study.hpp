// A study: every arm and replicate run on the same people with the same luck, and put together as results.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/engine/run.hpp"
#include "sim/model/compile.hpp"
#include "sim/outcomes/results.hpp"
#include "sim/programmes/meeting.hpp"
#include "sim/study/pasts_shelf.hpp"
#include "sim/study/today_shelf.hpp"

namespace forestall {

/// The compiled model of a study, ready to run: where it has pasts, they have been lived. Throws InputError
/// with every problem.
Model prepare(const StudyFiles& files, Executor& executor);
Model prepare(const StudyFiles& files);
/// The same; pasts that stand on the shelf are taken from there.
Model prepare(const StudyFiles& files, Executor& executor, PastsShelf& shelf);

struct StudySettings {
    std::uint64_t seed = 1;
    int replicates = 1;
    int first_replicate = 0;  // their luck is that of replicates first_replicate, first_replicate + 1 ...
    double sample = 1;
    int people_per_block = 4096;
    bool keep_what_happened = false;  // tell each changed life, not only how many
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double share_done)> progress;
    TodayShelf* today = nullptr;  // where today's lives are kept between runs, and taken from
    Callables callables;  // code that ranks people, says how they respond, or stops programmes
};

/// What programmes did in one replicate.
struct ProgrammesOutcome {
    std::vector<Started> started;              // arms: bits over the study's arms
    std::vector<ScoreReport> scores;           // likewise
    std::vector<std::vector<UseReport>> uses;  // [arm][use]
    std::vector<std::size_t> changed_lives;    // [arm]: people who live otherwise than in the first arm
    std::vector<Ending> endings;               // of all whose arms differ; as `keep_what_happened` says
};

/// An arm's effect shared out over its programmes by Shapley values: measure by measure, summed over the run.
struct SharedOut {
    std::string arm;
    std::vector<std::string> programmes;
    bool is_exact = true;  // else over a sample of the orders in which programmes may be added
    struct Row {
        std::string measure, title, unit;
        double whole = 0;
        std::vector<double> shares;  // [programme]
    };
    std::vector<Row> rows;
};

struct StudyOutcome {
    Results results;
    std::vector<ProgrammesOutcome> programmes;  // by replicate
    std::optional<SharedOut> shared_out;        // mean over replicates
    RunStatistics statistics;  // summed over arms and replicates; bytes: the most at one time
};

/// Throws InputError with every problem that only the study as a whole shows: arms that name what the model
/// lacks, people whom the model cannot hold.
void check_fits(const StudyFiles& files, const Model& model);

/// Runs all arms. Throws InputError when an arm names what the model lacks, Interrupted when asked to stop.
StudyOutcome run_study(const StudyFiles& files, const Model& model, const StudySettings& settings,
                       Executor& executor);

}  // namespace forestall
