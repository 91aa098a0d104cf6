// Question: what do more arms cost that share the lives they do not change?
// Goal: six arms that each reach 1% of Buckinghamshire at most 1.3 times today's arm alone; 64 arms (all
// combinations of six programmes) at most 4 times. Compare the lines of one run.
// Last answer: docs/performance.md.
#include "tools/bench/reference.hpp"
#include "tools/bench/shipped_study.hpp"

namespace {

using namespace forestall;
using namespace forestall::bench;

constexpr int programmes = 6;
constexpr double one_in_a_hundred = 5788;

/// A programme for older frail people that 1% of everybody enters at the start, for life.
ProgrammeSpec programme(int number) {
    ProgrammeSpec made;
    made.name = {"programme_" + std::to_string(number), {}};
    made.title = made.name.text;
    made.starts = {2024, 7, 1};
    made.ends = Date{2024, 8, 15};
    TestSpec old{{"age", {}}, {}, 60.0 + number, {}},
        frail{{"frailty", {}}, {{"mild", {}}, {"moderate", {}}, {"severe", {}}}, {}, {}};
    made.eligible.any = {{old, frail}};
    made.offered.a_month = Number{one_in_a_hundred, "", "", {}};
    made.offered.first = OfferSpec::First::by_luck;
    FeltSpec felt;
    felt.name = {"fewer", {}};
    felt.what = {{"emergency_admission", {}}, {"fall", {}}, {"frailty_worsens", {}}};
    felt.claimed.times = felt.controlled.times = 0.7 + 0.05 * number;
    made.felt = {felt};
    return made;
}

enum Arms { today, six_arms, all_combinations };

StudyFiles study_with(Arms arms) {
    StudyFiles files = read_shipped("buckinghamshire");
    if (arms == today) return files;
    ArmSpec all{{"all", {}}, "", {}, {}, Lens::controlled};
    for (int p = 0; p < programmes; ++p) {
        files.programmes.push_back(programme(p));
        ArmProgrammeSpec used;
        used.programme = p;
        all.programmes.push_back(used);
        ArmSpec one{{"arm_" + std::to_string(p), {}}, "", {}, {used}, Lens::controlled};
        if (arms == six_arms) files.study.arms.push_back(one);
    }
    if (arms == all_combinations) {
        files.study.arms.push_back(all);
        files.study.attribution = all.name;
    }
    return files;
}

/// Arguments: which arms; threads.
void arms(benchmark::State& state) {
    const StudyFiles files = study_with(static_cast<Arms>(state.range(0)));
    const auto executor = executor_of(static_cast<int>(state.range(1)));
    const Model model = prepare(files, *executor);
    RunStatistics statistics;
    for (auto _ : state) statistics = run_study(files, model, {}, *executor).statistics;
    state.counters["events"] = static_cast<double>(statistics.events);
    state.counters["lives_s"] = statistics.seconds_windows;
    state.counters["meetings_s"] = statistics.seconds_meetings;
    state.counters["tally_MB"] = static_cast<double>(statistics.tally_bytes) / 1e6;
}

BENCHMARK(arms)
    ->ArgNames({"arms", "threads"})
    ->Args({today, 2})
    ->Args({six_arms, 2})
    ->Args({all_combinations, 2})
    ->Unit(benchmark::kSecond)
    ->UseRealTime()
    ->Iterations(1);

}  // namespace
