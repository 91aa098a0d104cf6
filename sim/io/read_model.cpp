#include "sim/io/read_model.hpp"

#include <fmt/format.h>

#include "sim/io/read_condition.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_process.hpp"
#include "sim/io/read_rate.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/read_table.hpp"

namespace forestall {

namespace {

TrackSpec read_track(const Name& name, const Node& node) {
    if (node.kind == Node::Kind::list) return {name, {}, names_in(node), std::nullopt};
    TrackSpec track{name, text_of(node, "title"), names_under(node, "states"), std::nullopt};
    if (const Node* newborn = find(node, "newborn")) track.newborn = as_name(*newborn);
    return track;
}

PropensitySpec read_propensity(const Name& name, const Node& node, Context& context) {
    PropensitySpec propensity{name, number_at(*find(node, "shape")), std::nullopt, 0,
                              context.source_of(node)};
    const Node *with = find(node, "with"), *correlation = find(node, "correlation");
    if (with != nullptr) propensity.with = as_name(*with);
    if (correlation != nullptr) propensity.correlation = number_at(*correlation);
    if ((with == nullptr) != (correlation == nullptr))
        context.problems().add(name.where, "only one of 'with' and 'correlation'",
                               "a correlation is with another propensity", "give both, or neither");
    context.need_source(name.where, propensity.source);
    return propensity;
}

CounterSpec read_counter(const Name& name, const Node& node) {
    const Node* up_to = find(node, "up_to");
    return {name, names_under(node, "counts"), duration_at(*find(node, "window"), {}),
            up_to == nullptr ? 1 : static_cast<int>(number_at(*up_to))};
}

ScoreSpec read_score(const Name& name, const Node& node, Context& context) {
    ScoreSpec score{name,
                    text_of(node, "title"),
                    {},
                    names_under(node, "states"),
                    numbers_under(node, "breaks"),
                    context.source_of(node)};
    for (const Entry& entry : find(node, "points")->entries)
        score.points.emplace_back(entry.key, read_state_values(entry.value));
    check_rising(node, "breaks", context);
    if (score.states.size() != score.breaks.size() + 1)
        context.problems().add(
            find(node, "states")->where,
            fmt::format("{} states for {} breaks", score.states.size(), score.breaks.size()),
            "there is one state more than breaks", "add or delete some");
    context.need_source(name.where, score.source);
    return score;
}

MeasureSpec read_measure(const Name& name, const Node& node) {
    MeasureSpec measure;
    measure.name = name;
    measure.title = text_of(node, "title");
    measure.counts = names_under(node, "count");
    if (!measure.counts.empty()) measure.kind = MeasureSpec::Kind::count;
    if (find(node, "days") != nullptr) measure.kind = MeasureSpec::Kind::days;
    if (measure.kind == MeasureSpec::Kind::people) measure.who = condition_under(node, "people");
    if (measure.kind == MeasureSpec::Kind::days) measure.who = condition_under(node, "days");
    return measure;
}

CostSpec read_cost(const Name& name, const Node& node, Context& context) {
    const Node& value = *find(node, "value");
    const std::string source = context.source_of(node);
    context.need_source(value.where, source);
    return {name,
            as_name(*find(node, "of")),
            as_name(*find(node, "payer")),
            {number_at(value), unit_of(node), source, value.where}};
}

void read_layers(const Node& root, ModelSpec& model) {
    const Node* layers = find(root, "layers");
    if (layers == nullptr) return;
    for (const Node& layer : layers->items)
        if (fits_definition(layer, "layer"))
            model.layers.push_back(
                {as_name(*find(layer, "name")), text_of(layer, "title"), condition_under(layer, "when")});
}

void read_small_parts(const Node& root, ModelSpec& model) {
    if (const Node* mix = find_fitting(root, "mix", "mix"))
        model.mix = {names_under(*mix, "slow"), names_under(*mix, "fast")};
    if (const Node* pasts = find_fitting(root, "pasts", "pasts")) {
        constexpr int enough_lives = 2000;
        const Node* lives = find(*pasts, "lives");
        model.pasts = {lives == nullptr ? enough_lives : static_cast<int>(number_at(*lives)), pasts->where};
    }
    if (const Node* warm_up = find_fitting(root, "warm_up", "warm_up"))
        model.warm_up = {duration_at(*find(*warm_up, "length"), {}), names_under(*warm_up, "processes")};
    if (const Node* payers = find(root, "payers"))
        for (const Entry& payer : payers->entries) model.payers.emplace_back(payer.key, payer.value.text);
    read_layers(root, model);
}

void read_parts_with_names(const Node& root, Context& context, Files& files, ModelSpec& model) {
    const auto each = [&](std::string_view key, std::string_view shape, auto&& read, auto& into) {
        for_each_part(root, key, shape, context,
                      [&](const Name& name, const Node& node) { into.push_back(read(name, node)); });
    };
    const auto in_context = [&](auto read) {
        return [&context, read](const Name& name, const Node& node) { return read(name, node, context); };
    };
    const auto calendar = [&](const Name& name, const Node& node) {
        return read_calendar(name, node, context);
    };
    const auto table = [&](const Name& name, const Node& node) {
        return read_table(name, node, context, files);
    };
    each("tracks", "track", read_track, model.tracks);
    for_each_part(root, "multipliers", "length_times", context, [&](const Name& name, const Node& node) {
        auto& group = context.multipliers()[name.text] = read_multipliers(node, context, {});
        for (TimesSpec& one : group)
            if (one.group.empty()) one.group = name.text;
    });
    each("propensities", "propensity", in_context(read_propensity), model.propensities);
    each("calendars", "calendar", calendar, model.calendars);
    each("tables", "table", table, model.tables);
    each("counters", "counter", read_counter, model.counters);
    each("scores", "score", in_context(read_score), model.scores);
    each("processes", "process", in_context(read_process), model.processes);
    each("contacts", "contact", in_context(read_contact), model.contacts);
    const auto utility = [&](const Name& name, const Node& node) {
        ContactSpec read = read_contact(name, node, context);
        read.is_utility = true;
        read.unit = "QALYs";
        return read;
    };
    each("utilities", "utility", utility, model.contacts);
    each("measures", "measure", read_measure, model.measures);
    each("costs", "cost", in_context(read_cost), model.costs);
}

}  // namespace

std::optional<ModelSpec> read_model_from(Files& files, const std::filesystem::path& path,
                                         const Where& named_at) {
    const Node* root = files.tree(path, FileKind::model, named_at);
    if (root == nullptr) return std::nullopt;
    const SourceBook& book = files.sources_of(*root);
    Context context{files.problems, book};
    ModelSpec model;
    model.where = root->where;
    if (const Node* name = find(*root, "name")) model.name = as_name(*name);
    model.title = text_of(*root, "title");
    model.sources = book.entries;
    read_parts_with_names(*root, context, files, model);
    read_small_parts(*root, model);
    return model;
}

}  // namespace forestall
