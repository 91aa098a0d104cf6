// Rates and multipliers: what multiplies each clock and each contact, as terms over factors.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

std::size_t cell_of(const std::vector<Minutes>& starts, Minutes age) {
    return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), age) -
                                    starts.begin());  // 0: before the first
}

Minutes as_minutes(double years) { return static_cast<Minutes>(std::llround(years * minutes_per_year)); }

/// The value of piece i (0: before the first break).
double piece_value(const PiecesSpec& pieces, std::size_t i) {
    const std::size_t missing =
        pieces.breaks.size() + 1 - pieces.values.size();  // 1 when nothing holds before the first break
    return i < missing ? 0.0 : pieces.values[i - missing];
}

}  // namespace

std::vector<float> Compiler::dense(const TableSpec& table, double unit, const Name& user) {
    std::vector<int> dims;
    std::vector<std::size_t> sizes;
    for (const auto& by : table.by) {
        dims.push_back(factor(by, "table"));
        if (dims.back() < 0) return {};
        sizes.push_back(values_of(dims.back()));
    }
    // The table's own ages, in order; every age cell takes the row of the largest listed age at or below it.
    std::vector<Minutes> ages;
    std::map<std::vector<std::size_t>, double> cells;
    for (const auto& row : table.rows) {
        std::vector<std::size_t> key;
        for (std::size_t i = 0; i < dims.size(); ++i) {
            if (dims[i] == age_factor) {
                const Minutes age = as_minutes(std::atof(row.keys[i].c_str()));
                if (std::find(ages.begin(), ages.end(), age) == ages.end()) ages.push_back(age);
                key.push_back(static_cast<std::size_t>(age));
                continue;
            }
            const int at = state(dims[i], Name{row.keys[i], line_of(table.file, table.name.where, row.line)});
            if (at < 0) return {};
            key.push_back(static_cast<std::size_t>(at));
        }
        cells[key] = row.value;
    }
    std::sort(ages.begin(), ages.end());
    if (!ages.empty() && ages.front() > 0) {
        problems_.add(line_of(table.file, table.name.where, table.rows.front().line),
                      fmt::format("table '{}' starts at age {:g}", table.name.text,
                                  ages.front() / double(minutes_per_year)),
                      "ages below the first row have no number", "add a row for age 0");
        return {};
    }
    std::vector<float> values;
    std::size_t missing = 0;
    std::string first_missing;
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        std::vector<std::size_t> key = at;
        std::string label;
        for (std::size_t i = 0; i < dims.size(); ++i) {
            if (dims[i] == age_factor)
                key[i] = static_cast<std::size_t>(ages[cell_of(ages, model_.age_breaks[at[i]]) - 1]);
            label += fmt::format("{}{} {}", i ? ", " : "", table.by[i].text,
                                 model_.factors[static_cast<std::size_t>(dims[i])].states[at[i]]);
        }
        const auto cell = cells.find(key);
        if (cell == cells.end()) {
            if (missing++ == 0) first_missing = label;
            values.push_back(0);
        } else
            values.push_back(static_cast<float>(cell->second * unit));
    });
    if (missing > 0) {
        problems_.add(line_of(table.file, table.name.where, 0),
                      fmt::format("table '{}' lacks {} of its combinations, the first: {}", table.name.text,
                                  missing, first_missing),
                      fmt::format("'{}' needs every one", user.text), "add the missing rows");
        return {};
    }
    return values;
}

std::optional<Term> Compiler::table_term(int column, const Name& name, double unit) {
    const TableSpec* found = table(name);
    if (!found) return std::nullopt;
    Term term{column, {}, dense(*found, unit, name)};
    if (term.values.empty()) return std::nullopt;
    for (const auto& by : found->by) term.factors.push_back(factor_ids_.at(by.text));
    return term;
}

