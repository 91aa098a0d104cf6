// What the figures of a study rest on: parameters by grade, and the sources that the text names.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/model/evidence.hpp"
#include "sim/model/parameters.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_sources.hpp"
#include "sim/study/description_text.hpp"

namespace forestall::description {

namespace {

/// Best first, with what docs/model-language/files-and-checks.md says of them.
constexpr std::pair<const char*, const char*> grades[] = {
    {"seen", "read in the source itself"},
    {"quoted", "read in a second source that quotes it"},
    {"derived", "worked out from figures that were seen"},
    {"recalled", "from memory of the source, to be checked"},
    {"assumed", "judgement"},
};

struct Counts {
    std::size_t all = 0;
    std::map<std::string, std::size_t> by_grade, by_source;  // source: its label
};

/// Parameters are handles into what they are asked of, hence the copy.
Counts counts_of(StudyFiles files) {
    files.texts.clear();
    Counts counts;
    for (const Parameter& parameter : parameters_of(files)) {
        const Of of = parameter.is_of_place() ? Of::place : Of::model;
        ++counts.all;
        ++counts.by_grade[evidence_of(parameter, files).grade];
        ++counts.by_source[source_label(files, of, parameter.source)];
    }
    return counts;
}

std::string grade_table(const Counts& counts) {
    std::vector<Lines> rows;
    for (const auto& [grade, meaning] : grades) {
        const auto found = counts.by_grade.find(grade);
        const std::size_t number = found == counts.by_grade.end() ? 0 : found->second;
        const double share =
            counts.all == 0 ? 0 : 100.0 * static_cast<double>(number) / static_cast<double>(counts.all);
        rows.push_back({grade, meaning, figure(static_cast<double>(number)), fmt::format("{:.0f}%", share)});
    }
    return table({"Grade", "Meaning", "Parameters", "Share"}, rows);
}

/// Every source by its label; those of the place that are the model's too stand once.
std::map<std::string, const SourceEntry*> all_sources(const StudyFiles& files) {
    std::map<std::string, const SourceEntry*> all;
    for (const auto& [key, entry] : files.model.sources) all[source_label(files, Of::model, key)] = &entry;
    for (const auto& [key, entry] : files.place.sources) all[source_label(files, Of::place, key)] = &entry;
    return all;
}

std::string what_it_is(const SourceEntry& entry) {
    Lines parts;
    for (const std::string& part : {entry.title, entry.publisher, entry.year, entry.where})
        if (!part.empty()) parts.push_back(plain(part));
    return fmt::format("{}", listed(parts));
}

std::string source_table(const StudyFiles& files, const Counts& counts, const std::string& text) {
    std::vector<Lines> rows;
    for (const auto& [label, entry] : all_sources(files)) {
        const auto found = counts.by_source.find(label);
        const std::size_t number = found == counts.by_source.end() ? 0 : found->second;
        if (number == 0 && text.find("[" + label + "]") == std::string::npos) continue;
        rows.push_back(
            {"[" + label + "]", entry->grade, figure(static_cast<double>(number)), what_it_is(*entry)});
    }
    return table({"Source", "Grade", "Parameters", "What it is"}, rows);
}

}  // namespace

std::size_t parameters_in(const StudyFiles& files) { return counts_of(files).all; }

std::string evidence_section(const StudyFiles& files, const std::string& text) {
    const Counts counts = counts_of(files);
    return fmt::format(
        "## Evidence\n\n"
        "Model and place have {}: figures that say how often, how long, how likely or how dear. A table, a "
        "season or a rate by age counts as one; definitions and ratios of 1 are none. `forestall check "
        "--evidence` tells which of those that nobody has checked matter most.\n\n"
        "{}### Sources\n\n"
        "Sources that this description names, with the number of parameters that rest on each.\n\n{}",
        counted(counts.all, "parameter"), grade_table(counts), source_table(files, counts, text));
}

}  // namespace forestall::description
