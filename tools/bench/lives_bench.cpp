// Question: what does a life cost, what do threads, windows, strata and size add to it, and how far is it
// from the limit (reference.hpp)?
// Goal: Buckinghamshire whole (578,772 people, 16.5 years) in 15 s on two threads, 5 s if it can be had; 256
// bytes a person; England (58.6 million) in 5 minutes; time and memory in proportion to people.
// Last answer: docs/performance.md.
#include "tools/bench/reference.hpp"
#include "tools/bench/shipped_study.hpp"

namespace {

using namespace forestall;
using namespace forestall::bench;

const ShippedStudy& buckinghamshire() {
    static const ShippedStudy once(read_shipped("buckinghamshire"));
    return once;
}

const ShippedStudy& england() {
    static const ShippedStudy once(read_shipped("england"));
    return once;
}

void run(benchmark::State& state, const ShippedStudy& study, const RunSettings& settings, int threads) {
    const auto executor = executor_of(threads);
    double events = 0, years = 0, serial = 0, all = 0;
    RunStatistics statistics;
    for (auto _ : state) {
        const RunOutcome outcome =
            run_arm(study.files.place, study.model, study.arm, study.calendar, settings, *executor);
        statistics = outcome.statistics;
        events += static_cast<double>(statistics.events);
        years += person_years(outcome.tally, study.model);
        serial += statistics.seconds_serial;
        all += statistics.seconds_start + statistics.seconds_windows;
    }
    const double ns_event = all / events * 1e9;
    state.counters["ns_event"] = ns_event;
    state.counters["times_limit"] = ns_event * threads / reference_ns();
    if (const double kept = kept_multiple("lives"); kept > 0)
        state.counters["times_kept"] = ns_event * threads / reference_ns() / kept;
    state.counters["ns_person_year"] = all / years * 1e9;
    state.counters["events_person_year"] = events / years;
    state.counters["bytes_record"] = static_cast<double>(statistics.record_bytes);
    state.counters["store_MB"] = static_cast<double>(statistics.store_bytes) / 1e6;
    state.counters["serial_share"] = serial / all;
}

RunSettings sampled(const ShippedStudy& study, double people) {
    double all = 0;
    for (const auto& row : study.files.place.population.rows) all += row.people;
    RunSettings settings;
    settings.sample = std::min(1.0, people / all);
    return settings;
}

/// Arguments: people in thousands (of 578), threads, window (0 month, 1 year, 2 none).
void lives(benchmark::State& state) {
    RunSettings settings = sampled(buckinghamshire(), 1000.0 * static_cast<double>(state.range(0)));
    settings.window = static_cast<Window>(state.range(2));
    run(state, buckinghamshire(), settings, static_cast<int>(state.range(1)));
}

/// People of England in thousands, one thread: time and memory should be in proportion.
void size(benchmark::State& state) {
    run(state, england(), sampled(england(), 1000.0 * static_cast<double>(state.range(0))), 1);
}

/// England at 10% on so many threads: what does a second one give?
void england_tenth(benchmark::State& state) {
    RunSettings settings;
    settings.sample = 0.1;
    run(state, england(), settings, static_cast<int>(state.range(0)));
}

/// How long a person waits for the whole answer of a small sample of Buckinghamshire, the model being loaded.
/// Arguments: one in so many, threads.
void first_result(benchmark::State& state) {
    RunSettings settings;
    settings.sample = 1.0 / static_cast<double>(state.range(0));
    run(state, buckinghamshire(), settings, static_cast<int>(state.range(1)));
}

/// How many strata the results are kept by: none, age, then sex, deprivation, layer too.
void strata(benchmark::State& state) {
    StudyFiles files = read_shipped("buckinghamshire");
    files.study.strata.resize(static_cast<std::size_t>(state.range(0)));
    const ShippedStudy study(std::move(files));
    run(state, study, sampled(study, 58'000), 1);
}

/// The least that an event can cost.
void limit(benchmark::State& state) {
    for (auto _ : state) state.SetIterationTime(reference_seconds(200'000, 4'000'000));
    state.counters["ns_event"] = reference_ns();
}

/// From text to a model that can run.
void reading_and_compiling(benchmark::State& state) {
    const auto executor = executor_of(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        const StudyFiles files = read_shipped("buckinghamshire");
        benchmark::DoNotOptimize(prepare(files, *executor));
    }
}

}  // namespace

BENCHMARK(limit)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);
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
BENCHMARK(size)
    ->ArgName("thousand")
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);
BENCHMARK(england_tenth)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);
BENCHMARK(first_result)
    ->ArgNames({"one_in", "threads"})
    ->Args({20, 1})
    ->Args({20, 2})
    ->Args({100, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(5);
BENCHMARK(strata)
    ->ArgName("strata")
    ->DenseRange(0, 4)
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
