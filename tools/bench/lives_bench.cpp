// Question: what does a life cost?
// Goal: Buckinghamshire whole (578,772 people, 16.5 years) in 15 s on two threads, 5 s if it can be had; 256
// bytes a person. Last answer: docs/performance.md.
#include <filesystem>
#include <memory>

#include <benchmark/benchmark.h>

#include "sim/core/executor.hpp"
#include "sim/engine/run.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"

namespace {

using namespace forestall;

/// The shipped study, read and compiled once.
struct Loaded {
    StudyFiles files =
        read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) / "scenarios/studies/buckinghamshire.yaml");
    Model model = compile(files);
    Calendar calendar = calendar_of(files.study);
    ArmModel arm = compile_arm(files.study.arms.front(), model);
};

Loaded& loaded() {
    static Loaded once;
    return once;
}

std::unique_ptr<Executor> executor_of(int threads) {
#ifdef FORESTALL_HAS_TBB
    if (threads > 1) return make_tbb_executor(threads);
#endif
    (void)threads;
    return std::make_unique<SerialExecutor>();
}

double person_years(const Tally& tally, const Model& model) {
    const int population = model.measure_named("population");
    const auto sums = tally.integrate();
    double minutes = 0;
    const auto levels = static_cast<std::size_t>(tally.levels());
    for (std::size_t i =
             static_cast<std::size_t>(model.measures[static_cast<std::size_t>(population)].column);
         i < sums.minutes.size(); i += levels)
        minutes += static_cast<double>(sums.minutes[i]);
    return minutes / minutes_per_year;
}

/// Arguments: people in thousands to sample (of 578), threads, window (0 month, 1 year, 2 none).
void lives(benchmark::State& state) {
    Loaded& study = loaded();
    RunSettings settings;
    settings.sample = std::min(1.0, static_cast<double>(state.range(0)) / 578.772);
    settings.window = static_cast<Window>(state.range(2));
    const auto executor = executor_of(static_cast<int>(state.range(1)));
    double events = 0, updates = 0, years = 0, serial = 0, all = 0;
    std::size_t store = 0, record = 0;
    for (auto _ : state) {
        const RunOutcome outcome =
            run_arm(study.files.place, study.model, study.arm, study.calendar, settings, *executor);
        const auto& statistics = outcome.statistics;
        events += static_cast<double>(statistics.events);
        updates += static_cast<double>(statistics.updates);
        years += person_years(outcome.tally, study.model);
        serial += statistics.seconds_serial;
        all += statistics.seconds_start + statistics.seconds_windows;
        store = statistics.store_bytes;
        record = statistics.record_bytes;
    }
    using benchmark::Counter;
    state.counters["ns_event"] = Counter(events * 1e-9, Counter::kIsRate | Counter::kInvert);
    state.counters["ns_update"] = Counter(updates * 1e-9, Counter::kIsRate | Counter::kInvert);
    state.counters["ns_person_year"] = Counter(years * 1e-9, Counter::kIsRate | Counter::kInvert);
    state.counters["events_person_year"] = events / years;
    state.counters["bytes_record"] = static_cast<double>(record);
    state.counters["rate_groups"] = static_cast<double>(study.model.rates.groups());
    state.counters["level_groups"] = static_cast<double>(study.model.levels.groups());
    state.counters["store_MB"] = static_cast<double>(store) / 1e6;
    state.counters["serial_share"] = serial / all;
}

/// From text to a model that can run.
void reading_and_compiling(benchmark::State& state) {
    const auto executor = executor_of(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        const StudyFiles files = read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) /
                                            "scenarios/studies/buckinghamshire.yaml");
        benchmark::DoNotOptimize(compile(files, *executor));
    }
}

}  // namespace

BENCHMARK(lives)
    ->ArgNames({"thousand", "threads", "window"})
    ->Args({58, 1, 0})
    ->Args({58, 2, 0})
    ->Args({58, 1, 1})
    ->Args({58, 1, 2})
    ->Args({579, 1, 0})
    ->Args({579, 2, 0})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(3);
BENCHMARK(reading_and_compiling)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(3);
