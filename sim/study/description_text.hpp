// The words and tables that a description is made of. Internal to sim/study.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/model/spec.hpp"

namespace forestall::description {

using Lines = std::vector<std::string>;

/// Free text of an author on one line, without meaning to Markdown, fit for a cell of a table.
std::string plain(const std::string& text);
/// A name as it is written in the files.
std::string code(const std::string& name);
Lines codes(const std::vector<Name>& names);
/// As readers see a name: "home_small" is "home small".
std::string in_words(std::string name);
/// "Emergency admission (`emergency_admission`)".
std::string titled(const std::string& title, const std::string& name);

/// "1,410", "0.0648".
std::string figure(double value);
/// "0.5 a year", "30 days", "1 day"; a ratio or a chance alone.
std::string with_unit(double value, const std::string& unit);
/// "per 1,000 people a year".
std::string unit_in_words(const std::string& unit);
/// "1 arm", "2 arms".
std::string counted(std::size_t number, const std::string& one);

/// "a, b or c".
std::string joined(const Lines& parts, const std::string& last);
/// "a; b; c".
std::string listed(const Lines& parts);

/// One point of a list, `depth` points in.
std::string point(int depth, const std::string& text);
/// With an empty line behind it; nothing when there are no rows.
std::string table(const Lines& heads, const std::vector<Lines>& rows);

}  // namespace forestall::description
