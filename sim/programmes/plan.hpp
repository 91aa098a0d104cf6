// How arms use programmes: which, when, and which evidence is believed.
#pragma once

#include <optional>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/model/programme_spec.hpp"

namespace forestall {

/// Who of those found is offered a place at all, where a trial decides.
struct Allocation {
    enum class How {
        everybody,
        coin,     // half of those found, by luck; the others never
        by_step,  // clusters of people, one after another
        in_part,  // half of the clusters, the others never
    } how = How::everybody;
    int clusters = 12;
    Minutes step = 0;  // from one cluster's start to the next
};

/// A programme in an arm.
struct Use {
    int programme = 0;
    Minutes starts = 0;
    std::optional<double> after_saving;  // else by the date alone
    Minutes at_latest = never;
    Allocation allocation = {};
    // In place of the programme's own, where the arm says so:
    std::optional<double> a_month = {}, at_once = {};
    std::optional<double> taken_up = {};     // chance, before ratios
    std::optional<double> sensitivity = {};  // asked of the score
};

struct ArmPlan {
    Lens lens = Lens::controlled;
    std::vector<Use> uses;            // in order of choosing
    std::vector<double> cost_ratios;  // of the model's costs
};

}  // namespace forestall
