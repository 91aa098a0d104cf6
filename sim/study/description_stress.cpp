// The STRESS checklist for agent-based simulation (Monks et al. 2019), item by item.
#include <algorithm>

#include <fmt/format.h>

#include "sim/core/version.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

/// Rows of the checklist: number, subject, answer.
using Items = std::vector<Lines>;

void add_objectives(const StudyFiles& files, Items& items) {
    const std::size_t outputs = files.model.measures.size() + files.model.contacts.size();
    items.push_back(
        {"1.1", "Purpose of the model", plain(files.study.title) + ": ODD 1. Background: " + author_writes});
    items.push_back(
        {"1.2", "Model outputs",
         counted(outputs, "measure") + (files.model.costs.empty() ? "" : " and costs by payer") +
             ", defined in ODD 1 and 7, counted exactly as they happen, by month and year (ODD 4, "
             "observation). Error: the spread over replicates."});
    items.push_back({"1.3", "Experimentation aims",
                     "Scenarios: " + counted(files.study.arms.size(), "arm") +
                         ", named in ODD 1. Why these: " + author_writes});
}

std::string scenario_logic(const StudySpec& study) {
    const bool any_change = std::any_of(study.arms.begin(), study.arms.end(),
                                        [](const ArmSpec& arm) { return !arm.times.empty(); });
    if (!any_change) return "No arm changes anything: the base model alone is run.";
    return "Arms multiply rates, contacts, utilities or prices from start to end, and nothing else: the "
           "table in ODD 1, and each process in ODD 7.";
}

std::string algorithms(const ModelSpec& model) {
    const auto keeps = [](const auto& one) { return one.keep_mean; };
    std::string text = "Competing clocks in whole numbers, run down exactly (ODD 3).";
    if (std::any_of(model.processes.begin(), model.processes.end(), keeps) ||
        std::any_of(model.contacts.begin(), model.contacts.end(), keeps))
        text +=
            " Averages that are kept: the rate wanted, over the mean of the multipliers among people of that "
            "age and fixed kind.";
    if (model.pasts.lives > 0) text += " Pasts lived beforehand (ODD 5).";
    if (!model.mix.slow.empty()) text += " The mix of states by age (ODD 5).";
    return text;
}

void add_logic(const StudyFiles& files, Items& items) {
    items.push_back(
        {"2.1", "Base model overview diagram",
         "`forestall graph STUDY --out pathways.svg` draws which state can follow which, and by what."});
    items.push_back({"2.2", "Base model logic",
                     counted(files.model.processes.size(), "process") + ": ODD 3 in short, ODD 7 in full."});
    items.push_back({"2.3", "Scenario logic", scenario_logic(files.study)});
    items.push_back({"2.4", "Algorithms", algorithms(files.model)});
    items.push_back(
        {"2.5.1", "Components: environment",
         "The place, with its own levels, and the date through calendars (ODD 2 and 6). No space."});
    items.push_back({"2.5.2", "Components: agents",
                     "People, each with an age and " + counted(files.model.tracks.size(), "track") +
                         " (ODD 2). They follow rates and take no decisions."});
    items.push_back(
        {"2.5.3", "Components: interaction topology", "None: nobody's life depends on another's."});
    items.push_back(
        {"2.5.4", "Components: entry and exit",
         "In: the people at the start, births, and people who move in, where the model and the place have "
         "them. Out: deaths and moves away (ODD 2)."});
}

void add_data(const StudyFiles& files, std::size_t parameters, Items& items) {
    items.push_back({"3.1", "Data sources", "The list of sources below, each with how far it was checked."});
    items.push_back(
        {"3.2", "Pre-processing", "How tables were made from their sources: " + std::string(author_writes)});
    items.push_back(
        {"3.3", "Input parameters",
         counted(parameters, "parameter") + ", every one in ODD 2, 6 and 7; tables at the end" +
             (files.study.parameters.text.empty() ? "." : "; with fitted factors multiplied in.")});
    items.push_back(
        {"3.4", "Assumptions",
         "Figures graded *assumed* or *recalled* in the list of sources; people do not affect each "
         "other (ODD 4). Others that the authors made: " +
             std::string(author_writes)});
}

std::string initial_conditions(const ModelSpec& model) {
    const char* states = model.pasts.lives > 0     ? "pasts lived beforehand"
                         : !model.mix.slow.empty() ? "the mix of states by age"
                                                   : "the newborn's states";
    const std::string warm_up =
        model.warm_up.length
            ? "a warm-up of " + with_unit(model.warm_up.length->value, model.warm_up.length->unit)
            : "no warm-up";
    return fmt::format("People of the place with {}, and {} (ODD 5).", states, warm_up);
}

std::string estimation(const StudySpec& study) {
    const std::string number =
        study.replicates == 1
            ? "1 replicate: figures hold the chance of one luck."
            : counted(static_cast<std::size_t>(study.replicates), "replicate") +
                  ", each with luck of its own: figures are means over them, their error the spread.";
    const char* shared = study.arms.size() == 1 ? ""
                                                : " Arms share their luck, so that differences between them "
                                                  "vary less than they do.";
    return number + shared + " `--replicates` and `--seed` give others.";
}

void add_experimentation(const StudyFiles& files, Items& items) {
    items.push_back({"4.1", "Initialisation", initial_conditions(files.model)});
    items.push_back({"4.2", "Run length", "Terminating: " + horizon_in_words(files.study) + "."});
    items.push_back(
        {"4.3", "Estimation approach", estimation(files.study) + " Why this number: " + author_writes});
}

void add_implementation(const StudyFiles& files, Items& items) {
    items.push_back({"5.1", "Software or programming language",
                     fmt::format("Forestall {}, in C++20; models are data, in YAML and CSV.", version)});
    items.push_back(
        {"5.2", "Random sampling",
         fmt::format("Philox4x32-10 (Salmon et al. 2011), counter-based, keyed by seed ({}), replicate, "
                     "person, process and occurrence. Lengths of time are quantiles at one uniform "
                     "draw each.",
                     files.study.seed)});
    items.push_back(
        {"5.3", "Model execution",
         "Continuous time, event by event (ODD 3). People are spread over threads; the result is the "
         "same bytes on any number of them."});
    items.push_back(
        {"5.4", "System specification",
         "Any machine that builds C++20 with CMake; Debian 12 and Ubuntu 24.04 are tried. The run "
         "record beside the results says how long a run took."});
}

}  // namespace

std::string stress_checklist(const StudyFiles& files) {
    Items items;
    add_objectives(files, items);
    add_logic(files, items);
    add_data(files, parameters_in(files), items);
    add_experimentation(files, items);
    add_implementation(files, items);
    items.push_back({"6.1", "Computer model sharing statement",
                     "Forestall is free software under the MIT licence. Where the files of this study can be "
                     "had: " +
                         std::string(author_writes)});
    return "## STRESS checklist\n\n"
           "The items are those for agent-based simulation of STRESS (Monks et al. 2019, "
           "doi:10.1080/17477778.2018.1442155). ODD and a number is a section above.\n\n" +
           table({"Item", "Subject", "Answer"}, items);
}

}  // namespace forestall::description
