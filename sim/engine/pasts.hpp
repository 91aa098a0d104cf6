// Living the pasts (sim/model/pasts.hpp).
//
// For each kind of people (the combinations of what never changes: sex and deprivation, say) a cohort is
// lived from birth to old age by the engine itself, at today's rates, all processes running. Whoever dies or
// moves away is replaced, at the next year of age, by a copy of one of the others, so that every age is as
// well known as the first; the copy has luck of its own from there.
//
// Where a rate must be the average person's (`keep_mean`), its factor is the rate wanted over the cohort's
// average at that age: of its person-time in the year of age, for processes (short stays in hospital matter
// and are rarely seen at any one moment); of the start and the end of the year, for contacts. The cohort
// itself lives the year with a factor from who it is at the start and how much the average grew before.
//
// The luck of the pasts is their own: a model in a place has the same pasts in every study, seed and arm.
#pragma once

#include "sim/model/model.hpp"
#include "sim/model/pasts.hpp"

namespace forestall {

/// Room for a model's pasts, not yet lived. `lives`: wanted for each kind of people and year of age.
Pasts unlived_pasts(const Model& model, std::size_t lives);

/// See LivePasts. The same on any executor.
std::vector<std::vector<double>> live_pasts(Model& model, const std::vector<KeptMean>& means,
                                            std::size_t lives, Executor& executor, Problems& problems);

}  // namespace forestall
