// Words that many parts of the language share: names, figures, units. Only for the language_*.cpp files.
#pragma once

#include <map>
#include <string>

#include "sim/io/shape.hpp"

namespace forestall::language {

using Definitions = std::map<std::string, Shape, std::less<>>;

// Each file adds its part of the language.
void add_conditions(Definitions& all);
void add_figures(Definitions& all);  // numbers and lengths of time, with their units and sources
void add_tables(Definitions& all);   // tables, calendars, propensities, counters
void add_rates(Definitions& all);    // rates and what multiplies them
void add_lengths(Definitions& all);
void add_outcomes(Definitions& all);
void add_model(Definitions& all);
void add_place(Definitions& all);
void add_study(Definitions& all);
void add_sources(Definitions& all);
void add_calibration(Definitions& all);
void add_parameters(Definitions& all);  // fitted ones
void add_programme(Definitions& all);

Shape text(std::string noun = "text");
Shape name(std::string noun = "name", std::string example = "NAME");
Shape word(std::string noun, std::vector<std::string> words);
Shape yes_no();
Shape duration();
Shape number(std::string noun, Bounds bounds, std::string doc, std::string example = "1");
Shape multiplier();
/// Values by the states of a track or counter.
Shape state_values(const Shape& value, const std::string& noun);
Shape whole(const std::string& noun, Bounds bounds, const std::string& example);
/// Two ratios around 1
Shape ratio_range();
Shape map(std::string noun, MapForm form, std::string example);
/// A map with a fixed set of keys.
Shape record(std::string noun, std::vector<Field> fields, std::string example,
             std::vector<std::string> exactly_one_of = {});
/// A map of names that the user chooses to parts of one shape.
Shape named_parts(std::string noun, std::string definition, std::string doc);
/// `{table: NAME}`
Shape table_reference();
Field source();
Field kind_of_file(const std::string& kind);

const std::vector<std::string>& rate_units();
const std::vector<std::string>& table_units();

}  // namespace forestall::language
