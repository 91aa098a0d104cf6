// ODD 7: every process, contact, utility and cost with every figure.
#include <algorithm>

#include <fmt/format.h>

#include "sim/study/description_outcomes.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

std::string kept_mean(const std::vector<Name>& with) {
    const std::string kept = "the rate is what the average person of each age and fixed kind has; what "
                             "multiplies it only decides whom it falls on";
    const std::string together =
        with.empty() ? "" : "; it is the rate of this and " + joined(codes(with), "and") + " together";
    return point(0, "**Average kept:** " + kept + together);
}

std::string multipliers(const StudyFiles& files, const std::vector<TimesSpec>& all) {
    if (all.empty()) return {};
    std::string text = point(0, "**Multiplied by:**");
    for (const TimesSpec& times : all) text += point(1, times_in_words(files, times));
    return text;
}

bool is_dated(const PlaceSpec& place, const std::string& name) {
    return std::any_of(place.times_calendars.begin(), place.times_calendars.end(),
                       [&](const CalendarSpec& calendar) { return calendar.name.text == name; });
}

/// What the place and the arms multiply it by.
std::string levels(const StudyFiles& files, const std::string& name) {
    std::string text;
    for (const auto& [of, ratio] : files.place.times)
        if (of.text == name)
            text += point(
                0, fmt::format("**In this place:** times {}{}{}", figure(ratio.value),
                               cited(files, Of::place, ratio.source),
                               is_dated(files.place, name) ? ", and a factor of the date (section 6)" : ""));
    for (const ArmSpec& arm : files.study.arms)
        for (const auto& [of, ratio] : arm.times)
            if (of.text == name)
                text += point(0, fmt::format("**In arm:** {}, times {}", code(arm.name.text), figure(ratio)));
    return text;
}

std::string process_in_full(const StudyFiles& files, const ProcessSpec& process) {
    std::string text = fmt::format("##### {}\n\n", titled(process.title, process.name.text));
    text += point(0, "**To whom:** " + condition_in_words(process.when));
    if (process.rate) text += point(0, "**Rate:** " + rate_in_full(files, *process.rate));
    if (process.after)
        text +=
            point(0, "**Wait, from when that begins to hold:** " + length_in_words(files, *process.after));
    if (process.keep_mean) text += kept_mean(process.keep_mean_with);
    text += multipliers(files, process.times) + levels(files, process.name.text);
    return text + point(0, "**What happens:**") + outcome_in_full(files, process.then, 1) + "\n";
}

std::string contact_in_full(const StudyFiles& files, const ContactSpec& contact) {
    const std::string unit = contact.unit.empty() ? "contacts" : plain(contact.unit);
    std::string text = fmt::format("##### {}\n\n", titled(contact.title, contact.name.text));
    text += point(0, "**Whose:** " + condition_in_words(contact.when));
    text += point(0, "**What is counted:** " + unit);
    text += point(0, "**Rate:** " + rate_in_full(files, contact.rate));
    if (contact.keep_mean) text += kept_mean({});
    return text + multipliers(files, contact.times) + levels(files, contact.name.text) + "\n";
}

enum class Which { contacts, utilities };

std::string contacts(const StudyFiles& files, Which which) {
    std::string text;
    for (const ContactSpec& contact : files.model.contacts)
        if (contact.is_utility == (which == Which::utilities)) text += contact_in_full(files, contact);
    if (text.empty()) return {};
    return (which == Which::utilities
                ? std::string("#### Utilities: what a year of life is worth\n\n")
                : std::string("#### Contacts: counted as time passes, changing nothing\n\n")) +
           text;
}

std::string payer_title(const ModelSpec& model, const std::string& name) {
    for (const auto& [payer, title] : model.payers)
        if (payer.text == name) return titled(title, name);
    return code(name);
}

std::string costs(const StudyFiles& files) {
    std::vector<Lines> rows;
    for (const CostSpec& cost : files.model.costs)
        rows.push_back({code(cost.name.text), code(cost.of.text), payer_title(files.model, cost.payer.text),
                        fmt::format("{} {}{}", figure(cost.value.value), code(cost.value.unit),
                                    cited(files, Of::model, cost.value.source))});
    if (rows.empty()) return {};
    return "#### Costs\n\nA price is for each event, person-day or contact that the measure counts; where it "
           "counts people, for each year that one of them spends so.\n\n" +
           table({"Cost", "Of the measure", "Payer", "Price"}, rows);
}

}  // namespace

std::string submodels(const StudyFiles& files) {
    std::string text = "### 7. Submodels\n\n"
                       "Rates and ratios multiply each other. A key in square brackets is the source of what "
                       "stands before it; the list of sources says what it is and how far it was checked.\n\n"
                       "#### Processes: what can happen to a person\n\n";
    for (const ProcessSpec& process : files.model.processes) text += process_in_full(files, process);
    return text + contacts(files, Which::contacts) + contacts(files, Which::utilities) + costs(files);
}

}  // namespace forestall::description
