// The impossible loops of check_pathways: processes that follow each other for ever in no time. Internal to
// sim/model.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/model/pathway_graph.hpp"
#include "sim/model/pathway_possible.hpp"

namespace forestall::pathways {

/// Keeps references to all that it is made of.
class LoopCheck {
  public:
    LoopCheck(const ModelSpec& model, const std::vector<Pathway>& pathways, const Possible& possible,
              Problems& problems)
        : model_(model), pathways_(pathways), possible_(possible), problems_(problems) {}

    /// States that processes of no length lead round for ever: each leads on for certain, and only within the
    /// circle.
    void check_loops_between_states(std::size_t track);

    /// A process of no length after which its own `when` surely holds again.
    void check_repeats_at_once(const ProcessSpec& process, int id);

  private:
    bool happens_at_once(int id) const;
    std::set<int> settled(const Pathway& pathway, const OutcomeSpec& outcome, int from) const;
    bool is_left(const Pathway& pathway, const ProcessSpec& process) const;
    bool is_interrupted(const Pathway& pathway, const ProcessSpec& process, int id) const;
    void tell_loop(const Pathway& at_once, const std::vector<int>& set);

    const ModelSpec& model_;
    const std::vector<Pathway>& pathways_;
    const Possible& possible_;
    Problems& problems_;
};

}  // namespace forestall::pathways
