// How often a process may happen at most. Internal to sim/model.
#pragma once

#include <string>

#include "sim/core/errors.hpp"
#include "sim/model/model.hpp"

namespace forestall {

/// The highest factor of any calendar on a clock; 1 where it has none.
double highest_season(const Model& model, int clock);

bool is_too_often(double a_year);

/// `what` is "process 'death' can happen".
void add_too_often(Problems& problems, const Where& where, const std::string& what, double a_year,
                   const std::string& remedy);

}  // namespace forestall
