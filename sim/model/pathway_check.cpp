// The checks of a model's pathways.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/pathway_graph.hpp"
#include "sim/model/pathway_loops.hpp"
#include "sim/model/pathway_names.hpp"
#include "sim/model/pathway_possible.hpp"
#include "sim/model/pathway_search.hpp"

namespace forestall::pathways {

namespace {

using How = PathwayStep::How;

class PathwayCheck {
  public:
    PathwayCheck(const ModelSpec& model, Problems& problems)
        : model_(model), problems_(problems), pathways_(pathways_of(model)), possible_(model, pathways_),
          loops_(model, pathways_, possible_, problems) {}

    void run() {
        for (std::size_t track = 0; track < pathways_.size(); ++track) {
            if (!pathways_[track].moves) continue;
            check_reach(track);
            check_dead_ends(track);
            loops_.check_loops_between_states(track);
        }
        for (std::size_t i = 0; i < model_.processes.size(); ++i) check_process(static_cast<int>(i));
    }

  private:
    // --- States
    void check_reach(std::size_t track) {
        const Pathway& pathway = pathways_[track];
        for (int state = 0; state < pathway.states(); ++state) {
            if (possible_.is_reached(track, state)) continue;
            const Name& name = pathway.track->states[size(state)];
            problems_.add(name.where,
                          fmt::format("state '{}' of track '{}' cannot be reached", name.text,
                                      pathway.track->name.text),
                          why_unreached(pathway, state), "add a process that leads to it, or take it out");
        }
    }

    std::string why_unreached(const Pathway& pathway, int state) const {
        std::set<std::string> never;
        bool has_way = false;
        for (const auto& step : pathway.steps) {
            if (step.to != state) continue;
            has_way = true;
            if (!possible_.happens(step.process))
                never.insert(fmt::format("'{}'", model_.processes[size(step.process)].name.text));
        }
        if (!has_way) return "no process leads to it";
        if (never.empty()) return "only states that cannot be reached lead to it";
        return fmt::format("{} can never happen", fmt::join(never, ", "));
    }

    void check_dead_ends(std::size_t track) {
        const Pathway& pathway = pathways_[track];
        const Pathway possible = possible_.pathway(track);
        const auto ends = leading_to({pathway.dies(), pathway.leaves()}, possible);
        if (!ends[size(pathway.born())] && !has_ends()) return;
        for (const auto& set : closed_sets(possible)) {
            const bool is_stuck = set.front() < pathway.states() && possible_.is_reached(track, set.front());
            if (is_stuck && !ends[size(set.front())]) tell_dead_end(*pathway.track, set);
        }
    }

    /// Whether dying or moving away is in the model and can happen.
    bool has_ends() const {
        for (std::size_t i = 0; i < model_.processes.size(); ++i) {
            bool ends = false;
            for_each_outcome(model_.processes[i].then, [&](const OutcomeSpec& outcome) {
                ends |= outcome.life == LifeEvent::dies || outcome.life == LifeEvent::leaves;
            });
            if (ends && possible_.happens(static_cast<int>(i))) return true;
        }
        return false;
    }

    void tell_dead_end(const TrackSpec& track, const std::vector<int>& states) {
        const bool one = states.size() == 1;
        problems_.add(track.states[size(states.front())].where,
                      fmt::format("{} {} of track '{}' {} a dead end", one ? "state" : "states",
                                  fmt::join(in_quotes(track, states), ", "), track.name.text,
                                  one ? "is" : "are"),
                      fmt::format("whoever is there can never die or move away{}",
                                  one ? ", and nothing leads out" : ", and nothing leads out of them"),
                      "let a process lead out, or let people die or move away there too");
    }

    // --- Processes
    void check_process(int id) {
        const ProcessSpec& process = model_.processes[size(id)];
        if (!possible_.happens(id)) return tell_never(process);
        for_each_outcome(process.then, [&](const OutcomeSpec& outcome) {
            for (const auto& stay : outcome.stays) check_stay_end(process, stay);
        });
        check_effect(process, id);
        loops_.check_repeats_at_once(process, id);
    }

