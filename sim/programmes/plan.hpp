// How arms use programmes: which, when, and which evidence is believed.
#pragma once

#include <optional>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/model/programme_spec.hpp"

namespace forestall {

/// A programme in an arm.
struct Use {
    int programme = 0;
    Minutes starts = 0;
    std::optional<double> after_saving;  // else by the date alone
    Minutes at_latest = never;
};

struct ArmPlan {
    Lens lens = Lens::controlled;
    std::vector<Use> uses;  // in order of choosing
    std::vector<double> cost_ratios;  // of the model's costs
};

}  // namespace forestall
