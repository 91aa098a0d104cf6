// What a description names: tracks, states, counters and the conditions on them, as the pathways of a model
// need them. Internal to sim/model.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/model/spec.hpp"

namespace forestall::pathways {

using Clause = std::vector<TestSpec>;

inline std::size_t size(int n) { return static_cast<std::size_t>(n); }

std::vector<std::string> texts(const std::vector<Name>& names);
bool names_any(const std::vector<Name>& names, const std::string& wanted);

/// Null where the model has none of that name.
const TrackSpec* track_named(const ModelSpec& model, const std::string& name);
const CounterSpec* counter_named(const ModelSpec& model, const std::string& name);
/// The place of a state in its track, or -1.
int state_named(const TrackSpec& track, const std::string& name);
/// Their names as a message has them.
std::vector<std::string> in_quotes(const TrackSpec& track, const std::vector<int>& states);
/// Whether it is "next" or "previous".
bool is_relative(const Name& state);

/// Every outcome within an outcome, itself first. `afterwards` belongs to it, later in time.
void for_each_outcome(const OutcomeSpec& outcome, const std::function<void(const OutcomeSpec&)>& see);
void for_each_set(const OutcomeSpec& outcome, const std::function<void(const SetSpec&)>& see);

/// The clauses of a condition, one of which must hold; "everyone" is a clause without tests.
const std::vector<Clause>& clauses_of(const ConditionSpec& when);
bool names(const Clause& clause, const std::string& factor);
bool names(const ConditionSpec& when, const std::string& factor);
bool allows(const Clause& clause, const TrackSpec& track, int state);
bool allows(const ConditionSpec& when, const TrackSpec& track, int state);

/// Adds a problem for each track and state in processes that the model lacks.
void check_names(const ModelSpec& model, Problems& problems);

}  // namespace forestall::pathways
