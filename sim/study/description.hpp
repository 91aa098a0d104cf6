// A study described for those who judge it: which people, what can happen to them, how often, from what
// source.
//
// The order is that of two published checklists, so that a reader finds what they look for where they expect
// it: ODD (Grimm et al. 2020, doi:10.18564/jasss.4259) and STRESS for agent-based simulation (Monks et al.
// 2019, doi:10.1080/17477778.2018.1442155). Everything is taken from the files and from what the engine does;
// what only the author of a study knows is marked as theirs to write. Nothing is compiled or run.
#pragma once

#include <string>

#include "sim/model/spec.hpp"

namespace forestall {

/// Markdown, the same for the same files.
std::string description_of(const StudyFiles& files);

}  // namespace forestall
