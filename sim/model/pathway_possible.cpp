#include "sim/model/pathway_possible.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/pathway_search.hpp"

namespace forestall::pathways {

Possible::Possible(const ModelSpec& model, const std::vector<Pathway>& pathways)
    : model_(model), pathways_(pathways), happens_(model.processes.size()) {
    for (const auto& one : pathways) reached_.emplace_back(size(one.vertices()));
    while (grow()) {
    }
}

bool Possible::grow() {
    const auto happened = happens_;
    const auto reached = reached_;
    for (std::size_t i = 0; i < happens_.size(); ++i) {
        const auto& clauses = clauses_of(model_.processes[i].when);
        happens_[i] = std::any_of(clauses.begin(), clauses.end(),
                                  [&](const Clause& clause) { return why_not(clause).empty(); });
    }
    for (std::size_t track = 0; track < pathways_.size(); ++track)
        reached_[track] = reached_from({pathways_[track].born()}, pathway(track));
    return happened != happens_ || reached != reached_;
}

/// Whether one step of a track can happen: by a clause that holds for somebody and allows the state it
/// starts in.
bool Possible::can_happen(std::size_t track, const PathwayStep& step) const {
    if (step.process < 0) return true;
    if (step.how == PathwayStep::How::stay_ends) return happens(step.process);
    const auto& clauses = clauses_of(model_.processes[size(step.process)].when);
    return std::any_of(clauses.begin(), clauses.end(), [&](const Clause& clause) {
        return why_not(clause).empty() && allows(clause, *pathways_[track].track, step.from);
    });
}

Pathway Possible::pathway(std::size_t track) const {
    const Pathway& whole = pathways_[track];
    Pathway possible{whole.track, whole.moves, {}};
    std::copy_if(whole.steps.begin(), whole.steps.end(), std::back_inserter(possible.steps),
                 [&](const PathwayStep& step) { return can_happen(track, step); });
    return possible;
}

std::string Possible::why_not(const Clause& clause) const {
    for (std::size_t track = 0; track < pathways_.size(); ++track)
        if (std::string why = why_not(clause, track); !why.empty()) return why;
    for (const auto& test : clause)
        if (std::string why = why_not_in_numbers(test); !why.empty()) return why;
    return {};
}

std::string Possible::why_not(const Clause& clause, std::size_t track) const {
    const TrackSpec& about = *pathways_[track].track;
    if (!names(clause, about.name.text)) return {};
    std::vector<int> allowed;
    for (int state = 0; state < pathways_[track].states(); ++state) {
        if (!allows(clause, about, state)) continue;
        if (is_reached(track, state)) return {};
        allowed.push_back(state);
    }
    if (allowed.empty()) return fmt::format("asks for two states of track '{}' at once", about.name.text);
    return fmt::format("needs state {} of track '{}', which cannot be reached",
                       fmt::join(in_quotes(about, allowed), " or "), about.name.text);
}

std::string Possible::why_not_in_numbers(const TestSpec& test) const {
    if (test.at_least && test.below && *test.at_least >= *test.below)
        return fmt::format("needs '{}' to be at least {:g} and below {:g}", test.factor.text, *test.at_least,
                           *test.below);
    const CounterSpec* counter = counter_named(model_, test.factor.text);
    if (counter && test.at_least && *test.at_least > counter->up_to)
        return fmt::format("needs '{}' to be at least {:g}, and it counts up to {}", test.factor.text,
                           *test.at_least, counter->up_to);
    return {};
}

}  // namespace forestall::pathways
