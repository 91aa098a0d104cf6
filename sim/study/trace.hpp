// The trace: one life told event by event, and the rates behind each event.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"

namespace forestall {

/// One thing that happened in a life.
struct TraceEvent {
    Minutes time = 0;  // minutes since the start; negative in the warm-up
    double age_years = 0;
    std::string what;  // "Emergency admission", "Birthday", ...
    int process = -1;  // the process that happened, where one did
    bool is_break =
        false;  // nothing happened to the person: a birthday, a count that fell, a piece of time that passed
    struct Change {
        std::string track, from, to;
    };
    std::vector<Change> changes;
    std::vector<std::pair<std::string, double>>
        rates_before;  // events a year in force until now, by process, those above zero
};

struct Trace {
    std::string arm;
    Date birth;
    std::vector<std::pair<std::string, std::string>> at_start;  // factor, state
    std::vector<TraceEvent> events;
    bool died = false;
    bool left = false;
};

/// The life of person `number` (from 1, in the order of the place's population file) in every arm. `started`:
/// by which programmes they are started, and when, as a run of the study tells (places depend on everybody).
/// Throws InputError when there is no such person.
std::vector<Trace> trace_person(const StudyFiles& files, const Model& model, std::uint64_t number,
                                std::uint64_t seed, std::uint32_t replicate,
                                const std::vector<Started>& started = {});

}  // namespace forestall