std::optional<Term> Compiler::state_term(int column, const Name& factor_name, const StateValuesSpec& states,
                                         double unit, bool all_needed) {
    const int id = factor(factor_name, "multiplier");
    if (id < 0) return std::nullopt;
    Term term{column,
              {id},
              std::vector<float>(values_of(id), static_cast<float>(states.otherwise.value_or(0) * unit))};
    std::set<int> given;
    for (const auto& [name, value] : states.values) {
        const int at = state(id, name);
        if (at < 0) continue;
        given.insert(at);
        term.values[static_cast<std::size_t>(at)] = static_cast<float>(value * unit);
    }
    if (all_needed && !states.otherwise && given.size() < values_of(id)) {
        std::vector<std::string> missing;
        for (std::size_t v = 0; v < values_of(id); ++v)
            if (!given.contains(static_cast<int>(v)))
                missing.push_back(model_.factors[static_cast<std::size_t>(id)].states[v]);
        problems_.add(factor_name.where,
                      fmt::format("no value for {} of '{}'", fmt::join(missing, ", "), factor_name.text),
                      "every state needs one", "name it or add `otherwise`");
    }
    return term;
}

Term Compiler::age_term(int column, const PiecesSpec& pieces, double unit) {
    std::vector<Minutes> starts;
    for (const double at : pieces.breaks) starts.push_back(as_minutes(at));
    Term term{column, {age_factor}, {}};
    for (const Minutes age : model_.age_breaks)
        term.values.push_back(static_cast<float>(piece_value(pieces, cell_of(starts, age)) * unit));
    return term;
}

std::optional<Term> Compiler::since_term(int column, const Name& name, const PiecesSpec& pieces,
                                         double unit) {
    const int id = since_index(name);
    if (id < 0) return std::nullopt;
    const Since& since = model_.sinces[static_cast<std::size_t>(id)];
    std::vector<Minutes> starts;
    for (const double at : pieces.breaks) starts.push_back(as_minutes(at));
    Term term{column, {since.factor}, {static_cast<float>(pieces.never.value_or(0) * unit)}};
    for (std::size_t i = 0; i <= since.breaks.size(); ++i) {
        const Minutes from = i == 0 ? 0 : since.breaks[i - 1];
        term.values.push_back(static_cast<float>(piece_value(pieces, cell_of(starts, from)) * unit));
    }
    return term;
}

std::vector<Term> Compiler::rate_terms(int column, const RateSpec& rate, double& base) {
    std::vector<Term> terms;
    const auto unit_of = [&](const std::string& unit, const Where& where) {
        const double unit_value = per_year_in(unit);
        if (unit_value == 0)
            problems_.add(where, fmt::format("'{}' is not a unit of rate", unit), "",
                          suggest(unit, {"per_year", "per_1000_per_year", "per_100000_per_year", "per_month",
                                         "per_week", "per_day"}));
        return unit_value;
    };
    const auto keep = [&](std::optional<Term> term) {
        if (term) terms.push_back(std::move(*term));
    };
    switch (rate.kind) {
    case RateSpec::Kind::value: base *= rate.value.value * unit_of(rate.unit, rate.where); break;
    case RateSpec::Kind::table:
        if (const TableSpec* found = table(rate.name))
            keep(table_term(column, rate.name, unit_of(found->unit, found->name.where)));
        break;
    case RateSpec::Kind::by_age:
        terms.push_back(age_term(column, rate.pieces, unit_of(rate.unit, rate.where)));
        break;
    case RateSpec::Kind::by_since:
        keep(since_term(column, rate.name, rate.pieces, unit_of(rate.unit, rate.where)));
        break;
    case RateSpec::Kind::by_state:
        keep(state_term(column, rate.name, rate.states, unit_of(rate.unit, rate.where), true));
        break;
    }
    return terms;
}

void Compiler::add_times(int column, const std::vector<TimesSpec>& all, std::vector<Term>& terms,
                         double& base) {
    for (const TimesSpec& times : all) {
        std::optional<Term> term;
        switch (times.kind) {
        case TimesSpec::Kind::state: term = state_term(column, times.name, times.states, 1, true); break;
        case TimesSpec::Kind::age: term = age_term(column, times.pieces, 1); break;
        case TimesSpec::Kind::since: term = since_term(column, times.name, times.pieces, 1); break;
        case TimesSpec::Kind::table: term = table_term(column, times.name, 1); break;
        case TimesSpec::Kind::value: base *= times.value; break;
        case TimesSpec::Kind::propensity:
        case TimesSpec::Kind::calendar: break;  // not rows: see add_processes
        }
        if (term) terms.push_back(std::move(*term));
    }
}

