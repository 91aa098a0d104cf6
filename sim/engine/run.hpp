// One arm, one replicate, from the warm-up to the end.
//
// What a run means:
//     the people of the place begin at the start of the warm-up and live to minute 0, uncounted
//     for each window (a month, a year, or the whole run)
//         those who move in during the window are placed
//         everyone due lives, alone, to the window's end             (in parallel: blocks of people)
//         while anyone was born: the newborns are placed and live to the window's end
//     the workers' tallies are added up
// Windows are for meeting, not for stepping: where nobody meets, their length leaves no trace in the result.
#pragma once

#include <atomic>
#include <functional>

#include "sim/core/executor.hpp"
#include "sim/engine/arms_outcome.hpp"
#include "sim/engine/life.hpp"
#include "sim/engine/store.hpp"
#include "sim/model/spec.hpp"
#include "sim/outcomes/tally.hpp"
#include "sim/population/people.hpp"

namespace forestall {

struct RunSettings {
    Window window = Window::month;
    std::uint64_t seed = 1;
    std::uint32_t replicate = 0;
    double sample = 1;  // share of people simulated
    int people_per_block = 4096;
    bool keep_what_happened = false;  // endings tell what has happened to each, where arms differ
    bool keep_reachable = false;      // the outcome tells whom a programme might ever have been offered to
    const std::vector<PersonKey>* only = nullptr;  // nobody else is lived; rising, with the mothers of theirs
    const std::atomic<bool>* stop =
        nullptr;  // set from outside (Ctrl-C): the run throws Interrupted soon after
    std::function<void(double share_done)> progress;  // called between windows, from the calling thread
};

struct RunOutcome {
    Tally tally;
    OccurrenceTally occurrences;
    RunStatistics statistics;
};

/// Runs all arms whose people are the same until programmes tell them apart. `meeting` chooses whom
/// programmes start; null when there are none. Arms of `named` get results by cell, others totals by month
/// alone. Throws Interrupted.
class Meeting;
ArmsOutcome run_arms(const PlaceSpec& place, const Model& model, const ArmModel& arm, int arms, ArmSet named,
                     Meeting* meeting, const Calendar& calendar, const RunSettings& settings,
                     Executor& executor);

/// Runs one arm. The same seed and replicate give the same tally on any number of workers. Throws
/// Interrupted.
RunOutcome run_arm(const PlaceSpec& place, const Model& model, const ArmModel& arm, const Calendar& calendar,
                   const RunSettings& settings, Executor& executor);

}  // namespace forestall
