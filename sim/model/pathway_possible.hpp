// What can happen at all in a model. Internal to sim/model.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/model/pathway_graph.hpp"
#include "sim/model/pathway_names.hpp"

namespace forestall::pathways {

/// Which states a life can lead to and which processes can ever happen. Each depends on the other, so both
/// grow in turns until nothing new is found. Keeps references to the model and its pathways.
class Possible {
  public:
    Possible(const ModelSpec& model, const std::vector<Pathway>& pathways);

    bool happens(int process) const { return process < 0 || happens_[size(process)]; }
    bool is_reached(std::size_t track, int vertex) const { return reached_[track][size(vertex)]; }

    /// The pathway with only those of its steps that can happen.
    Pathway pathway(std::size_t track) const;

    /// Why nobody can ever meet a clause, as an end to "its `when`"; empty when somebody can.
    std::string why_not(const Clause& clause) const;

  private:
    bool grow();
    bool can_happen(std::size_t track, const PathwayStep& step) const;
    std::string why_not(const Clause& clause, std::size_t track) const;
    std::string why_not_in_numbers(const TestSpec& test) const;

    const ModelSpec& model_;
    const std::vector<Pathway>& pathways_;
    std::vector<bool> happens_;
    std::vector<std::vector<bool>> reached_;
};

}  // namespace forestall::pathways
