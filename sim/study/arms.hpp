// The arms of a study as the engine runs them: which share their people's lives, and how each uses
// programmes.
#pragma once

#include <string>
#include <vector>

#include "sim/engine/arms.hpp"
#include "sim/model/compile.hpp"
#include "sim/programmes/plan.hpp"

namespace forestall {

/// Which evidence a run believes, whatever the study says.
enum class LensChoice { as_written, claimed, controlled, both };

/// The study with its arms' lenses as chosen. `both`: every arm with programmes twice.
void choose_lens(StudySpec& study, LensChoice choice);

/// Arms whose people live alike until programmes tell them apart: they are run in one pass.
struct ArmGroup {
    ArmModel model;              // of all
    std::vector<int> arms;       // index into StudySpec::arms; -1 - s for subset s of an attribution
    std::vector<ArmPlan> plans;  // one an arm
    ArmSet named = 0;            // those of the study
};

/// Programmes of an arm of which some combinations are run to share out the arm's effect.
struct Attribution {
    int arm = -1;                 // none
    std::vector<int> programmes;  // of its uses
    /// Combinations as bits over `programmes`: those needed, without the empty one and the whole.
    std::vector<std::uint32_t> subsets;
    /// Orders in which programmes are added, where there are too many for all combinations; empty: all.
    std::vector<std::vector<int>> orders;
};

/// Up to this many programmes, every combination is run.
inline constexpr int most_exact_programmes = 6;

Attribution attribution_of(const StudySpec& study, std::uint64_t seed);

/// Throws InputError with every problem: unknown measures and arms, the same programme twice in an arm,
/// savings that cannot be measured.
std::vector<ArmGroup> group_arms(const StudyFiles& files, const Model& model, const Attribution& attribution);

}  // namespace forestall
