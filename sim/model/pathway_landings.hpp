// Where an outcome leads on one track. Internal to sim/model.
#pragma once

#include <optional>
#include <vector>

#include "sim/model/pathway_graph.hpp"

namespace forestall::pathways {

/// Where a person may be on a track when an outcome has happened.
struct Landing {
    int to = 0;
    int option = 0;
    std::optional<double> chance{1.0};
};

/// Follows an outcome from a state, up to the next passing of time.
std::vector<Landing> landings(const Pathway& pathway, const OutcomeSpec& outcome, int from);

}  // namespace forestall::pathways
