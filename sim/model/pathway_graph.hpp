// The pathways of a model: for each track, which state can follow which, and by what. Read from the
// description alone, so that a wrong turn is found before anything runs and a model can be drawn.
//
// Only structure counts: a process with a rate of 0 still leads somewhere. Tracks are looked at one at a
// time: what a process needs of *other* tracks, of age and of counters decides whether it can ever happen,
// not from which state.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// One way from a state of a track to another.
struct PathwayStep {
    enum class How {
        birth,      // of the newborn state, or, for a fixed track, of any
        rate,       // the process happens at its rate
        after,      // the process happens a time after its `when` began to hold
        stay_ends,  // `afterwards` of a stay that the process began
    } how = How::birth;
    int from = 0, to = 0;            // states by their place in the track, or one of Pathway's other vertices
    int process = -1;                // index in ModelSpec::processes
    const StaySpec* stay = nullptr;  // the stay that ends
    int option = 0;                  // branch option, from 1; 0 where no branch decides
    std::optional<double> chance{1.0};  // that the event leads here; nothing where the person decides it
};

/// The graph of one track. Points into the ModelSpec that it was made from, which must live as long.
struct Pathway {
    const TrackSpec* track = nullptr;
    bool moves = false;  // some process changes it; else the place gives it for life
    std::vector<PathwayStep> steps;

    int states() const { return static_cast<int>(track->states.size()); }
    int born() const { return states(); }  // the vertices besides the states
    int dies() const { return states() + 1; }
    int leaves() const { return states() + 2; }
    int vertices() const { return states() + 3; }
};

/// One graph per track, in the order of the model. Steps that stay where they are are left out.
///
/// A process leads from the states that any clause of its `when` allows, and from all when its `when` does
/// not name the track. The end of a stay leads from the stay's state; on other tracks, which may have moved
/// on meanwhile, from all. Throws InputError for tracks and states that the model lacks.
std::vector<Pathway> pathways_of(const ModelSpec& model);

/// Adds a problem for each of these. A model with names that do not resolve is passed over: `compile` tells
/// those.
///
/// - *Unreachable state*, of a track that moves: no chain of processes that can happen leads to it from the
///   newborn state. (The place gives fixed tracks only, and `mix` starts people where lives from birth lead,
///   so there is no other way in.)
/// - *Dead end*, where the model has dying or moving away: a state that can be reached, from which no state
///   can be reached in which either can happen. States that only lead to each other are told once, together.
/// - *Endless stay*: at its end nothing happens at all, so that its length means nothing.
/// - *Impossible loop*: `after` processes of less than a minute (the engine's step) that can only follow each
///   other, or one that leaves its own `when` holding, with stays of less than a minute on the way. Told only
///   when it is certain.
/// - *Process that can never happen*: each clause of its `when` needs a state that cannot be reached, two
///   states of one track at once, an empty range of ages, or a count above the counter's `up_to`.
/// - *Process that does nothing*: its `then` says something that leaves all tracks as they are, has no stay,
///   life event or count, and no measure, counter, `since` or `keep_mean` names it. (A process without a
///   `then` is a mere event, which a trace shows.)
void check_pathways(const ModelSpec& model, Problems& problems);

/// A drawing in Graphviz DOT: a box for each track that moves (or for `only_track`), states from left to
/// right, arrows with the titles of the processes, dashed where a stay ends. States that cannot be reached
/// have a dotted border. Throws InputError for names that the model lacks and for an `only_track` that is
/// fixed.
std::string to_dot(const ModelSpec& model, const std::string& only_track = {});

}  // namespace forestall
