// The table at the end of a run: the measures a strategist asks for, at a few years.
#pragma once

#include <string>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// Yearly figures of every arm, means over replicates, grossed up to the whole place when a sample was run.
std::string summary_table(const Results& results, double sample);

}  // namespace forestall
