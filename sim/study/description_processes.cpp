// ODD 3: what can happen, and in which order the engine lets it.
#include <fmt/format.h>

#include "sim/study/description_outcomes.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

/// As sim/engine/life.hpp and sim/engine/run.hpp have it, where the order is part of the interface.
constexpr const char* scheduling =
    "Time is continuous and runs from event to event, each person's on its own: no step of time is shared. "
    "A process with a rate has a clock for each person, which holds what is left of an exponential draw "
    "with mean 1 and runs down as fast as the person's rate; at zero the process happens and the clock is "
    "drawn anew. A process with a length begins to wait when its condition comes to hold. Processes of one "
    "person compete, and whichever comes first happens.\n\n"
    "At the time of a person's next event:\n\n"
    "1. Breaks are passed: of age, of time since, of recent use. They change rates and nothing else.\n"
    "2. Timers that end do so, stays and waits, in the order of the model.\n"
    "3. If none did, the clock that has run out happens; the lowest first when several do in one minute.\n\n"
    "Within an event, counts come first, then moves on tracks, the stay, birth, death or leaving, and the "
    "branch; whatever is drawn looks at the person as they were just before. Then:\n\n"
    "4. Timers whose state has passed are dropped, waits whose condition now holds are started.\n"
    "5. The layer is found anew, and the results hear of what changed.\n"
    "6. Rates are worked out, clocks are run down to the next event, and its time is found.\n\n"
    "The whole run, for each arm and replicate: the people of the place begin; in each window those who "
    "move in are placed and everyone lives to its end, then newborns are placed and live to its end, until "
    "nobody is born any more.\n\n";

std::string how_often(const StudyFiles& files, const ProcessSpec& process) {
    if (process.rate)
        return rate_in_short(files, *process.rate) + (process.keep_mean ? ", kept on average" : "");
    return process.after ? "after " + length_in_words(files, *process.after) : "never";
}

std::string multipliers(const std::vector<TimesSpec>& all) {
    Lines names;
    for (const TimesSpec& times : all) names.push_back(times_in_short(times));
    return names.empty() ? "none" : joined(names, "and");
}

}  // namespace

std::string processes_and_scheduling(const StudyFiles& files) {
    std::vector<Lines> rows;
    for (const ProcessSpec& process : files.model.processes)
        rows.push_back({titled(process.title, process.name.text), condition_in_words(process.when),
                        how_often(files, process), multipliers(process.times),
                        outcome_in_short(process.then)});
    return fmt::format(
        "### 3. Process overview and scheduling\n\n{}What can happen, in short; section 7 has "
        "every figure.\n\n{}",
        scheduling,
        table({"Process", "To whom", "How often or when", "Multiplied by", "What happens"}, rows));
}

}  // namespace forestall::description
