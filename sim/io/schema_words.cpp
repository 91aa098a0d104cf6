#include "sim/io/schema_words.hpp"

namespace forestall {

namespace {

/// Editors take 2025 or yes without quotes for a number or a truth; to us it is text.
const std::vector<std::string>& types_of_text() {
    static const std::vector<std::string> types{"string", "number", "boolean"};
    return types;
}

void write_number(JsonWriter& json, std::string_view type, const Bounds& bounds) {
    json.member("type", type);
    if (bounds.at_least > -Bounds::none) json.member("minimum", bounds.at_least);
    if (bounds.above > -Bounds::none) json.member("exclusiveMinimum", bounds.above);
    if (bounds.at_most < Bounds::none) json.member("maximum", bounds.at_most);
}

}  // namespace

void write_word(JsonWriter& json, const TextForm&) { json.member("type", types_of_text()); }

void write_word(JsonWriter& json, const NameForm& form) {
    json.member("type", types_of_text());
    json.member("pattern", "^[A-Za-z0-9_]+$");
    if (form.reserved.empty()) return;
    json.key("not");
    json.open_object();
    json.member("enum", form.reserved);
    json.close_object();
}

void write_word(JsonWriter& json, const NumberForm& form) { write_number(json, "number", form.bounds); }
void write_word(JsonWriter& json, const WholeForm& form) { write_number(json, "integer", form.bounds); }

void write_word(JsonWriter& json, const YesNoForm&) {
    json.key("enum");
    json.open_list();
    json.truth(true);
    json.truth(false);
    json.value("yes");
    json.value("no");
    json.close_list();
}

void write_word(JsonWriter& json, const DateForm&) {
    json.member("type", "string");
    json.member("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
}

void write_word(JsonWriter& json, const DurationForm&) {
    json.member("type", "string");
    json.member("pattern", "^[0-9.eE+-]+ +(minute|hour|day|week|month|year)s?$");
}

void write_word(JsonWriter& json, const WordForm& form) { json.member("enum", form.words); }

}  // namespace forestall
