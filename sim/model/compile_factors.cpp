// Factors: the age cells, tracks, pieces of time since, and counters that a person's rates may depend on.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

double minutes_in(const std::string& unit) {
    static const std::map<std::string, double> units{{"minutes", 1},
                                                     {"minute", 1},
                                                     {"hours", 60},
                                                     {"hour", 60},
                                                     {"days", 1440},
                                                     {"day", 1440},
                                                     {"weeks", 10080},
                                                     {"week", 10080},
                                                     {"months", minutes_per_year / 12.0},
                                                     {"month", minutes_per_year / 12.0},
                                                     {"years", minutes_per_year},
                                                     {"year", minutes_per_year}};
    const auto at = units.find(unit);
    return at == units.end() ? 0 : at->second;
}

double per_year_in(const std::string& unit) {
    static const std::map<std::string, double> units{
        {"per_year", 1},   {"per_1000_per_year", 1e-3}, {"per_100000_per_year", 1e-5},
        {"per_month", 12}, {"per_week", 365.25 / 7},    {"per_day", 365.25}};
    const auto at = units.find(unit);
    return at == units.end() ? 0 : at->second;
}

namespace {

Minutes as_minutes(double years) { return static_cast<Minutes>(std::llround(years * minutes_per_year)); }

/// Calls `visit` for every condition of an outcome's neighbours: the `when`s of a model.
template <class Visit>
void for_each_condition(const ModelSpec& spec, Visit&& visit) {
    for (const auto& process : spec.processes) visit(process.when);
    for (const auto& contact : spec.contacts) visit(contact.when);
    for (const auto& layer : spec.layers) visit(layer.when);
    for (const auto& measure : spec.measures) visit(measure.who);
}

template <class Visit>
void for_each_times(const OutcomeSpec& outcome, Visit&& visit) {
    for (const auto& stay : outcome.stays) {
        for (const auto& times : stay.length.times) visit(times);
        for (const auto& afterwards : stay.afterwards) for_each_times(afterwards, visit);
    }
    for (const auto& option : outcome.branches) {
        for (const auto& times : option.times) visit(times);
        for_each_times(option.then, visit);
    }
}

/// Calls `visit` for every multiplier in the model.
template <class Visit>
void for_each_times(const ModelSpec& spec, Visit&& visit) {
    for (const auto& process : spec.processes) {
        for (const auto& times : process.times) visit(times);
        if (process.after)
            for (const auto& times : process.after->times) visit(times);
        for_each_times(process.then, visit);
    }
    for (const auto& contact : spec.contacts)
        for (const auto& times : contact.times) visit(times);
}

}  // namespace

void Compiler::collect_ages() {
    std::set<Minutes> breaks{0};
    const auto add = [&](double years) {
        if (years > 0) breaks.insert(as_minutes(years));
    };
    for (const TableSpec* table : tables_) {
        const auto at =
            std::find_if(table->by.begin(), table->by.end(), [](const Name& by) { return by.text == "age"; });
        if (at == table->by.end()) continue;
        const auto column = static_cast<std::size_t>(at - table->by.begin());
        for (const auto& row : table->rows) add(std::atof(row.keys[column].c_str()));
    }
    const auto add_condition = [&](const ConditionSpec& condition) {
        for (const auto& clause : condition.any)
            for (const auto& test : clause) {
                if (test.factor.text != "age") continue;
                if (test.at_least) add(*test.at_least);
                if (test.below) add(*test.below);
            }
    };
    for_each_condition(spec_, add_condition);
    const auto add_times = [&](const TimesSpec& times) {
        if (times.kind == TimesSpec::Kind::age)
            for (const double at : times.pieces.breaks) add(at);
    };
    for_each_times(spec_, add_times);
    for (const ProgrammeSpec& programme : files_.programmes) {
        add_condition(programme.eligible);
        for (const auto& felt : programme.felt) add_condition(felt.when);
        for (const auto& set : programme.sets) add_condition(set.when);
        for (const auto& times : programme.taken_up.times) add_times(times);
    }
    const auto add_rate = [&](const RateSpec& rate) {
        if (rate.kind == RateSpec::Kind::by_age)
            for (const double at : rate.pieces.breaks) add(at);
    };
    for (const auto& process : spec_.processes)
        if (process.rate) add_rate(*process.rate);
    for (const auto& contact : spec_.contacts) add_rate(contact.rate);
    for (const double band : files_.study.age_bands) add(band);
    model_.age_breaks.assign(breaks.begin(), breaks.end());
    if (breaks.size() > 250)
        problems_.add(spec_.where, fmt::format("the model cuts age in {} cells", breaks.size()),
                      "at most 250 can be held", "use fewer different ages in tables and breaks");
}

