// A simulated history, person by person: how people are on a day, what happened to them before it and what
// happens after it, in today's care. To train and to judge risk models on.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/model/compile.hpp"
#include "sim/programmes/callables.hpp"

namespace forestall {

struct HistorySettings {
    std::uint64_t seed = 1;
    std::uint32_t replicate = 0;
    double sample = 1;
    int month = 12;   // of the study, at whose start people are looked at
    int before = 12;  // months looked back on
    int after = 12;   // months looked ahead to
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double share_done)> progress = {};  // from one thread at a time
};

/// Everybody there at the start of the month who was there when the study began, in the order of the place's
/// people; those born or moved in since are left out.
struct History {
    PeopleSeen people;
    std::vector<std::string> measures;  // events, days and contacts
    /// [person][measure]: over the months before and after. Days and contacts as expected ones where the
    /// study counts them so.
    std::vector<float> before, after;
    std::vector<std::uint8_t> died;   // in the months after
    std::vector<std::uint8_t> moved;  // away in the months after
};

/// The study without strata and tables of rates, as histories need it: its model knows the same tracks and
/// ages.
StudyFiles history_study(const StudyFiles& files);

/// Of today's arm, the study's first, as if it had no programmes. `model`: of `history_study(files)`. Throws
/// InputError for months that the study does not hold, Interrupted when asked to stop.
History history_of(const StudyFiles& files, const Model& model, const HistorySettings& settings,
                   Executor& executor);

}  // namespace forestall
