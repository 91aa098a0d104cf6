// Outputs: layers of the pyramid, measures, costs, and the cells that results are kept in.
#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

/// "65-84" for whole years, "15 to 17.5" for others, "85+" for the last.
std::string age_label(double from, std::optional<double> to) {
    if (!to) return fmt::format("{:.6g}+", from);
    const bool whole = from == std::floor(from) && *to == std::floor(*to);
    if (whole && *to == from + 1) return fmt::format("{:.6g}", from);
    return whole ? fmt::format("{:.6g}-{:.6g}", from, *to - 1) : fmt::format("{:.6g} to {:.6g}", from, *to);
}

}  // namespace

void Compiler::add_layers() {
    Factor layers{Factor::Kind::layer, "layer", "Layer of the pyramid", {}};
    std::vector<const ConditionSpec*> rules;
    for (const auto& layer : spec_.layers) {
        rules.push_back(&layer.when);
        layers.states.push_back(layer.name.text);
        model_.layer_titles.push_back(layer.title.empty() ? layer.name.text : layer.title);
    }
    if (rules.empty()) {
        layers.states.push_back("everyone");
        model_.layer_titles.push_back("Everyone");
        model_.layer.values = {0};
    } else {
        if (!spec_.layers.back().when.any.empty())
            problems_.add(spec_.layers.back().name.where,
                          fmt::format("the last layer '{}' has a condition", spec_.layers.back().name.text),
                          "somebody might be in no layer", "write `when: everyone`");
        model_.layer = first_that_holds(rules);
    }
    model_.layer_names = layers.states;
    model_.layer_factor = static_cast<int>(model_.factors.size());
    model_.factors.push_back(std::move(layers));
}

void Compiler::add_measures() {
    std::map<std::string, int> labels;  // `counts` names
    for (const auto& [name, column] : event_ids_) labels[name] = column;
    const auto add_count = [&](const MeasureSpec& spec, int column) {
        for (const auto& name : spec.counts) {
            if (name.text == "born")
                model_.born_column = column;
            else if (name.text == "arrives")
                model_.arrives_column = column;
            else if (const auto process = process_ids_.find(name.text); process != process_ids_.end())
                model_.processes[static_cast<std::size_t>(process->second)].counts.push_back(column);
            else if (const auto label = labels.find(name.text); label != labels.end()) {
                for (auto& effect : model_.effects)
                    if (std::count(effect.counts.begin(), effect.counts.end(), label->second))
                        effect.counts.push_back(column);
            } else {
                std::vector<std::string> names{"born", "arrives"};
                for (const auto& [process_name, id] : process_ids_) names.push_back(process_name);
                for (const auto& [label_name, id] : labels) names.push_back(label_name);
                problems_.add(name.where, fmt::format("nothing called '{}' is counted", name.text),
                              "a count measure names processes or `counts` names", suggest(name.text, names));
            }
        }
    };
    for (const auto& spec : spec_.measures) {
        Measure made{Measure::Kind::events,
                     spec.name.text,
                     spec.title.empty() ? spec.name.text : spec.title,
                     spec.unit.empty() ? "events" : spec.unit,
                     0,
                     -1,
                     false,
                     false};
        if (spec.kind == MeasureSpec::Kind::count)
            add_count(spec, made.column = event_column("measure " + spec.name.text));
        else {
            made.kind = spec.kind == MeasureSpec::Kind::people ? Measure::Kind::people : Measure::Kind::days;
            made.unit = made.kind == Measure::Kind::people ? "people" : "person-days";
            made.column = level_ids_.at(spec.name.text);
        }
        model_.measures.push_back(std::move(made));
    }
    for (const auto& spec : spec_.contacts) {
        Measure made{Measure::Kind::contacts,
                     spec.name.text,
                     spec.title.empty() ? spec.name.text : spec.title,
                     spec.unit.empty() ? "contacts" : spec.unit,
                     level_ids_.at(spec.name.text),
                     -1,
                     spec.is_utility,
                     false};
        std::vector<double> factors;
        for (const CalendarSpec* found : calendars_of(spec.name.text, spec.times)) {
            const double* percent = std::get_if<double>(&found->yearly);
            if (!percent)
                problems_.add(found->name.where,
                              fmt::format("calendar '{}' changes by a table", found->name.text),
                              "a contact's calendar is one factor a month for everybody",
                              "use a calendar with one number");
            if (!percent) continue;
            const auto months = calendar_factors(*found, *percent, calendar_);
            if (factors.empty())
                factors = months;
            else
                for (std::size_t m = 0; m < months.size(); ++m) factors[m] *= months[m];
        }
        if (!factors.empty()) {
            made.calendar = static_cast<int>(model_.contact_calendars.size());
            model_.contact_calendars.push_back(std::move(factors));
        }
        model_.measures.push_back(std::move(made));
    }
    add_programme_measures();
    std::set<std::string> names;
    for (const auto& measure : model_.measures)
        if (!names.insert(measure.name).second)
            problems_.add(spec_.where, fmt::format("the measure '{}' is there twice", measure.name),
                          "measures and contacts share one list of names", "rename one");
    // Columns that no measure reads are not kept: `counts` labels only passed events on to their measures.
    model_.first_move_column = static_cast<int>(event_ids_.size());
    model_.event_columns = model_.first_move_column + static_cast<int>(model_.layer_names.size());
}