void Compiler::add_factors() {
    const auto add = [&](Factor factor, const Where& where) {
        if (!factor_ids_.emplace(factor.name, static_cast<int>(model_.factors.size())).second)
            problems_.add(where, fmt::format("the name '{}' is used twice", factor.name),
                          "tracks, counters, scores and `age` share one list of names", "rename one");
        if (factor.states.size() > 255)
            problems_.add(where, fmt::format("'{}' has {} states", factor.name, factor.states.size()),
                          "at most 255 can be held");
        model_.factors.push_back(std::move(factor));
    };
    Factor age{Factor::Kind::age, "age", "Age", {}};
    for (const Minutes from : model_.age_breaks)
        age.states.push_back(fmt::format("{:g}", from / static_cast<double>(minutes_per_year)));
    add(age, spec_.where);
    for (const auto& track : spec_.tracks) {
        Factor factor{
            Factor::Kind::track, track.name.text, track.title.empty() ? track.name.text : track.title, {}};
        for (const auto& state : track.states) {
            if (std::count(factor.states.begin(), factor.states.end(), state.text) > 0)
                problems_.add(state.where,
                              fmt::format("track '{}' has the state '{}' twice", track.name.text, state.text),
                              "", "remove one");
            factor.states.push_back(state.text);
        }
        add(factor, track.name.where);
    }
    for (std::size_t i = 0; i < spec_.processes.size(); ++i) {
        const auto& name = spec_.processes[i].name;
        if (!process_ids_.emplace(name.text, static_cast<int>(i)).second)
            problems_.add(name.where, fmt::format("process '{}' is there twice", name.text));
        if (factor_ids_.contains(name.text))
            problems_.add(name.where, fmt::format("'{}' names a process and a track", name.text),
                          "`since` could not tell them apart", "rename one");
    }
    for (const auto& counter : spec_.counters) {
        Factor factor{Factor::Kind::counter, counter.name.text, counter.name.text, {}};
        for (int n = 0; n <= counter.up_to; ++n) factor.states.push_back(std::to_string(n));
        add(factor, counter.name.where);
        Counter made;
        made.factor = static_cast<int>(model_.factors.size()) - 1;
        made.window =
            static_cast<Minutes>(std::llround(counter.window.value * minutes_in(counter.window.unit)));
        made.depth = counter.up_to;
        made.first_time = model_.counter_times;
        model_.counter_times += made.depth;
        model_.counters.push_back(made);
    }
    for (const auto& score : spec_.scores) {
        Factor factor{
            Factor::Kind::score, score.name.text, score.title.empty() ? score.name.text : score.title, {}};
        for (const auto& state : score.states) factor.states.push_back(state.text);
        add(factor, score.name.where);
    }
}

int Compiler::since_index(const Name& name) {
    const auto seen = since_ids_.find(name.text);
    if (seen != since_ids_.end()) return seen->second;
    Since since;
    const auto track = factor_ids_.find(name.text);
    if (track != factor_ids_.end() &&
        model_.factors[static_cast<std::size_t>(track->second)].kind == Factor::Kind::track)
        since.track = track->second;
    else if (process_ids_.contains(name.text))
        since.process = process_ids_[name.text];
    else {
        std::vector<std::string> names = names_of(Factor::Kind::track);
        for (const auto& [process, id] : process_ids_) names.push_back(process);
        problems_.add(name.where, fmt::format("'{}' is neither a track nor a process", name.text),
                      "`since` counts from one of them", suggest(name.text, names));
        return -1;
    }
    std::set<Minutes> breaks;  // every break that anything asks of this clock-since
    const auto add = [&](const Name& other, const PiecesSpec& pieces) {
        if (other.text == name.text)
            for (const double at : pieces.breaks) breaks.insert(as_minutes(at));
    };
    for (const auto& process : spec_.processes)
        if (process.rate && process.rate->kind == RateSpec::Kind::by_since)
            add(process.rate->name, process.rate->pieces);
    for (const auto& contact : spec_.contacts)
        if (contact.rate.kind == RateSpec::Kind::by_since) add(contact.rate.name, contact.rate.pieces);
    for_each_times(spec_, [&](const TimesSpec& times) {
        if (times.kind == TimesSpec::Kind::since) add(times.name, times.pieces);
    });
    since.breaks.assign(breaks.begin(), breaks.end());
    since.factor = static_cast<int>(model_.factors.size());
    Factor factor{Factor::Kind::since, "since " + name.text, "Time since " + name.text, {"never"}};
    for (std::size_t i = 0; i <= since.breaks.size(); ++i) {
        const auto years = [](Minutes at) { return at / static_cast<double>(minutes_per_year); };
        const double from = i == 0 ? 0 : years(since.breaks[i - 1]);
        factor.states.push_back(i < since.breaks.size()
                                    ? fmt::format("{:.6g} to {:.6g}", from, years(since.breaks[i]))
                                    : fmt::format("{:.6g}+", from));
    }
    factor_ids_[factor.name] = since.factor;
    model_.factors.push_back(factor);
    model_.sinces.push_back(since);
    return since_ids_[name.text] = static_cast<int>(model_.sinces.size()) - 1;
}

void Compiler::find_fixed_tracks() {
    std::set<std::string> moving;
    const std::function<void(const OutcomeSpec&)> walk = [&](const OutcomeSpec& outcome) {
        for (const auto& set : outcome.sets) moving.insert(set.track.text);
        for (const auto& stay : outcome.stays) {
            moving.insert(stay.enters.track.text);
            for (const auto& afterwards : stay.afterwards) walk(afterwards);
        }
        for (const auto& option : outcome.branches) walk(option.then);
    };
    for (const auto& process : spec_.processes) walk(process.then);
    for (const auto& track : spec_.tracks)
        if (!moving.contains(track.name.text)) model_.fixed.push_back(factor_ids_[track.name.text]);
}

}  // namespace forestall
