// Questions to the graph of a track. Internal to sim/model; answered in pathway_graph.cpp.
#pragma once

#include <vector>

#include "sim/model/pathway_graph.hpp"

namespace forestall::pathways {

/// Which vertices can be reached from any of these, which count themselves.
std::vector<bool> reached_from(const std::vector<int>& starts, const Pathway& pathway);

/// From which vertices any of these can be reached, which count themselves.
std::vector<bool> leading_to(const std::vector<int>& ends, const Pathway& pathway);

/// Sets of vertices, each of which can reach all others of its set and nothing outside; in the order of the
/// vertices.
std::vector<std::vector<int>> closed_sets(const Pathway& pathway);

}  // namespace forestall::pathways
