// Shipped studies of models from elsewhere, run as a user runs them, and held against figures that others
// worked out.
#pragma once

#include <string>

#include "sim/outcomes/results.hpp"

namespace forestall::testing {

/// The results of scenarios/studies/NAME.yaml with this many people, all of the first row of its population.
/// `replicates`: runs, each with luck of its own.
Results crosscheck(const std::string& name, double people, int replicates = 1);

}  // namespace forestall::testing
