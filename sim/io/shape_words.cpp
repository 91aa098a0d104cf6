#include "sim/io/shape_words.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/core/errors.hpp"
#include "sim/io/read_scalar.hpp"

namespace forestall {

namespace {

using Found = std::optional<Fault>;

bool is_word(const Node& node) { return node.kind == Node::Kind::scalar; }
bool is_plain(const Node& node) { return is_word(node) && !node.quoted; }

Found unless(bool is_right, const Shape& shape) { return is_right ? Found{} : wrong_kind(shape); }

Found fault(const Node& node, const TextForm&, const Shape& shape) {
    return is_word(node) && !node.text.empty() ? Found{} : Fault{wrong_kind(shape).why, "write some words"};
}

Found fault(const Node& node, const NameForm& form, const Shape& shape) {
    if (!is_word(node) || !is_name(node.text)) return wrong_kind(shape);
    const bool is_taken =
        std::find(form.reserved.begin(), form.reserved.end(), node.text) != form.reserved.end();
    return is_taken ? Fault{taken_why, fmt::format("{} for the {}", taken_remedy, shape.noun)} : Found{};
}

Found fault(const Node& node, const NumberForm& form, const Shape& shape) {
    const auto value = is_word(node) ? number_in(node.text) : std::nullopt;
    if (!value)
        return Fault{"not a number",
                     fmt::format("write a number {}, with a point for decimals", to_string(form.bounds))};
    if (node.quoted) return Fault{"in quotes it is text", "write it without quotes"};
    return holds(form.bounds, *value) ? Found{}
                                      : Fault{shape.doc, "write a number " + to_string(form.bounds)};
}

Found fault(const Node& node, const WholeForm& form, const Shape& shape) {
    const auto value = is_plain(node) ? whole_in(node.text) : std::nullopt;
    const bool is_right = value && holds(form.bounds, static_cast<double>(*value));
    return is_right ? Found{} : Fault{shape.doc, fmt::format("write a number such as {}", shape.example)};
}

Found fault(const Node& node, const YesNoForm&, const Shape&) {
    return is_plain(node) && yes_no_in(node.text) ? Found{} : Fault{"", "write yes or no"};
}

Found fault(const Node& node, const DateForm&, const Shape& shape) {
    return unless(is_word(node) && date_in(node.text), shape);
}

Found fault(const Node& node, const DurationForm&, const Shape& shape) {
    const auto length = is_word(node) ? duration_in(node.text) : std::nullopt;
    if (length && length->value > 0) return {};
    const std::size_t space = node.text.find(' ');
    const bool only_unit_is_wrong =
        !length && space != std::string::npos && number_in(node.text.substr(0, space));
    if (!only_unit_is_wrong) return wrong_kind(shape);
    return Fault{shape.doc, suggest(node.text.substr(node.text.find_last_of(' ') + 1), time_units())};
}

Found fault(const Node& node, const WordForm& form, const Shape& shape) {
    const auto& words = form.words;
    if (is_word(node) && std::find(words.begin(), words.end(), node.text) != words.end()) return {};
    if (words.size() == 1)
        return shape.doc.empty() ? Fault{"it may only be " + words.front(), "write " + words.front()}
                                 : wrong_kind(shape);
    return Fault{fmt::format("it may be {}", fmt::join(words, ", ")),
                 is_word(node) ? suggest(node.text, words) : "write one of them"};
}

/// Lists, maps and choices are not words.
template <typename Form>
Found fault(const Node&, const Form&, const Shape& shape) {
    return wrong_kind(shape);
}

}  // namespace

Fault wrong_kind(const Shape& shape) {
    return {shape.doc.empty() ? with_article(shape.noun) + " belongs here" : shape.doc,
            shape.example.empty() ? "" : "write it like " + shape.example};
}

std::optional<Fault> fault_in_word(const Node& node, const Shape& shape) {
    return std::visit([&](const auto& form) { return fault(node, form, shape); }, shape.form);
}

}  // namespace forestall
