// Rates, and what multiplies rates, lengths and chances.
#pragma once

#include <string>
#include <vector>

#include "sim/io/read_context.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

RateSpec read_rate(const Node& node, Context& context, const std::string& inherited);

/// Figures by the states of a track or counter.
StateValuesSpec read_state_values(const Node& node);

/// The multipliers under `times`; none when the key is not there.
std::vector<TimesSpec> read_times(const Node& parent, Context& context, const std::string& inherited);

/// The multipliers of a map of them.
std::vector<TimesSpec> read_multipliers(const Node& times, Context& context, const std::string& inherited);

}  // namespace forestall
