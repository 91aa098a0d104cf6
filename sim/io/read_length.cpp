#include "sim/io/read_length.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/io/read_parts.hpp"
#include "sim/io/read_rate.hpp"

namespace forestall {

namespace {

using Kind = LengthSpec::Kind;
using Scale = LengthSpec::Scale;

constexpr std::pair<const char*, Kind> distributions[] = {
    {"exponential", Kind::exponential}, {"weibull", Kind::weibull}, {"gamma", Kind::gamma},
    {"lognormal", Kind::lognormal},     {"fixed", Kind::fixed},     {"empirical", Kind::empirical}};
constexpr std::pair<const char*, Scale> scales[] = {
    {"mean", Scale::mean}, {"median", Scale::median}, {"scale", Scale::scale}};

void read_scale(const Node& form, Context& context, LengthSpec& length) {
    for (const auto& [key, scale] : scales)
        if (const Node* node = find(form, key)) {
            length.scale_is = scale;
            length.scale = figure_or_table_at(*node, context, length.source);
        }
    for (const char* key : {"shape", "sd_log"})
        if (const Node* shape = find(form, key)) {
            length.shape = number_at(*shape);
            context.need_source(shape->where, length.source);
        }
}

void read_empirical(const Node& form, Context& context, LengthSpec& length) {
    for (const Node& item : find(form, "lengths")->items)
        length.lengths.push_back(duration_at(item, length.source));
    length.weights = numbers_under(form, "weights");
    context.need_source(form.where, length.source);
    const Node& weights = *find(form, "weights");
    if (length.weights.size() != length.lengths.size())
        context.problems().add(
            weights.where,
            fmt::format("{} weights for {} lengths", length.weights.size(), length.lengths.size()),
            "each length has a weight", "add or delete some");
    if (std::all_of(length.weights.begin(), length.weights.end(), [](double weight) { return weight == 0; }))
        context.problems().add(weights.where, "all weights are 0", "one of the lengths must be drawn",
                               "give one a weight");
}

}  // namespace

LengthSpec read_length(const Node& node, Context& context, const std::string& inherited) {
    LengthSpec length;
    length.where = node.where;
    length.source = context.source_of(node, inherited);
    if (node.kind == Node::Kind::scalar) {
        length.scale = figure_or_table_at(node, context, length.source);
        return length;
    }
    for (const auto& [key, kind] : distributions) {
        const Node* form = find(node, key);
        if (form == nullptr) continue;
        length.kind = kind;
        if (kind == Kind::fixed)
            length.scale = figure_or_table_at(*form, context, length.source);
        else if (kind == Kind::empirical)
            read_empirical(*form, context, length);
        else
            read_scale(*form, context, length);
    }
    length.times = read_times(node, context, length.source);
    return length;
}

}  // namespace forestall
