// What an event does to a person, in words. Internal to sim/study.
#pragma once

#include <functional>
#include <string>

#include "sim/model/spec.hpp"

namespace forestall::description {

/// Sees every outcome within an outcome, itself first: branches, and what follows stays.
void for_each_outcome(const OutcomeSpec& outcome, const std::function<void(const OutcomeSpec&)>& see);

/// A list, `depth` points in, to the last branch and the end of the last stay.
std::string outcome_in_full(const StudyFiles& files, const OutcomeSpec& outcome, int depth);
/// One line; branches by their number.
std::string outcome_in_short(const OutcomeSpec& outcome);

}  // namespace forestall::description
