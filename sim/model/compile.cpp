#include "sim/model/compile.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compile_limits.hpp"
#include "sim/model/compiler.hpp"
#include "sim/model/pathway_graph.hpp"

namespace forestall {

namespace {

/// The highest rate of a contact is held in this many bits; 60 million people for a month then stay
/// within 63.
constexpr double level_bits = 20;

/// A rate of one a year in the units in which clocks count.
constexpr double one_a_year = clock_scale / minutes_per_year;

}  // namespace

int Model::factor_named(const std::string& wanted) const {
    for (std::size_t i = 0; i < factors.size(); ++i)
        if (factors[i].name == wanted) return static_cast<int>(i);
    return -1;
}

int Model::process_named(const std::string& wanted) const {
    for (std::size_t i = 0; i < processes.size(); ++i)
        if (processes[i].name == wanted) return static_cast<int>(i);
    return -1;
}

int Model::measure_named(const std::string& wanted) const {
    for (std::size_t i = 0; i < measures.size(); ++i)
        if (measures[i].name == wanted) return static_cast<int>(i);
    return -1;
}

Calendar calendar_of(const StudySpec& study) {
    Problems problems;
    for (const auto& [date, where] : {std::pair{study.start, study.where}, {study.end, study.end_where}})
        if (!is_valid(date))
            problems.add(where, fmt::format("{} is not a date", to_string(date)), "",
                         "write year-month-day, as in 2024-07-01");
    problems.raise_if_any();
    const std::int64_t days = days_since_epoch(study.end) - days_since_epoch(study.start);
    if (days <= 0)
        problems.add(study.end_where,
                     fmt::format("the study ends ({}) before it starts ({})", to_string(study.end),
                                 to_string(study.start)),
                     "", "give an end after the start");
    if (days > 365 * 1000)
        problems.add(study.end_where, "the study is longer than 1,000 years",
                     "time is held in 32 bits of minutes", "give an earlier end");
    problems.raise_if_any();
    return {study.start, study.end};
}

ModelSpec with_sampled_contacts(ModelSpec model) {
    const auto utilities = std::stable_partition(model.contacts.begin(), model.contacts.end(),
                                                 [](const auto& contact) { return !contact.is_utility; });
    for (auto at = model.contacts.begin(); at != utilities; ++at) {
        const ContactSpec& contact = *at;
        MeasureSpec measure;
        measure.kind = MeasureSpec::Kind::count;
        measure.name = contact.name;
        measure.title = contact.title;
        measure.unit = contact.unit.empty() ? "contacts" : contact.unit;
        measure.counts = {contact.name};
        model.measures.push_back(std::move(measure));
        ProcessSpec process;
        process.name = contact.name;
        process.title = contact.title;
        process.when = contact.when;
        process.rate = contact.rate;
        process.times = contact.times;
        process.keep_mean = contact.keep_mean;
        process.source = contact.source;
        model.processes.push_back(std::move(process));
    }
    model.contacts.erase(model.contacts.begin(), utilities);  // the worth of a year is no event
    return model;
}

Compiler::Compiler(const StudyFiles& files, Executor& executor)
    : files_(files), executor_(executor),
      sampled_(files.study.sampled_contacts ? with_sampled_contacts(files.model) : ModelSpec{}),
      spec_(files.study.sampled_contacts ? sampled_ : files.model), place_(files.place),
      calendar_(calendar_of(files.study)) {}

// --- Names
// ------------------------------------------------------------------------------------------------------------

std::vector<std::string> Compiler::names_of(Factor::Kind kind) const {
    std::vector<std::string> names;
    for (const auto& factor : model_.factors)
        if (factor.kind == kind) names.push_back(factor.name);
    return names;
}

int Compiler::factor(const Name& name, const char* what) {
    const auto found = factor_ids_.find(name.text);
    if (found != factor_ids_.end()) return found->second;
    std::vector<std::string> names = names_of(Factor::Kind::track);
    for (const auto kind : {Factor::Kind::counter, Factor::Kind::score})
        for (const auto& other : names_of(kind)) names.push_back(other);
    names.push_back("age");
    problems_.add(
        name.where,
        fmt::format("unknown track or counter '{}' in {} {}", name.text, what[0] == 'e' ? "an" : "a", what),
        "", suggest(name.text, names));
    return -1;
}

int Compiler::state(int factor, const Name& name) {
    const auto& states = model_.factors[static_cast<std::size_t>(factor)].states;
    const auto at = std::find(states.begin(), states.end(), name.text);
    if (at != states.end()) return static_cast<int>(at - states.begin());
    problems_.add(name.where,
                  fmt::format("'{}' has no state '{}'", model_.factors[static_cast<std::size_t>(factor)].name,
                              name.text),
                  "", suggest(name.text, states));
    return -1;
}

int Compiler::process(const Name& name) {
    const auto found = process_ids_.find(name.text);
    if (found != process_ids_.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [known, id] : process_ids_) names.push_back(known);
    problems_.add(name.where, fmt::format("unknown process '{}'", name.text), "", suggest(name.text, names));
    return -1;
}

const TableSpec* Compiler::table(const Name& name) {
    const auto found = table_ids_.find(name.text);
    if (found != table_ids_.end()) return tables_[static_cast<std::size_t>(found->second)];
    std::vector<std::string> names;
    for (const auto& [known, id] : table_ids_) names.push_back(known);
    problems_.add(name.where, fmt::format("unknown table '{}'", name.text), "", suggest(name.text, names));
    return nullptr;
}

// --- The whole
// ----------------------------------------------------------------------------------------------------------

void Compiler::add_newborn() {
    model_.newborn.assign(model_.factors.size(), 0);
    for (const auto& track : spec_.tracks) {
        if (!track.newborn) continue;
        const int id = factor_ids_.at(track.name.text), at = state(id, *track.newborn);
        if (at >= 0) model_.newborn[static_cast<std::size_t>(id)] = static_cast<FactorValue>(at);
    }
    for (const auto& since : model_.sinces)
        model_.newborn[static_cast<std::size_t>(since.factor)] = since.track >= 0 ? 1 : 0;
    for (const auto& score : model_.scores)
        model_.newborn[static_cast<std::size_t>(score.factor)] = score.state(model_.newborn.data());
    model_.share_boys = place_.boys_per_girl / (1 + place_.boys_per_girl);
    const auto sex = factor_ids_.find("sex");
    if (sex == factor_ids_.end()) return;
    const auto& states = model_.factors[static_cast<std::size_t>(sex->second)].states;
    const auto male = std::find(states.begin(), states.end(), "male");
    if (male == states.end() || states.size() != 2) return;
    model_.sex_factor = sex->second;
    model_.male_state = static_cast<int>(male - states.begin());
}

void Compiler::finish_rows() {
    std::vector<std::size_t> sizes;
    for (std::size_t f = 0; f < model_.factors.size(); ++f) sizes.push_back(values_of(static_cast<int>(f)));
    model_.rates = RowProduct(static_cast<int>(model_.clocked.size()), rate_terms_, sizes);
    model_.amounts = RowProduct(static_cast<int>(amount_base_.size()), amount_terms_, sizes);
    model_.levels = RowProduct(static_cast<int>(level_base_.size()), level_terms_, sizes);
    const auto padded = [](const std::vector<double>& values, int width) {
        std::vector<float> out(values.begin(), values.end());
        out.resize(static_cast<std::size_t>(width), 0.0f);
        return out;
    };
    std::vector<double> base = rate_base_;
    for (double& value : base) value *= one_a_year;
    model_.base = padded(base, model_.rates.width());
    model_.amounts_base = padded(amount_base_, model_.amounts.width());
    // Contacts are held in whole numbers: each in units fine beside its own highest rate, coarse enough for
    // the sums of a country.
    model_.level_units.assign(level_base_.size(), 1.0);
    std::vector<double> levels = level_base_;
    for (const auto& contact : spec_.contacts) {
        const auto column = static_cast<std::size_t>(level_ids_.at(contact.name.text));
        const double highest = model_.levels.highest(static_cast<int>(column)) * levels[column];
        if (highest > 0) model_.level_units[column] = std::exp2(level_bits - std::ceil(std::log2(highest)));
        levels[column] *= model_.level_units[column];
    }
    model_.levels_base = padded(levels, model_.levels.width());
    model_.warm_up_base.assign(model_.base.size(), 0.0f);
    for (const auto& name : spec_.warm_up.processes)
        if (const auto clock = clock_ids_.find(name.text); clock != clock_ids_.end())
            model_.warm_up_base[static_cast<std::size_t>(clock->second)] =
                model_.base[static_cast<std::size_t>(clock->second)];
        else
            process(name);
    if (spec_.warm_up.length)
        model_.warm_up = static_cast<Minutes>(
            std::llround(spec_.warm_up.length->value * minutes_in(spec_.warm_up.length->unit)));
}

void Compiler::lay_out_record() {
    RecordLayout& at = model_.layout;
    std::size_t end = 0;
    const auto place = [&end](std::size_t count, std::size_t size) {
        end = (end + size - 1) / size * size;
        const std::size_t start = end;
        end += count * size;
        return start;
    };
    at.key = place(1, 8);
    at.factors = place((model_.factors.size() + 7) / 8, 8);  // in whole words, to be copied fast
    at.birth = place(1, 4);
    at.timers = place(model_.timers.size(), 4);
    at.stamps = place(model_.sinces.size(), 4);
    at.counter_times = place(static_cast<std::size_t>(model_.counter_times), 4);
    at.propensities = place(model_.propensities.size(), 4);
    at.past = end = (end + 7) / 8 * 8;
    at.clocks = place(model_.clocked.size(), 8);
    at.occurrences = place(model_.clocked.size(), 2);
    at.starts = place(model_.timers.size(), 2);
    at.cause = place(1, 1);
    at.stride = end = (end + 7) / 8 * 8;
    at.enrolments = place(model_.programmes.size(), sizeof(Enrolment));
    at.strand_stride = (end + 7) / 8 * 8;
}

Model Compiler::run(const LivePasts& live) {
    model_.name = spec_.name.text;
    model_.title = spec_.title;
    for (const auto& spec : spec_.tables) {
        const TableSpec* given = &spec;
        for (const auto& local : place_.tables)
            if (local.name.text == spec.name.text) given = &local;
        if (spec.from_place && given == &spec)
            problems_.add(place_.where, fmt::format("the place gives no table '{}'", spec.name.text),
                          fmt::format("the model takes it `from: place` ({})", to_string(spec.name.where)),
                          "add it under `tables`");
        table_ids_[spec.name.text] = static_cast<int>(tables_.size());
        tables_.push_back(given);
    }
    for (const auto& local : place_.tables)
        if (!table_ids_.contains(local.name.text)) {
            std::vector<std::string> names;
            for (const auto& [name, id] : table_ids_) names.push_back(name);
            problems_.add(local.name.where, fmt::format("the model has no table '{}'", local.name.text),
                          "a place's tables stand in for the model's", suggest(local.name.text, names));
        }
    collect_ages();
    problems_.raise_if_any();
    add_factors();
    problems_.raise_if_any();
    find_fixed_tracks();
    add_scores();
    add_processes();
    add_contacts();
    add_effects();
    for (const auto& [name, number] : place_.times) {
        const auto clock = clock_ids_.find(name.text);
        const auto level = level_ids_.find(name.text);
        if (clock != clock_ids_.end())
            rate_base_[static_cast<std::size_t>(clock->second)] *= number.value;
        else if (level != level_ids_.end())
            level_base_[static_cast<std::size_t>(level->second)] *= number.value;
        else if (process(name) >= 0)
            problems_.add(name.where, fmt::format("the place multiplies '{}', which has no rate", name.text),
                          "it happens after a length of time", "remove it");
        for (auto& mean : means_)
            if (mean.name == name.text) mean.rate_base *= number.value;
    }
    add_layers();
    add_measures();
    add_costs();
    add_programmes();
    add_strata();
    add_occurrences();
    model_.discount = files_.study.discount;
    model_.inflation = files_.study.inflation;
    check_result_names();
    for (const auto& contact : spec_.contacts)
        for (const auto& times : contact.times)
            if (times.kind == TimesSpec::Kind::propensity)
                problems_.add(times.name.where,
                              fmt::format("contact '{}' has a propensity", contact.name.text),
                              "contacts are counted as rate x time, the same for people in the same states",
                              "make it a process, or ask for `contacts: sampled`");
    if (spec_.pasts.lives > 0 &&
        (!spec_.mix.slow.empty() || !spec_.mix.fast.empty() || spec_.warm_up.length.has_value()))
        problems_.add(spec_.pasts.where, "both 'pasts' and 'mix' or 'warm_up'",
                      "people who take over lives that were lived beforehand need neither",
                      "remove 'mix' and 'warm_up', or 'pasts'");
    if (problems_.empty()) check_pathways(spec_, problems_);
    if (model_.factors.size() > most_factors)
        problems_.add(spec_.where, fmt::format("{} tracks, counters and times since", model_.factors.size()),
                      fmt::format("a person's record holds at most {}", most_factors), "merge some");
    if (model_.clocked.size() > 250)
        problems_.add(spec_.where, fmt::format("{} processes with a rate", model_.clocked.size()),
                      "a model holds at most 250", "merge some");
    problems_.raise_if_any();
    add_newborn();
    finish_rows();
    check_rates();
    problems_.raise_if_any();
    lay_out_record();
    if (spec_.pasts.lives > 0)
        add_pasts(live);
    else
        solve_mix();
    problems_.raise_if_any();
    return std::move(model_);
}

Model compile(const StudyFiles& files) {
    SerialExecutor serial;
    return compile(files, serial);
}

Model compile(const StudyFiles& files, Executor& executor) { return compile(files, executor, {}); }

Model compile(const StudyFiles& files, Executor& executor, const LivePasts& live) {
    return Compiler(files, executor).run(live);
}

ArmModel compile_arm(const ArmSpec& arm, const Model& model) {
    ArmModel made{arm.name.text,     arm.title.empty() ? arm.name.text : arm.title,
                  model.base,        model.warm_up_base,
                  model.levels_base, std::vector<double>(model.costs.size(), 1.0)};
    Problems problems;
    const auto cost_named = [&](const std::string& name) {
        return std::find_if(model.costs.begin(), model.costs.end(),
                            [&](const Cost& cost) { return cost.name == name; });
    };
    for (const auto& [name, ratio] : arm.times) {
        const int process = model.process_named(name.text);
        const int measure = model.measure_named(name.text);
        const int clock = process >= 0 ? model.processes[static_cast<std::size_t>(process)].clock : -1;
        if (clock >= 0) {
            float& base = made.base[static_cast<std::size_t>(clock)];
            base *= static_cast<float>(ratio);
            const double a_year = model.rates.highest(clock) * static_cast<double>(base) / one_a_year *
                                  highest_season(model, clock);
            if (ratio > 1 && is_too_often(a_year))
                add_too_often(problems, name.where,
                              fmt::format("arm '{}' lets '{}' happen", arm.name.text, name.text), a_year,
                              "lower the ratio");
        } else if (measure >= 0 &&
                   model.measures[static_cast<std::size_t>(measure)].kind == Measure::Kind::contacts)
            made.levels_base[static_cast<std::size_t>(
                model.measures[static_cast<std::size_t>(measure)].column)] *= static_cast<float>(ratio);
        else if (cost_named(name.text) != model.costs.end())
            made.cost_ratios[static_cast<std::size_t>(cost_named(name.text) - model.costs.begin())] *= ratio;
        else {
            std::vector<std::string> names;
            for (const auto& one : model.costs) names.push_back(one.name);
            for (const auto& one : model.processes)
                if (one.clock >= 0) names.push_back(one.name);
            for (const auto& one : model.measures)
                if (one.kind == Measure::Kind::contacts) names.push_back(one.name);
            problems.add(name.where,
                         fmt::format("arm '{}' changes '{}', which has no rate", arm.name.text, name.text),
                         "", suggest(name.text, names));
        }
    }
    problems.raise_if_any();
    return made;
}

}  // namespace forestall
