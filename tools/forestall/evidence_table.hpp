// The evidence register as a table for the screen and as one for other programs.
#pragma once

#include <string>
#include <vector>

#include "sim/model/evidence.hpp"
#include "sim/model/parameters.hpp"
#include "sim/study/influence.hpp"

namespace forestall {

struct EvidenceRow {
    Parameter parameter;
    Evidence evidence;
    Influence influence;
};

struct EvidenceRegister {
    std::vector<std::string> measures;  // of every influence, in order
    std::vector<EvidenceRow> rows;
};

/// By the largest change of any measure at either end, largest first.
void sort_worst_first(std::vector<EvidenceRow>& rows);

/// One line a parameter; changes in per cent, in brackets where they can be chance.
std::string evidence_table(const EvidenceRegister& all);

/// Changes and their standard errors in per cent; empty where the model cannot take the value.
std::string evidence_csv(const EvidenceRegister& all);

}  // namespace forestall
