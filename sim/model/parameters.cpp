#include "sim/model/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/model/parameter_list.hpp"

namespace forestall {

Span values_of(const Parameter& parameter) {
    const auto less = [](const double* a, const double* b) { return *a < *b; };
    const auto [low, high] = std::minmax_element(parameter.figures.begin(), parameter.figures.end(), less);
    return {**low, **high};
}

void scale(const Parameter& parameter, double factor) {
    for (double* figure : parameter.figures)
        *figure = parameter.scaled == Parameter::Scaled::distance_from_one
                      ? std::max(0.0, 1 + (*figure - 1) * factor)
                      : std::min(*figure * factor, std::max(parameter.at_most, *figure));
}

namespace {

const std::string& title_or_name(const std::string& title, const Name& name) {
    return title.empty() ? name.text : title;
}

void add_tables(std::vector<TableSpec>& tables, const std::string& path, ParameterList& list) {
    for (TableSpec& table : tables) {
        Parameter made{path + table.name.text, "Table " + table.name.text, table.unit, table.source,
                       table.name.where};
        if (table.unit == "chance") made.at_most = 1;
        const bool is_ratio = table.unit == "ratio";
        for (TableRow& row : table.rows)
            if (!is_ratio || row.value != 1) made.figures.push_back(&row.value);
        list.add(std::move(made));
    }
}

void add_calendar(CalendarSpec& calendar, ParameterList& list) {
    Parameter made{"calendars/" + calendar.name.text,
                   "Calendar " + calendar.name.text,
                   "ratio",
                   calendar.source,
                   calendar.name.where,
                   Parameter::Scaled::distance_from_one};
    for (double& factor : calendar.season) made.figures.push_back(&factor);
    for (auto& [year, factor] : calendar.years) made.figures.push_back(&factor);
    if (auto* change = std::get_if<double>(&calendar.yearly);
        change && calendar.kind == CalendarSpec::Kind::yearly_change) {
        made.unit = "percent_per_year";
        made.scaled = Parameter::Scaled::figure;
        made.figures.push_back(change);
    }
    list.add(std::move(made));
}

}  // namespace

std::vector<Parameter> parameters_of(ModelSpec& model) {
    ParameterList list;
    for (PropensitySpec& propensity : model.propensities)
        list.add_number({"propensities/" + propensity.name.text,
                         fmt::format("Propensity {}: shape", propensity.name.text), "shape",
                         propensity.source, propensity.name.where},
                        propensity.shape);
    for (PropensitySpec& propensity : model.propensities)
        if (propensity.with)
            list.add_number({"propensities/" + propensity.name.text + "/correlation",
                             fmt::format("Propensity {}: correlation with {}", propensity.name.text,
                                         propensity.with->text),
                             "correlation", propensity.source, propensity.name.where,
                             Parameter::Scaled::figure, 1},
                            propensity.correlation);
    for (CalendarSpec& calendar : model.calendars) add_calendar(calendar, list);
    add_tables(model.tables, "tables/", list);
    for (ScoreSpec& score : model.scores)
        for (auto& [track, points] : score.points)
            for (auto& [state, value] : points.values)
                list.add_number({fmt::format("scores/{}/{}/{}", score.name.text, track.text, state.text),
                                 fmt::format("Score {}: {} {}", score.name.text, track.text, state.text),
                                 "points", score.source, state.where},
                                value);
    for (ProcessSpec& process : model.processes) {
        const ParameterPlace at{"processes/" + process.name.text,
                                title_or_name(process.title, process.name) + ":"};
        if (process.rate) list.add_rate(*process.rate, at);
        if (process.after) list.add_length(*process.after, at / "after");
        list.add_times(process.times, at);
        list.add_outcome(process.then, at / "then");
    }
    for (ContactSpec& contact : model.contacts) {
        const ParameterPlace at{(contact.is_utility ? "utilities/" : "contacts/") + contact.name.text,
                                title_or_name(contact.title, contact.name) + ":"};
        list.add_rate(contact.rate, at);
        list.add_times(contact.times, at);
    }
    for (CostSpec& cost : model.costs)
        list.add_number({"costs/" + cost.name.text, "Cost: " + cost.name.text, cost.value.unit,
                         cost.value.source, cost.value.where},
                        cost.value.value);
    return std::move(list).finished();
}

std::vector<Parameter> parameters_of(PlaceSpec& place) {
    ParameterList list;
    add_tables(place.tables, "place/tables/", list);
    for (auto& [name, ratio] : place.times)
        list.add_ratio({"place/times/" + name.text, fmt::format("{}: times {}", place.title, name.text),
                        "ratio", ratio.source, ratio.where},
                       ratio.value);
    return std::move(list).finished();
}

std::vector<Parameter> parameters_of(StudyFiles& files) {
    std::set<std::string> stood_in;
    for (const TableSpec& table : files.place.tables) stood_in.insert("tables/" + table.name.text);
    std::vector<Parameter> all = parameters_of(files.model);
    std::erase_if(all, [&](const Parameter& one) { return stood_in.contains(one.path); });
    for (Parameter& one : parameters_of(files.place)) all.push_back(std::move(one));
    return all;
}

std::vector<Parameter> all_parameters_of(StudyFiles& files) {
    std::vector<Parameter> all = parameters_of(files);
    for (ProgrammeSpec& programme : files.programmes)
        for (Parameter& one : parameters_of(programme)) all.push_back(std::move(one));
    return all;
}

void make_changes(const std::vector<Change>& changes, StudyFiles& files, Problems& problems) {
    const std::vector<Parameter> all = all_parameters_of(files);
    std::vector<std::string> known;
    for (const Parameter& parameter : all) known.push_back(parameter.path);
    for (const Change& change : changes) {
        const auto at = std::find(known.begin(), known.end(), change.path);
        if (at == known.end()) {
            problems.add({}, fmt::format("unknown parameter '{}'", change.path),
                         "model, place and programmes have no figure of that path",
                         suggest(change.path, known));
            continue;
        }
        const Parameter& parameter = all[static_cast<std::size_t>(at - known.begin())];
        const bool is_value = change.how == Change::How::value;
        const char* what = is_value ? "value" : "factor";
        const auto refuse = [&](const std::string& why, const std::string& remedy) {
            problems.add(parameter.where,
                         fmt::format("a {} of {:g} for '{}'", what, change.number, change.path), why, remedy);
        };
        const bool may_be_negative = is_value && parameter.path.ends_with("/unless_saved");
        if (!std::isfinite(change.number) || (change.number < 0 && !may_be_negative))
            refuse("figures of a model are sizes", "give a number of at least 0");
        else if (!is_value)
            scale(parameter, change.number);
        else if (parameter.figures.size() > 1)
            refuse(fmt::format("it stands for {} figures", parameter.figures.size()),
                   "give a factor, which multiplies them all");
        else if (change.number > parameter.at_most)
            refuse(fmt::format("it is at most {:g}", parameter.at_most), "give a lower one");
        else
            *parameter.figures.front() = change.number;
        files.changes.push_back(
            fmt::format("{} {} {:.17g}", change.path, is_value ? "=" : "x", change.number));
    }
}

}  // namespace forestall