void Compiler::add_costs() {
    model_.payers.clear();
    for (const auto& [name, title] : spec_.payers) model_.payers.emplace_back(name.text, title);
    std::vector<std::string> payer_names;
    std::vector<std::string> measure_names;
    for (const auto& [name, title] : model_.payers) payer_names.push_back(name);
    for (const auto& measure : model_.measures) measure_names.push_back(measure.name);
    for (const auto& spec : spec_.costs) {
        const auto payer = std::find(payer_names.begin(), payer_names.end(), spec.payer.text);
        const auto measure = std::find(measure_names.begin(), measure_names.end(), spec.of.text);
        if (payer == payer_names.end())
            problems_.add(spec.payer.where, fmt::format("unknown payer '{}'", spec.payer.text), "",
                          suggest(spec.payer.text, payer_names));
        if (measure == measure_names.end())
            problems_.add(spec.of.where, fmt::format("unknown measure '{}'", spec.of.text), "",
                          suggest(spec.of.text, measure_names));
        if (payer == payer_names.end() || measure == measure_names.end()) continue;
        model_.costs.push_back({spec.name.text, static_cast<int>(measure - measure_names.begin()),
                                static_cast<int>(payer - payer_names.begin()), spec.value.value,
                                spec.value.unit});
        if (spec.value.unit != model_.costs.front().unit)
            problems_.add(spec.value.where,
                          fmt::format("cost '{}' is in {}, '{}' in {}", spec.name.text, spec.value.unit,
                                      model_.costs.front().name, model_.costs.front().unit),
                          "costs of different price years cannot be added", "use one price year");
    }
}

void Compiler::add_strata() {
    std::vector<int> factors;
    std::vector<std::vector<std::uint32_t>> classes;
    for (const auto& name : files_.study.strata) {
        Stratum stratum;
        if (name.text == "age") {
            const auto& bands = files_.study.age_bands;
            if (bands.empty() || bands.front() > 0) {
                problems_.add(name.where, "results by age need age bands from 0",
                              "everyone must be in a band", "write age_bands: [0, 65, 85], for example");
                continue;
            }
            stratum = {"age_band", "Age band, years", {}, {age_factor}};
            for (std::size_t i = 0; i < bands.size(); ++i)
                stratum.labels.push_back(
                    age_label(bands[i], i + 1 < bands.size() ? std::optional(bands[i + 1]) : std::nullopt));
            classes.emplace_back();
            for (const Minutes age : model_.age_breaks) {
                std::uint32_t band = 0;
                while (band + 1 < bands.size() && age >= std::llround(bands[band + 1] * minutes_per_year))
                    ++band;
                classes.back().push_back(band);
            }
        } else {
            const bool is_layer = name.text == "layer";
            const int id = is_layer ? model_.layer_factor : factor(name, "stratum");
            if (id < 0) continue;
            const Factor& found = model_.factors[static_cast<std::size_t>(id)];
            if (found.kind == Factor::Kind::counter) {
                problems_.add(name.where, fmt::format("'{}' is a counter", name.text),
                              "results are kept by age, layer and tracks",
                              suggest("", names_of(Factor::Kind::track)));
                continue;
            }
            stratum = {name.text, found.title, is_layer ? model_.layer_names : found.states, {id}};
            classes.emplace_back();
            for (std::uint32_t v = 0; v < found.states.size(); ++v) classes.back().push_back(v);
        }
        factors.push_back(stratum.factors.front());
        model_.strata.push_back(std::move(stratum));
    }
    model_.cell = FactorIndex(factors, classes);
}

void Compiler::add_occurrences() {
    for (const auto& spec : files_.study.occurrences) {
        Occurrence table;
        table.process = process(spec.process);
        if (table.process < 0) continue;
        table.at_risk = holds(spec_.processes[static_cast<std::size_t>(table.process)].when);
        std::vector<int> factors;
        std::vector<std::vector<std::uint32_t>> classes;
        for (const auto& by : spec.by) {
            const int since = by.since ? since_index(by.name) : -1;
            const int id = by.since ? (since < 0 ? -1 : model_.sinces[static_cast<std::size_t>(since)].factor)
                                    : factor(by.name, "table of occurrence and exposure");
            if (id < 0) continue;
            if (std::count(factors.begin(), factors.end(), id) > 0) {
                problems_.add(
                    by.name.where,
                    fmt::format("the table of '{}' is by '{}' twice", spec.process.text, by.name.text), "",
                    "remove one");
                continue;
            }
            const Factor& found = model_.factors[static_cast<std::size_t>(id)];
            Occurrence::By axis{by.since ? "since_" + by.name.text : found.name,
                                by.since ? found.title + ", years" : found.title, found.states};
            if (id == age_factor)
                for (std::size_t i = 0; i < axis.labels.size(); ++i) {
                    const auto years = [&](std::size_t cell) {
                        return model_.age_breaks[cell] / static_cast<double>(minutes_per_year);
                    };
                    axis.labels[i] = age_label(
                        years(i), i + 1 < axis.labels.size() ? std::optional(years(i + 1)) : std::nullopt);
                }
            table.by.push_back(std::move(axis));
            factors.push_back(id);
            classes.emplace_back();
            for (std::uint32_t v = 0; v < found.states.size(); ++v) classes.back().push_back(v);
        }
        table.cell = FactorIndex(factors, classes);
        constexpr std::size_t most_cells = 1'000'000;
        if (table.cell.size() > most_cells)
            problems_.add(spec.process.where,
                          fmt::format("the table of '{}' has {} cells", spec.process.text, table.cell.size()),
                          fmt::format("at most {} can be held", most_cells), "use fewer factors");
        model_.processes[static_cast<std::size_t>(table.process)].occurrence =
            static_cast<int>(model_.occurrences.size());
        model_.occurrences.push_back(std::move(table));
    }
}

}  // namespace forestall
