// One field of a CSV table: quoted where RFC 4180 asks for it, numbers in the shortest form that reads back
// the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// Quoted when it holds a comma, a quote or the end of a line.
std::string csv_field(std::string_view text);

/// The labels of an axis as fields. "days since ..." become dates, the whole numbers of an axis `year` the
/// first of January.
std::vector<std::string> csv_fields(const Axis& axis);

void append_csv_number(std::string& line, std::int64_t number);
/// NaN, Inf and -Inf are spelt as R and pandas both read them.
void append_csv_number(std::string& line, double number);

}  // namespace forestall
