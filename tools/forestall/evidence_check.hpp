// forestall check --evidence: which parameters rest on values that nobody has checked, and how much that
// matters.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace forestall {

struct EvidenceOptions {
    std::optional<double> sample;
    std::optional<int> threads;
    std::vector<std::string> measures;  // none: bed days and cost
    std::string csv;                    // a file as well as the screen
    bool all = false;                   // those with checked values too
};

/// Prints the register of a study. Throws InputError, Interrupted.
void check_evidence(const std::string& study, const EvidenceOptions& options);

}  // namespace forestall
