#include "sim/study/study.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "sim/core/sha256.hpp"
#include "sim/core/version.hpp"
#include "sim/engine/pasts.hpp"
#include "sim/outcomes/results_builder.hpp"

namespace forestall {

namespace {

void add_up(RunStatistics& sum, const RunStatistics& one) {
    sum.people_at_start = one.people_at_start;
    sum.newborns += one.newborns;
    sum.migrants += one.migrants;
    sum.events += one.events;
    sum.updates += one.updates;
    sum.store_bytes = std::max(sum.store_bytes, one.store_bytes);
    sum.tally_bytes = std::max(sum.tally_bytes, one.tally_bytes);
    sum.record_bytes = one.record_bytes;
    sum.seconds_start += one.seconds_start;
    sum.seconds_windows += one.seconds_windows;
    sum.seconds_serial += one.seconds_serial;
}

std::map<std::string, std::string> provenance_of(const StudyFiles& files, const StudySettings& settings) {
    std::map<std::string, std::string> facts{
        {"title", files.study.title},
        {"study", files.study.name.text},
        {"model", files.model.name.text},
        {"place", files.place.name.text},
        {"version", version},
        {"seed", std::to_string(settings.seed)},
        {"replicates", std::to_string(settings.replicates)},
        {"sample", fmt::format("{}", settings.sample)},
        {"comment", "Synthetic people: nobody in these figures is a real person. Counts are of the people "
                    "simulated; divide by `sample` for the whole place."},
    };
    if (files.draw != 0) facts["parameter_draw"] = std::to_string(files.draw);
    // The texts that decide the result, and the digest of every file that was read.
    std::string all, digests;
    for (const auto& [path, text] : files.texts) {
        digests += sha256(text) + "  " + path + "\n";
        all += path + "\n" + text + "\n";
        const bool is_study = path == std::filesystem::path(files.study.where.file).filename();
        const char* part = is_study                         ? "study"
                           : path == files.study.model.text ? "model"
                           : path == files.study.place.text ? "place"
                                                            : nullptr;
        if (part)
            facts[fmt::format("{}_text", part)] = text, facts[fmt::format("{}_hash", part)] = sha256(text);
    }
    facts["files"] = digests;
    facts["hash"] = sha256(all);
    return facts;
}

}  // namespace

Model prepare(const StudyFiles& files, Executor& executor) { return compile(files, executor, live_pasts); }

Model prepare(const StudyFiles& files) {
    SerialExecutor serial;
    return prepare(files, serial);
}

void check_fits(const StudyFiles& files, const Model& model) {
    Problems problems;
    const auto gather = [&](const auto& attempt) {
        try {
            attempt();
        } catch (const InputError& error) {
            for (const auto& problem : error.problems())
                problems.add(problem.where, problem.what, problem.why, problem.remedy);
        }
    };
    const Calendar calendar = calendar_of(files.study);
    const Streams streams(files.study.seed, 0);
    for (const auto& arm : files.study.arms) gather([&] { compile_arm(arm, model); });
    gather([&] { StartingPeople(files.place, model, streams, 1); });
    gather([&] { Arrivals(files.place, model, streams, calendar, 1); });
    problems.raise_if_any();
}

StudyOutcome run_study(const StudyFiles& files, const Model& model, const StudySettings& settings,
                       Executor& executor) {
    const Calendar calendar = calendar_of(files.study);
    std::vector<ArmModel> arms;
    std::vector<std::string> names;
    for (const auto& arm : files.study.arms)
        arms.push_back(compile_arm(arm, model)), names.push_back(arm.name.text);
    ResultsBuilder builder(model, calendar, names, settings.replicates);
    RunStatistics statistics;
    const double runs = static_cast<double>(arms.size()) * settings.replicates;
    double done = 0;
    for (std::size_t a = 0; a < arms.size(); ++a)
        for (int r = 0; r < settings.replicates; ++r) {
            RunSettings run{files.study.window,
                            settings.seed,
                            static_cast<std::uint32_t>(r),
                            settings.sample,
                            settings.people_per_block,
                            settings.stop,
                            {}};
            if (settings.progress)
                run.progress = [&](double share) { settings.progress((done + share) / runs); };
            const RunOutcome outcome = run_arm(files.place, model, arms[a], calendar, run, executor);
            builder.add(static_cast<int>(a), r, outcome.tally, outcome.occurrences, arms[a].cost_ratios);
            add_up(statistics, outcome.statistics);
            ++done;
        }
    return {std::move(builder).finish(provenance_of(files, settings)), statistics};
}

}  // namespace forestall
