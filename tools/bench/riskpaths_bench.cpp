// Question: how many RiskPaths women a second, on one core, and how far is that from the limit?
// Goal: 1,000,000 women a second, 2,500,000 if it can be had. For comparison: the original (OpenM++) 17,400;
// by hand 0.9 million redrawing at every break, 7.9 million carrying the clocks. Last answer:
// docs/performance.md.
#include "tools/bench/reference.hpp"
#include "tools/bench/shipped_study.hpp"

namespace {

using namespace forestall;
using namespace forestall::bench;

/// With or without tables of occurrence and exposure.
void riskpaths(benchmark::State& state) {
    StudyFiles files = read_shipped("riskpaths");
    if (state.range(0) == 0) files.study.occurrences.clear();
    const ShippedStudy study(std::move(files));
    RunSettings settings;
    settings.window = Window::none;
    SerialExecutor serial;
    double women = 0, events = 0, seconds = 0;
    for (auto _ : state) {
        const RunOutcome outcome =
            run_arm(study.files.place, study.model, study.arm, study.calendar, settings, serial);
        women += static_cast<double>(outcome.statistics.people_at_start);
        events += static_cast<double>(outcome.statistics.events);
        seconds += outcome.statistics.seconds_start + outcome.statistics.seconds_windows;
    }
    state.counters["women_a_second"] = women / seconds;
    state.counters["events_a_woman"] = events / women;
    state.counters["ns_event"] = seconds / events * 1e9;
    const double multiple = seconds / events * 1e9 / reference_ns();
    state.counters["times_limit"] = multiple;
    if (const double kept = kept_multiple("riskpaths"); kept > 0)
        state.counters["times_kept"] = multiple / kept;
}

}  // namespace

BENCHMARK(riskpaths)
    ->ArgName("tables")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(3);