void Compiler::add_propensities() {
    std::vector<std::string> earlier;
    for (const auto& spec : spec_.propensities) {
        int with = -1;
        if (spec.with) {
            const auto at = std::find(earlier.begin(), earlier.end(), spec.with->text);
            if (at == earlier.end())
                problems_.add(spec.with->where,
                              fmt::format("no earlier propensity is called '{}'", spec.with->text),
                              "a propensity goes together with one that stands before it",
                              suggest(spec.with->text, earlier));
            else
                with = static_cast<int>(at - earlier.begin());
        }
        model_.propensities.push_back({spec.shape, stream_of(spec.name.text + " / propensity"), with,
                                       spec.correlation, GammaTable(spec.shape)});
        earlier.push_back(spec.name.text);
    }
}

void Compiler::add_processes() {
    for (const auto& process : spec_.processes)
        if (process.rate) {
            clock_ids_[process.name.text] = static_cast<int>(model_.clocked.size());
            model_.clocked.push_back(process_ids_.at(process.name.text));
        }
    rate_base_.assign(model_.clocked.size(), 1.0);
    model_.propensity_of.assign(model_.clocked.size(), -1);
    add_propensities();
    for (const auto& spec : spec_.processes) {
        Process made;
        made.name = spec.name.text;
        made.title = spec.title.empty() ? spec.name.text : spec.title;
        made.stream = stream_of(spec.name.text + " / clock");
        if (spec.rate) {
            const int column = made.clock = clock_ids_.at(spec.name.text);
            double& base = rate_base_[static_cast<std::size_t>(column)];
            std::vector<Term> terms = rate_terms(column, *spec.rate, base);
            if (spec.keep_mean) {
                MeanToKeep mean{false, column, {}, terms, base, 1, spec.name.where, spec.name.text};
                for (const auto& other : spec.keep_mean_with) {
                    const int id = this->process(other);
                    if (id >= 0 && clock_ids_.contains(other.text))
                        mean.with.push_back(clock_ids_.at(other.text));
                }
                means_.push_back(std::move(mean));
            }
            add_condition_terms(column, spec.when, terms);
            add_times(column, spec.times, terms, base);
            rate_terms_.insert(rate_terms_.end(), terms.begin(), terms.end());
            add_seasons(column, spec.name.text, spec.times);
            for (const auto& times : spec.times) {
                if (times.kind != TimesSpec::Kind::propensity) continue;
                for (std::size_t i = 0; i < spec_.propensities.size(); ++i)
                    if (spec_.propensities[i].name.text == times.name.text)
                        model_.propensity_of[static_cast<std::size_t>(column)] = static_cast<int>(i);
                if (model_.propensity_of[static_cast<std::size_t>(column)] < 0) {
                    std::vector<std::string> names;
                    for (const auto& propensity : spec_.propensities) names.push_back(propensity.name.text);
                    problems_.add(times.name.where, fmt::format("unknown propensity '{}'", times.name.text),
                                  "", suggest(times.name.text, names));
                }
            }
        } else if (!spec.times.empty())
            problems_.add(spec.times.front().where,
                          fmt::format("process '{}' has `after` and `times`", spec.name.text),
                          "a length of time has multipliers of its own", "put `times` inside the length");
        model_.processes.push_back(std::move(made));
    }
}

void Compiler::add_contacts() {
    int column = 0;
    for (const auto& measure : spec_.measures)
        if (measure.kind != MeasureSpec::Kind::count) level_ids_[measure.name.text] = column++;
    for (const auto& contact : spec_.contacts) level_ids_[contact.name.text] = column++;
    level_base_.assign(static_cast<std::size_t>(column), 1.0);
    for (const auto& measure : spec_.measures)
        if (measure.kind != MeasureSpec::Kind::count)
            add_condition_terms(level_ids_.at(measure.name.text), measure.who, level_terms_);
    for (const auto& contact : spec_.contacts) {
        const int at = level_ids_.at(contact.name.text);
        double& base = level_base_[static_cast<std::size_t>(at)];
        std::vector<Term> terms = rate_terms(at, contact.rate, base);
        const double unit = 1.0 / minutes_per_year;
        if (contact.keep_mean)
            means_.push_back({true, at, {}, terms, base, unit, contact.name.where, contact.name.text});
        base *= unit;
        add_condition_terms(at, contact.when, terms);
        add_times(at, contact.times, terms, base);
        level_terms_.insert(level_terms_.end(), terms.begin(), terms.end());
    }
}

}  // namespace forestall
