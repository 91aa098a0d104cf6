// JSON Schema of single words. Each writes members into the open object.
#pragma once

#include "sim/io/schema_json.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

void write_word(JsonWriter& json, const TextForm& form);
void write_word(JsonWriter& json, const NameForm& form);
void write_word(JsonWriter& json, const NumberForm& form);
void write_word(JsonWriter& json, const WholeForm& form);
void write_word(JsonWriter& json, const YesNoForm& form);
void write_word(JsonWriter& json, const DateForm& form);
void write_word(JsonWriter& json, const DurationForm& form);
void write_word(JsonWriter& json, const WordForm& form);

}  // namespace forestall
