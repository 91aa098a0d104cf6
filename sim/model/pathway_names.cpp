#include "sim/model/pathway_names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace forestall::pathways {

std::vector<std::string> texts(const std::vector<Name>& names) {
    std::vector<std::string> found(names.size());
    std::transform(names.begin(), names.end(), found.begin(), [](const Name& name) { return name.text; });
    return found;
}

bool names_any(const std::vector<Name>& names, const std::string& wanted) {
    return std::any_of(names.begin(), names.end(), [&](const Name& name) { return name.text == wanted; });
}

const TrackSpec* track_named(const ModelSpec& model, const std::string& name) {
    const auto at = std::find_if(model.tracks.begin(), model.tracks.end(),
                                 [&](const TrackSpec& track) { return track.name.text == name; });
    return at == model.tracks.end() ? nullptr : &*at;
}

const CounterSpec* counter_named(const ModelSpec& model, const std::string& name) {
    const auto at = std::find_if(model.counters.begin(), model.counters.end(),
                                 [&](const CounterSpec& counter) { return counter.name.text == name; });
    return at == model.counters.end() ? nullptr : &*at;
}

int state_named(const TrackSpec& track, const std::string& name) {
    for (std::size_t i = 0; i < track.states.size(); ++i)
        if (track.states[i].text == name) return static_cast<int>(i);
    return -1;
}

std::vector<std::string> in_quotes(const TrackSpec& track, const std::vector<int>& states) {
    std::vector<std::string> found(states.size());
    std::transform(states.begin(), states.end(), found.begin(),
                   [&](int state) { return fmt::format("'{}'", track.states[size(state)].text); });
    return found;
}

bool is_relative(const Name& state) { return state.text == "next" || state.text == "previous"; }

void for_each_outcome(const OutcomeSpec& outcome, const std::function<void(const OutcomeSpec&)>& see) {
    see(outcome);
    for (const auto& stay : outcome.stays)
        for (const auto& afterwards : stay.afterwards) for_each_outcome(afterwards, see);
    for (const auto& option : outcome.branches) for_each_outcome(option.then, see);
}

void for_each_set(const OutcomeSpec& outcome, const std::function<void(const SetSpec&)>& see) {
    for_each_outcome(outcome, [&](const OutcomeSpec& inner) {
        for (const auto& set : inner.sets) see(set);
        for (const auto& stay : inner.stays) see(stay.enters);
    });
}

// --- Conditions --------------------------------------------------------------------------------------------

const std::vector<Clause>& clauses_of(const ConditionSpec& when) {
    static const std::vector<Clause> everyone{{}};
    return when.any.empty() ? everyone : when.any;
}

bool names(const Clause& clause, const std::string& factor) {
    return std::any_of(clause.begin(), clause.end(),
                       [&](const TestSpec& test) { return test.factor.text == factor; });
}

bool names(const ConditionSpec& when, const std::string& factor) {
    return std::any_of(when.any.begin(), when.any.end(),
                       [&](const Clause& clause) { return names(clause, factor); });
}

bool allows(const Clause& clause, const TrackSpec& track, int state) {
    return std::all_of(clause.begin(), clause.end(), [&](const TestSpec& test) {
        return test.factor.text != track.name.text || names_any(test.states, track.states[size(state)].text);
    });
}

bool allows(const ConditionSpec& when, const TrackSpec& track, int state) {
    const auto& clauses = clauses_of(when);
    return std::any_of(clauses.begin(), clauses.end(),
                       [&](const Clause& clause) { return allows(clause, track, state); });
}

// --- Names that the model lacks ----------------------------------------------------------------------------

namespace {

class NameCheck {
  public:
    NameCheck(const ModelSpec& model, Problems& problems) : model_(model), problems_(problems) {}

    void run() {
        for (const auto& track : model_.tracks) {
            names_.push_back(track.name.text);
            if (track.newborn) check_state(track, *track.newborn);
        }
        for (const auto& process : model_.processes) {
            for (const auto& clause : process.when.any)
                for (const auto& test : clause) check_test(test);
            for_each_set(process.then, [this](const SetSpec& set) { check_set(set); });
        }
    }

  private:
    void check_state(const TrackSpec& track, const Name& state) {
        if (state_named(track, state.text) < 0)
            problems_.add(state.where, fmt::format("'{}' has no state '{}'", track.name.text, state.text), "",
                          suggest(state.text, texts(track.states)));
    }
    void check_test(const TestSpec& test) {
        if (test.factor.text == "age" || counter_named(model_, test.factor.text)) return;
        if (const TrackSpec* track = find_track(test.factor))
            for (const Name& state : test.states) check_state(*track, state);
    }
    void check_set(const SetSpec& set) {
        const TrackSpec* track = find_track(set.track);
        if (track && !is_relative(set.state)) check_state(*track, set.state);
    }
    const TrackSpec* find_track(const Name& name) {
        const TrackSpec* track = track_named(model_, name.text);
        if (!track)
            problems_.add(name.where, fmt::format("unknown track '{}'", name.text), "",
                          suggest(name.text, names_));
        return track;
    }

    const ModelSpec& model_;
    Problems& problems_;
    std::vector<std::string> names_;
};

}  // namespace

void check_names(const ModelSpec& model, Problems& problems) { NameCheck(model, problems).run(); }

}  // namespace forestall::pathways
