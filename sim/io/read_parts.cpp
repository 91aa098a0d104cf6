#include "sim/io/read_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/io/language.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/shape_check.hpp"

namespace forestall {

bool fits_definition(const Node& node, std::string_view shape) { return fits(node, definition(shape)); }

const Node* find_fitting(const Node& parent, std::string_view key, std::string_view shape) {
    const Node* part = find(parent, key);
    return part != nullptr && fits_definition(*part, shape) ? part : nullptr;
}

void for_each_part(const Node& root, std::string_view key, std::string_view shape, Context& context,
                   const std::function<void(const Name&, const Node&)>& read) {
    const Node* parts = find(root, key);
    if (parts == nullptr) return;
    for (const Entry& entry : parts->entries) {
        if (!fits_definition(entry.value, shape)) continue;
        context.enter(fmt::format("{} '{}'", definition(shape).noun, in_brief(entry.key.text)));
        read(entry.key, entry.value);
    }
}

std::vector<Name> names_in(const Node& node) {
    if (node.kind == Node::Kind::scalar) return {as_name(node)};
    std::vector<Name> names;
    std::transform(node.items.begin(), node.items.end(), std::back_inserter(names), as_name);
    return names;
}

std::vector<Name> names_under(const Node& node, std::string_view key) {
    const Node* names = find(node, key);
    return names == nullptr ? std::vector<Name>{} : names_in(*names);
}

double number_at(const Node& node) { return number_in(node.text).value_or(0); }

std::vector<double> numbers_under(const Node& node, std::string_view key) {
    std::vector<double> numbers;
    if (const Node* list = find(node, key))
        std::transform(list->items.begin(), list->items.end(), std::back_inserter(numbers), number_at);
    return numbers;
}

std::string unit_of(const Node& node) { return text_of(node, "unit"); }

Number duration_at(const Node& node, const std::string& source) {
    const Duration length = duration_in(node.text).value_or(Duration{});
    return {length.value, length.unit, source, node.where};
}

namespace {

Number value_at(const Node& node, const std::string& source) {
    const bool is_time = duration_in(node.text).has_value();
    return is_time ? duration_at(node, source) : Number{number_at(node), {}, source, node.where};
}

}  // namespace

Number figure_at(const Node& node, Context& context, const std::string& inherited) {
    const Node* value = find(node, "value");
    const Number figure = value_at(value == nullptr ? node : *value, context.source_of(node, inherited));
    context.need_source(figure.where, figure.source);
    return figure;
}

NumberOrTable figure_or_table_at(const Node& node, Context& context, const std::string& inherited) {
    if (const Node* table = find(node, "table")) return {as_name(*table)};
    return {figure_at(node, context, inherited)};
}

void check_rising(const Node& parent, std::string_view key, Context& context) {
    const Node* list = find(parent, key);
    if (list == nullptr) return;
    for (std::size_t i = 1; i < list->items.size(); ++i)
        if (number_at(list->items[i]) <= number_at(list->items[i - 1]))
            context.problems().add(
                list->items[i].where,
                fmt::format("{} after {} in '{}'", list->items[i].text, list->items[i - 1].text, key),
                "the numbers must rise", "put them in order");
}

}  // namespace forestall
