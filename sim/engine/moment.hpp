// One event under way. Internal to sim/engine.
#pragma once

#include "sim/engine/life.hpp"

namespace forestall {

struct Life::Moment {
    Record person;
    Minutes t;
    Worker& worker;
    Watch* watch;
    std::array<FactorValue, most_factors> before;  // factors before the event; set at its start
    std::size_t cell_before = 0;
    bool counted = true;  // false while the population warms up
    bool gone = false;    // died or moved away
    bool died = false;
};

}  // namespace forestall
