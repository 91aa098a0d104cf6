#include "sim/study/description_outcomes.hpp"

#include <variant>

#include <fmt/format.h>

#include "sim/study/description_sources.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

std::string move_in_words(const SetSpec& set) {
    const std::string track = in_words(set.track.text);
    if (set.state.text == "next" || set.state.text == "previous")
        return fmt::format("{} moves to the {} state", track, set.state.text);
    return fmt::format("{} becomes '{}'", track, in_words(set.state.text));
}

std::string life_in_words(LifeEvent event) {
    switch (event) {
    case LifeEvent::dies: return "the person dies";
    case LifeEvent::leaves: return "the person moves away, for good";
    case LifeEvent::gives_birth: return "a newborn joins";
    case LifeEvent::none: break;
    }
    return {};
}

/// What happens at once; stays and branches are told on lines of their own.
Lines happenings(const OutcomeSpec& outcome) {
    Lines parts;
    if (!outcome.counts.empty()) parts.push_back("counted as " + joined(codes(outcome.counts), "and"));
    for (const SetSpec& set : outcome.sets) parts.push_back(move_in_words(set));
    if (outcome.life != LifeEvent::none) parts.push_back(life_in_words(outcome.life));
    return parts;
}

std::string chance_in_words(const StudyFiles& files, const BranchSpec& branch) {
    if (branch.otherwise) return "otherwise:";
    std::string text;
    if (const Name* name = std::get_if<Name>(&branch.chance.value)) {
        text = "with the chance in " + table_in_words(files, name->text);
    } else {
        const Number& number = std::get<Number>(branch.chance.value);
        text = "with chance " + figure(number.value) + cited(files, Of::model, number.source);
    }
    Lines factors;
    for (const TimesSpec& times : branch.times) factors.push_back(times_in_words(files, times));
    return text + (factors.empty() ? "" : ", multiplied by " + listed(factors)) + ":";
}

/// Writes an outcome as a list. A lead ("otherwise:") takes what happens at once onto its own line.
class OutcomeList {
  public:
    explicit OutcomeList(const StudyFiles& files) : files_(files) {}

    void add(const OutcomeSpec& outcome, const std::string& lead, int depth) {
        const bool has_more = !outcome.stays.empty() || !outcome.branches.empty();
        std::string now = listed(happenings(outcome));
        if (now.empty() && !has_more) now = "nothing more";
        const bool has_line = !lead.empty() || !now.empty();
        if (has_line) text_ += point(depth, lead + (lead.empty() || now.empty() ? "" : " ") + now);
        const int inner = lead.empty() ? depth : depth + 1;
        for (const StaySpec& stay : outcome.stays) add(stay, inner);
        if (!outcome.branches.empty()) add(outcome.branches, inner);
    }

    std::string text() && { return std::move(text_); }

  private:
    void add(const StaySpec& stay, int depth) {
        text_ +=
            point(depth, fmt::format("{} is '{}' for a stay of: {}{}", in_words(stay.enters.track.text),
                                     in_words(stay.enters.state.text), length_in_words(files_, stay.length),
                                     stay.afterwards.empty() ? "" : "; at its end:"));
        for (const OutcomeSpec& afterwards : stay.afterwards) add(afterwards, "", depth + 1);
    }

    void add(const std::vector<BranchSpec>& branches, int depth) {
        text_ += point(depth, "one of these, by one draw:");
        for (const BranchSpec& branch : branches)
            add(branch.then, chance_in_words(files_, branch), depth + 1);
        if (!branches.back().otherwise) text_ += point(depth + 1, "otherwise: nothing more");
    }

    const StudyFiles& files_;
    std::string text_;
};

}  // namespace

void for_each_outcome(const OutcomeSpec& outcome, const std::function<void(const OutcomeSpec&)>& see) {
    see(outcome);
    for (const StaySpec& stay : outcome.stays)
        for (const OutcomeSpec& afterwards : stay.afterwards) for_each_outcome(afterwards, see);
    for (const BranchSpec& branch : outcome.branches) for_each_outcome(branch.then, see);
}

std::string outcome_in_full(const StudyFiles& files, const OutcomeSpec& outcome, int depth) {
    OutcomeList list(files);
    list.add(outcome, "", depth);
    return std::move(list).text();
}

std::string outcome_in_short(const OutcomeSpec& outcome) {
    Lines parts = happenings(outcome);
    for (const StaySpec& stay : outcome.stays)
        parts.push_back(fmt::format("{} is '{}' for a time", in_words(stay.enters.track.text),
                                    in_words(stay.enters.state.text)));
    if (!outcome.branches.empty()) {
        const std::size_t nothing_more = outcome.branches.back().otherwise ? 0 : 1;
        const std::size_t ways = outcome.branches.size() + nothing_more;
        parts.push_back("by chance one of " + counted(ways, "way") + " on");
    }
    return parts.empty() ? "it is counted" : listed(parts);
}

}  // namespace forestall::description
