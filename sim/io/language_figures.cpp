// Figures: a number or a length of time that may name its own source or be looked up in a table.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

/// `{value: 1.2, source: NAME}`
Shape sourced(std::string noun, const Shape& value) {
    return record(std::move(noun), {required("value", value, "the figure"), source()},
                  "{value: " + value.example + ", source: NAME}");
}

Alternative plain(const Shape& value) { return if_scalar(value); }
Alternative with_source(const Shape& value) { return if_has("value", sourced(value.noun, value)); }
Alternative from_table() { return if_has("table", table_reference()); }

Shape figure(const Shape& value) {
    return {ChoiceForm{{plain(value), with_source(value)}}, value.noun, value.doc, value.example};
}

Shape figure_or_table(const Shape& value) {
    return {ChoiceForm{{plain(value), from_table(), with_source(value)}}, value.noun, value.doc,
            value.example};
}

}  // namespace

void add_figures(Definitions& all) {
    const Shape chance =
        number("chance", {.at_least = 0, .at_most = 1}, "a chance lies between 0 and 1", "0.2");
    all["multiplier"] = figure(multiplier());
    all["chance"] = figure_or_table(chance);
    all["time_or_table"] = figure_or_table(duration());
    all["positive_figure"] = figure(number("number", {.above = 0}, "it must be more than 0", "1.05"));
}

}  // namespace forestall::language