    /// A process without a word in its `then` is a mere event, for traces to show; one with words means to do
    /// something.
    void check_effect(const ProcessSpec& process, int id) {
        const bool says_something = !process.then.sets.empty() || !process.then.branches.empty();
        const auto at_once = [&](const PathwayStep& step) {
            return step.process == id && step.how != How::stay_ends;
        };
        if (!says_something || is_used(process.name.text) || !does_nothing(process.then, at_once)) return;
        problems_.add(process.name.where, fmt::format("process '{}' does nothing", process.name.text),
                      "its `then` leaves people as they are, and nothing counts it",
                      "correct its `then`, count it in a measure, or take it out");
    }

    void tell_never(const ProcessSpec& process) {
        const auto& clauses = process.when.any;
        const std::string why = clauses.size() == 1 ? possible_.why_not(clauses.front())
                                                    : "can hold in none of its cases: the first " +
                                                          possible_.why_not(clauses.front());
        problems_.add(process.when.where, fmt::format("process '{}' can never happen", process.name.text),
                      "its `when` " + why, "correct the `when`, or take the process out");
    }

    void check_stay_end(const ProcessSpec& process, const StaySpec& stay) {
        const auto at_its_end = [&](const PathwayStep& step) { return step.stay == &stay; };
        if (!stay.afterwards.empty() && !does_nothing(stay.afterwards.front(), at_its_end)) return;
        problems_.add(stay.enters.state.where,
                      fmt::format("the stay in '{}' of process '{}' has no end", stay.enters.state.text,
                                  process.name.text),
                      "nothing happens when its time is over",
                      fmt::format("say in `afterwards` what follows, as in afterwards: {{{}: {}}}",
                                  stay.enters.track.text,
                                  track_named(model_, stay.enters.track.text)->states.front().text));
    }

    /// Whether an outcome, whose steps are those that `are_its` picks, changes nothing and counts nothing.
    bool does_nothing(const OutcomeSpec& whole,
                      const std::function<bool(const PathwayStep&)>& are_its) const {
        bool has_effect = false;
        const std::function<void(const OutcomeSpec&)> look = [&](const OutcomeSpec& outcome) {
            has_effect |=
                !outcome.stays.empty() || outcome.life != LifeEvent::none || !outcome.counts.empty();
            for (const auto& option : outcome.branches) look(option.then);
        };
        look(whole);
        return !has_effect && std::none_of(pathways_.begin(), pathways_.end(), [&](const Pathway& pathway) {
            return std::any_of(pathway.steps.begin(), pathway.steps.end(), are_its);
        });
    }

    /// Whether anything but the process itself refers to it.
    bool is_used(const std::string& process) const {
        const auto by_since = [&](const TimesSpec& times) {
            return times.kind == TimesSpec::Kind::since && times.name.text == process;
        };
        const auto by_process = [&](const ProcessSpec& other) {
            const bool rate = other.rate && other.rate->kind == RateSpec::Kind::by_since &&
                              other.rate->name.text == process;
            return rate || std::any_of(other.times.begin(), other.times.end(), by_since) ||
                   names_any(other.keep_mean_with, process);
        };
        const auto& [measures, counters] = std::tie(model_.measures, model_.counters);
        return std::any_of(measures.begin(), measures.end(),
                           [&](const MeasureSpec& measure) { return names_any(measure.counts, process); }) ||
               std::any_of(counters.begin(), counters.end(),
                           [&](const CounterSpec& counter) { return names_any(counter.counts, process); }) ||
               std::any_of(model_.processes.begin(), model_.processes.end(), by_process);
    }

    const ModelSpec& model_;
    Problems& problems_;
    std::vector<Pathway> pathways_;
    Possible possible_;
    LoopCheck loops_;
};

}  // namespace
}  // namespace forestall::pathways

namespace forestall {

void check_pathways(const ModelSpec& model, Problems& problems) {
    Problems unknown;
    pathways::check_names(model, unknown);
    if (unknown.empty()) pathways::PathwayCheck(model, problems).run();
}

}  // namespace forestall
