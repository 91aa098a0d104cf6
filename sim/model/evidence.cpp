#include "sim/model/evidence.hpp"

namespace forestall {

RatioRange range_of_grade(const std::string& grade) {
    if (grade == "seen") return {0.95, 1.05};
    if (grade == "quoted") return {0.9, 1.1};
    if (grade == "derived") return {0.85, 1.15};
    if (grade == "recalled") return {0.8, 1.25};
    return {0.67, 1.5};
}

bool is_unchecked(const std::string& grade) { return grade == "recalled" || grade == "assumed"; }

Evidence evidence_of(const Parameter& parameter, const StudyFiles& files) {
    const Sources* book = parameter.is_of_place() ? &files.place.sources : &files.model.sources;
    for (const ProgrammeSpec& programme : files.programmes)
        if (parameter.path.starts_with("programmes/" + programme.name.text + "/")) book = &programme.sources;
    const Sources& sources = *book;
    const auto found = sources.find(parameter.source);
    // A chance cannot pass 1; everything else is a size that is never below 0.
    const char* usual = parameter.unit == "chance" ? "beta" : "lognormal";
    const auto range_or = [&](const RatioRange& other) { return parameter.range.value_or(other); };
    if (found == sources.end())
        return {nullptr, "assumed", range_or(range_of_grade("assumed")), !parameter.range, usual};
    const SourceEntry& entry = found->second;
    return {&entry, entry.grade, range_or(entry.range.value_or(range_of_grade(entry.grade))),
            !entry.range && !parameter.range, entry.distribution.empty() ? usual : entry.distribution};
}

}  // namespace forestall
