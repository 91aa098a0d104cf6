// A study with nothing in it that sums over everybody do not need: it runs faster and keeps less.
#pragma once

#include "sim/model/spec.hpp"

namespace forestall {

/// Today's arm alone, without strata, tables of rates, or weighed costs.
inline StudyFiles lean_study(const StudyFiles& files) {
    StudyFiles lean{files.study, files.model, files.place, {}, {}};
    lean.study.strata.clear();
    lean.study.age_bands.clear();
    lean.study.occurrences.clear();
    lean.study.discount = {};
    lean.study.inflation = {};
    lean.study.arms.resize(1);
    lean.study.arms[0].programmes.clear();
    lean.study.attribution.reset();
    lean.study.table.clear();
    return lean;
}

}  // namespace forestall
