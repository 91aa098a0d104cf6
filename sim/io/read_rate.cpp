#include "sim/io/read_rate.hpp"

#include <fmt/format.h>

#include "sim/io/read_parts.hpp"

namespace forestall {

namespace {

enum class FirstPiece { may_be_left_out, must_be_there };

void check_sizes(const Node& node, const PiecesSpec& pieces, FirstPiece first, Context& context) {
    const std::size_t breaks = pieces.breaks.size(), values = pieces.values.size();
    if (values == breaks + 1 || (values == breaks && first == FirstPiece::may_be_left_out)) return;
    context.problems().add(
        find(node, "values")->where, fmt::format("{} values for {} breaks", values, breaks),
        first == FirstPiece::must_be_there ? "there is one value more than breaks"
                                           : "there are as many values as breaks, or one more",
        "add or delete some");
}

PiecesSpec read_pieces(const Node& node, FirstPiece first, Context& context) {
    PiecesSpec pieces{numbers_under(node, "breaks"), numbers_under(node, "values"), std::nullopt};
    if (const Node* never = find(node, "never")) pieces.never = number_at(*never);
    check_rising(node, "breaks", context);
    check_sizes(node, pieces, first, context);
    return pieces;
}

void read_rate_by(const Node& node, const Node& by, Context& context, RateSpec& rate) {
    if (const Node* since = find(by, "since")) {
        rate.kind = RateSpec::Kind::by_since;
        rate.name = as_name(*since);
        rate.pieces = read_pieces(node, FirstPiece::must_be_there, context);
    } else if (by.text == "age") {
        rate.kind = RateSpec::Kind::by_age;
        rate.name = as_name(by);
        rate.pieces = read_pieces(node, FirstPiece::may_be_left_out, context);
    } else {
        const Node& values = *find(node, "values");
        rate.kind = RateSpec::Kind::by_state;
        rate.name = as_name(by);
        rate.states = read_state_values(values);
        rate.source = context.source_of(values, rate.source);
    }
}

/// One key of `times`. Some stand for several multipliers: a list of tables is one for each.
class TimesReader {
  public:
    TimesReader(Context& context, std::string inherited, std::vector<TimesSpec>& all)
        : context_(context), inherited_(std::move(inherited)), all_(all) {}

    void read(const Name& key, const Node& node) {
        if (key.text == "age")
            add_pieces(TimesSpec::Kind::age, key, node, FirstPiece::may_be_left_out);
        else if (key.text == "since")
            add_pieces(TimesSpec::Kind::since, as_name(*find(node, "since")), node,
                       FirstPiece::must_be_there);
        else if (key.text == "propensity")
            add_names(TimesSpec::Kind::propensity, node);
        else if (key.text == "calendar")
            add_names(TimesSpec::Kind::calendar, node);
        else if (key.text == "tables")
            add_names(TimesSpec::Kind::table, node);
        else if (key.text == "multipliers")
            add_groups(node);
        else if (key.text == "value")
            add_value(node);
        else
            add_states(key, node);
    }

  private:
    TimesSpec& add(TimesSpec::Kind kind, const Name& name, const std::string& source) {
        TimesSpec times;
        times.kind = kind;
        times.name = name;
        times.source = source;
        times.where = name.where;
        all_.push_back(std::move(times));
        return all_.back();
    }

    TimesSpec& add_sourced(TimesSpec::Kind kind, const Name& name, const Node& node) {
        const std::string source = context_.source_of(node, inherited_);
        context_.need_source(name.where, source);
        return add(kind, name, source);
    }

    void add_pieces(TimesSpec::Kind kind, const Name& name, const Node& node, FirstPiece first) {
        add_sourced(kind, name, node).pieces = read_pieces(node, first, context_);
    }

    void add_states(const Name& name, const Node& node) {
        add_sourced(TimesSpec::Kind::state, name, node).states = read_state_values(node);
    }

    void add_value(const Node& node) {
        const Number number = figure_at(node, context_, inherited_);
        add(TimesSpec::Kind::value, {{}, number.where}, number.source).value = number.value;
    }

    void add_names(TimesSpec::Kind kind, const Node& node) {
        for (const Name& name : names_in(node)) add(kind, name, {});
    }

    void add_groups(const Node& node) {
        const auto& groups = context_.multipliers();
        for (const Name& name : names_in(node)) {
            const auto found = groups.find(name.text);
            if (found != groups.end()) {
                all_.insert(all_.end(), found->second.begin(), found->second.end());
                continue;
            }
            std::vector<std::string> names;
            for (const auto& [known, group] : groups) names.push_back(known);
            context_.problems().add(name.where, fmt::format("no multipliers are called '{}'", name.text),
                                    "groups of them stand under 'multipliers' in the model",
                                    suggest(name.text, names));
        }
    }

    Context& context_;
    std::string inherited_;
    std::vector<TimesSpec>& all_;
};

}  // namespace

StateValuesSpec read_state_values(const Node& node) {
    StateValuesSpec states;
    for (const Entry& entry : node.entries) {
        if (entry.key.text == "source") continue;
        if (entry.key.text == "otherwise")
            states.otherwise = number_at(entry.value);
        else
            states.values.emplace_back(entry.key, number_at(entry.value));
    }
    return states;
}

RateSpec read_rate(const Node& node, Context& context, const std::string& inherited) {
    RateSpec rate;
    rate.where = node.where;
    if (const Node* table = find(node, "table")) {
        rate.kind = RateSpec::Kind::table;
        rate.name = as_name(*table);
        return rate;
    }
    rate.unit = unit_of(node);
    rate.source = context.source_of(node, inherited);
    if (const Node* value = find(node, "value"))
        rate.value = {number_at(*value), rate.unit, rate.source, value->where};
    else
        read_rate_by(node, *find(node, "by"), context, rate);
    context.need_source(rate.where, rate.source);
    return rate;
}

std::vector<TimesSpec> read_times(const Node& parent, Context& context, const std::string& inherited) {
    const Node* times = find(parent, "times");
    return times == nullptr ? std::vector<TimesSpec>{} : read_multipliers(*times, context, inherited);
}

std::vector<TimesSpec> read_multipliers(const Node& times, Context& context, const std::string& inherited) {
    std::vector<TimesSpec> all;
    TimesReader reader{context, context.source_of(times, inherited), all};
    for (const Entry& entry : times.entries)
        if (entry.key.text != "source") reader.read(entry.key, entry.value);
    return all;
}

}  // namespace forestall
