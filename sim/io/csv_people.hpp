// People by age and fixed tracks: the population at the start, and those who move in.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/errors.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

enum class PeopleCount { whole, fractions_too };

/// Fills `people.fixed` (every column but age and people) and `people.rows`.
void read_people_rows(std::string_view text, const std::string& file, PeopleCount count, PeopleSpec& people,
                      Problems& problems);

}  // namespace forestall
