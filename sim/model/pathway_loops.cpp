#include "sim/model/pathway_loops.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/pathway_landings.hpp"
#include "sim/model/pathway_lengths.hpp"
#include "sim/model/pathway_names.hpp"
#include "sim/model/pathway_search.hpp"

namespace forestall::pathways {

namespace {

using How = PathwayStep::How;

bool is_about_only(const ConditionSpec& when, const TrackSpec& track) {
    return std::all_of(when.any.begin(), when.any.end(), [&](const Clause& clause) {
        return std::all_of(clause.begin(), clause.end(),
                           [&](const TestSpec& test) { return test.factor.text == track.name.text; });
    });
}

}  // namespace

bool LoopCheck::happens_at_once(int id) const {
    const auto& after = model_.processes[size(id)].after;
    return after && possible_.happens(id) && is_no_time(model_, *after);
}

/// Where a person is on a track once an outcome and all its stays of no length are over.
std::set<int> LoopCheck::settled(const Pathway& pathway, const OutcomeSpec& outcome, int from) const {
    std::set<int> states;
    for (const Landing& landing : landings(pathway, outcome, from)) {
        const bool ends_at_once = landing.to < pathway.states() && !outcome.stays.empty() &&
                                  !outcome.stays.front().afterwards.empty() &&
                                  is_no_time(model_, outcome.stays.front().length);
        if (ends_at_once)
            states.merge(settled(pathway, outcome.stays.front().afterwards.front(), landing.to));
        else
            states.insert(landing.to);
    }
    return states;
}

void LoopCheck::check_loops_between_states(std::size_t track) {
    const Pathway& pathway = pathways_[track];
    std::vector<PathwayStep> certain;
    std::set<int> open;
    for (std::size_t i = 0; i < model_.processes.size(); ++i) {
        if (!happens_at_once(static_cast<int>(i))) continue;
        const ProcessSpec& process = model_.processes[i];
        for (int from = 0; from < pathway.states(); ++from) {
            if (!allows(process.when, *pathway.track, from)) continue;
            const auto to = settled(pathway, process.then, from);
            if (to.size() == 1 && *to.begin() < pathway.states() &&
                is_about_only(process.when, *pathway.track))
                certain.push_back({How::after, from, *to.begin(), static_cast<int>(i)});
            else if (to != std::set<int>{from})
                open.insert(from);
        }
    }
    const Pathway at_once{pathway.track, true, certain};
    for (const auto& set : closed_sets(at_once)) {
        const bool is_open =
            std::any_of(set.begin(), set.end(), [&](int state) { return open.contains(state); });
        if (set.size() > 1 && !is_open && possible_.is_reached(track, set.front())) tell_loop(at_once, set);
    }
}

void LoopCheck::tell_loop(const Pathway& at_once, const std::vector<int>& set) {
    std::set<std::string> processes;
    for (const auto& step : at_once.steps)
        if (std::find(set.begin(), set.end(), step.from) != set.end())
            processes.insert(fmt::format("'{}'", model_.processes[size(step.process)].name.text));
    problems_.add(at_once.track->states[size(set.front())].where,
                  fmt::format("states {} of track '{}' follow each other for ever in no time",
                              fmt::join(in_quotes(*at_once.track, set), ", "), at_once.track->name.text),
                  fmt::format("the `after` of {} is less than a minute", fmt::join(processes, " and ")),
                  "give one of them a length");
}

void LoopCheck::check_repeats_at_once(const ProcessSpec& process, int id) {
    if (!happens_at_once(id) || clauses_of(process.when).size() != 1) return;
    const Clause& when = clauses_of(process.when).front();
    for (const auto& test : when)
        if (counter_named(model_, test.factor.text)) return;
    for (const auto& pathway : pathways_) {
        if (is_left(pathway, process) || is_interrupted(pathway, process, id)) return;
    }
    problems_.add(process.after->where,
                  fmt::format("process '{}' happens again and again in no time", process.name.text),
                  "its `after` is less than a minute, and its `when` still holds when it has happened",
                  "give it a length, or let its `then` lead to where its `when` does not hold");
}

/// Whether a process may lead to where its `when` does not hold.
bool LoopCheck::is_left(const Pathway& pathway, const ProcessSpec& process) const {
    for (int from = 0; from < pathway.states(); ++from) {
        if (!allows(process.when, *pathway.track, from)) continue;
        for (const int to : settled(pathway, process.then, from))
            if (to >= pathway.states() || !allows(process.when, *pathway.track, to)) return true;
    }
    return false;
}

/// Whether another process of no length may lead away first.
bool LoopCheck::is_interrupted(const Pathway& pathway, const ProcessSpec& process, int id) const {
    return std::any_of(pathway.steps.begin(), pathway.steps.end(), [&](const PathwayStep& step) {
        return step.how == How::after && step.process != id && happens_at_once(step.process) &&
               names(process.when, pathway.track->name.text) &&
               allows(process.when, *pathway.track, step.from);
    });
}

}  // namespace forestall::pathways
