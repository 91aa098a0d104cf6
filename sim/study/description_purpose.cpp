// ODD 1: what the study is for, its arms and what it reports.
#include <fmt/format.h>

#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

std::string changes_of(const ArmSpec& arm) {
    Lines changes;
    for (const auto& [name, ratio] : arm.times)
        changes.push_back(code(name.text) + " times " + figure(ratio));
    return changes.empty() ? "nothing" : joined(changes, "and");
}

std::string arms(const StudySpec& study) {
    std::vector<Lines> rows;
    for (const ArmSpec& arm : study.arms) rows.push_back({titled(arm.title, arm.name.text), changes_of(arm)});
    return table({"Arm", "What it changes"}, rows);
}

std::string what_is_counted(const MeasureSpec& measure) {
    if (measure.kind == MeasureSpec::Kind::people)
        return "people at the end of the month: " + condition_in_words(measure.who);
    if (measure.kind == MeasureSpec::Kind::days) return "person-days: " + condition_in_words(measure.who);
    Lines events;
    for (const Name& name : measure.counts)
        events.push_back(name.text == "born"      ? "newborns"
                         : name.text == "arrives" ? "people who move in"
                                                  : code(name.text));
    return "events: " + joined(events, "and");
}

std::string what_is_counted(const ContactSpec& contact) {
    const std::string unit = contact.unit.empty() ? "contacts" : plain(contact.unit);
    return unit + ", as time passes: " + condition_in_words(contact.when);
}

std::string measures(const ModelSpec& model) {
    std::vector<Lines> rows;
    for (const MeasureSpec& measure : model.measures)
        rows.push_back({titled(measure.title, measure.name.text), what_is_counted(measure)});
    for (const ContactSpec& contact : model.contacts)
        rows.push_back({titled(contact.title, contact.name.text), what_is_counted(contact)});
    return table({"Measure", "What it counts"}, rows);
}

}  // namespace

std::string horizon_in_words(const StudySpec& study) {
    return fmt::format("from the beginning of {} to the beginning of {}", to_string(study.start),
                       to_string(study.end));
}

std::string purpose_and_patterns(const StudyFiles& files) {
    const StudySpec& study = files.study;
    return fmt::format("### 1. Purpose and patterns\n\n"
                       "{}: to follow the people of {} by the model {}, {}, and to count the measures below. "
                       "There {} {}{}\n\n"
                       "{}"
                       "The question that the study answers, and whose decision it serves: {}\n\n"
                       "Patterns are what the model is judged by and used for: the measures below{}.\n\n"
                       "{}"
                       "How the measures compare with what has been observed: {}\n\n",
                       plain(study.title), titled(files.place.title, files.place.name.text),
                       titled(files.model.title, files.model.name.text), horizon_in_words(study),
                       study.arms.size() == 1 ? "is" : "are", counted(study.arms.size(), "arm"),
                       study.arms.size() == 1 ? "." : ", compared on the same people with the same luck.",
                       arms(study), author_writes, files.model.costs.empty() ? "" : ", and costs by payer",
                       measures(files.model), author_writes);
}

}  // namespace forestall::description
