// What a parameter rests on: its source, how far that was checked, and how far the truth may lie from the
// figure.
#pragma once

#include <string>

#include "sim/model/parameters.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

struct Evidence {
    const SourceEntry* source = nullptr;  // null: it names none that exists
    std::string grade;                    // "assumed" without a source
    RatioRange range;                     // ratios to the figure
    bool range_is_of_grade = false;       // the source gives none
    std::string distribution;             // lognormal, normal, beta, gamma, uniform
};

/// The range that stands in where a source gives none.
RatioRange range_of_grade(const std::string& grade);

/// Whether nobody has checked such figures yet.
bool is_unchecked(const std::string& grade);

/// The sources must outlive the answer.
Evidence evidence_of(const Parameter& parameter, const StudyFiles& files);

}  // namespace forestall
