// ODD 4: the design concepts. Most are the engine's own; observation is the study's.
#include <fmt/format.h>

#include "sim/study/description_outcomes.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"

namespace forestall::description {

namespace {

constexpr const char* principles =
    "**Basic principles.** Same luck, different care: a programme or an arm changes rates and never the "
    "draws of a person, so the same people can be followed in two worlds and every difference between them "
    "has a cause. Rates are products of figures by age, state, recent use and date; processes compete. "
    "Where a rate is published as an average, it is kept (`keep_mean`) and multipliers only decide whom it "
    "falls on.\n\n"
    "**Emergence.** The number of events, the people in each state and the costs follow from single lives; "
    "none of them is set. Averages that are kept, and the people at the start, are imposed.\n\n"
    "**Adaptation.** None: people follow rates and take no decisions.\n\n"
    "**Objectives.** None.\n\n"
    "**Learning.** None.\n\n"
    "**Prediction.** None.\n\n"
    "**Sensing.** None: rates depend on a person's own age, states and past, and on the date.\n\n"
    "**Interaction.** None yet: a life depends on nobody else's. People meet in windows, where later "
    "versions let them share what is scarce; a newborn takes fixed states from the mother.\n\n";

Lines what_is_drawn(const StudyFiles& files) {
    bool has_lengths = false, has_branches = false;
    for (const ProcessSpec& process : files.model.processes) {
        has_lengths = has_lengths || process.after.has_value();
        for_each_outcome(process.then, [&](const OutcomeSpec& outcome) {
            has_lengths = has_lengths || !outcome.stays.empty();
            has_branches = has_branches || !outcome.branches.empty();
        });
    }
    Lines drawn{"clocks of processes"};
    if (has_lengths) drawn.push_back("lengths of stays and waits");
    if (has_branches) drawn.push_back("branches");
    if (!files.model.propensities.empty()) drawn.push_back("lifelong tendencies");
    if (!files.place.population.exact_ages) drawn.push_back("birthdays");
    if (files.place.arrivals) drawn.push_back("who moves in and when");
    return drawn;
}

std::string stochasticity(const StudyFiles& files) {
    return fmt::format(
        "**Stochasticity.** Drawn are {}. Each draw comes from a counter-based generator (Philox4x32-10) "
        "keyed by seed, replicate, person, what the draw is for, and how often it was drawn before: it "
        "depends neither on the order of people nor on the number of threads, and is the same in every arm. "
        "Contacts are {}.\n\n",
        joined(what_is_drawn(files), "and"),
        files.study.sampled_contacts ? "drawn as events of their own"
                                     : "counted as rate times time, without chance");
}

std::string strata(const StudySpec& study) {
    if (study.strata.empty()) return "for the whole place";
    Lines names, bands;
    for (const Name& stratum : study.strata) names.push_back(in_words(stratum.text));
    for (const double from : study.age_bands) bands.push_back(figure(from));
    const bool has_bands = !bands.empty();
    return "by " + joined(names, "and") + (has_bands ? " (age bands from " + joined(bands, "and") + ")" : "");
}

std::string money(const StudySpec& study) {
    std::string text;
    if (study.discount.costs)
        text += fmt::format(" Costs are discounted by {} per cent a year as well.",
                            figure(*study.discount.costs));
    if (study.discount.utilities)
        text += fmt::format(" Utilities are discounted by {} per cent a year as well.",
                            figure(*study.discount.utilities));
    if (study.inflation.costs)
        text += fmt::format(" Costs are also given in money of the day, with prices that rise by {} per cent "
                            "a year{}.",
                            figure(*study.inflation.costs),
                            study.inflation.since ? " from " + to_string(*study.inflation.since) : "");
    return text;
}

std::string rates_as_lived(const StudySpec& study) {
    Lines names;
    for (const OccurrenceSpec& table : study.occurrences) names.push_back(code(table.process.text));
    if (names.empty()) return {};
    return " Events and person-years at risk are kept for " + joined(names, "and") + ".";
}

std::string observation(const StudyFiles& files) {
    return fmt::format(
        "**Observation.** Everything is counted as it happens, exactly, {}, by month and year: the measures "
        "and contacts of section 1{}{}. An event is counted in the group the person was in just before it; "
        "people are counted at the end of the month.{}{}\n\n",
        strata(files.study), files.model.layers.empty() ? "" : ", moves between layers",
        files.model.costs.empty() ? "" : ", and costs by payer (section 7)", money(files.study),
        rates_as_lived(files.study));
}

}  // namespace

std::string design_concepts(const StudyFiles& files) {
    return std::string("### 4. Design concepts\n\n") + principles + stochasticity(files) +
           "**Collectives.** None: people belong to no households or groups that act.\n\n" +
           observation(files);
}

}  // namespace forestall::description
