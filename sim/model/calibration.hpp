// A calibration as it was written: what a study should come to, and which parameters may change to get it
// there. Filled by sim/io; plain data.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/model/spec.hpp"

namespace forestall {

/// What a study should come to in one calendar year, and how sure that is.
struct TargetSpec {
    /// total: as counted. per_1000_people: for 1,000 person-years lived in the same strata. share: of `of`.
    enum class Per { total, per_1000_people, share };
    /// Labels of one stratum; any of them.
    using Stratum = std::pair<Name, std::vector<std::string>>;

    std::vector<Name> measures, of;  // added up
    Per per = Per::total;
    int year = 0;
    double value = 0, low = 0, high = 0;  // with its 95% interval
    std::string place;                    // the name of the place it is known for
    std::string source;
    std::vector<Stratum> strata;  // none: everybody
    Where where;
};

/// Parameters that one factor may multiply.
struct FreeSpec {
    std::vector<Name> paths;
    double at_least = 1, at_most = 1;
    std::optional<RatioRange> range;  // what is believed beforehand; none: what their sources say
    Where where;
};

struct CalibrationSpec {
    Name name;
    std::string title;
    Name study, targets_file;  // paths as written
    std::vector<TargetSpec> targets;
    std::vector<FreeSpec> free;
    Where where;
};

/// A calibration with the study that it names, the study's figures as written.
struct CalibrationFiles {
    CalibrationSpec calibration;
    StudyFiles study;  // with the texts of the calibration too
};

}  // namespace forestall
