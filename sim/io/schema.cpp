#include "sim/io/schema.hpp"

#include <algorithm>
#include <set>

#include "sim/io/schema_json.hpp"
#include "sim/io/schema_words.hpp"

namespace forestall {

namespace {

/// Writes shapes and remembers the definitions that they name.
class SchemaWriter {
  public:
    std::string file_schema(FileKind kind) {
        const Shape& shape = shape_of(kind);
        json_.open_object();
        json_.member("$schema", "https://json-schema.org/draft/2020-12/schema");
        json_.member("title", "Forestall " + shape.noun);
        body(shape);
        definitions();
        json_.close_object();
        return json_.finished();
    }

  private:
    void body(const Shape& shape) {
        if (!shape.doc.empty() && !std::holds_alternative<MapForm>(shape.form))
            json_.member("description", shape.doc);
        std::visit([this](const auto& form) { write(form); }, shape.form);
    }

    void schema(const Shape& shape) {
        json_.open_object();
        body(shape);
        json_.close_object();
    }

    /// A definition may name others, which may name others.
    void definitions() {
        json_.key("$defs");
        json_.open_object();
        std::set<std::string> written;
        while (written.size() < needed_.size()) {
            const auto missing = std::find_if(needed_.begin(), needed_.end(),
                                              [&](const auto& n) { return !written.contains(n); });
            const std::string name = *missing;
            written.insert(name);
            json_.key(name);
            schema(definition(name));
        }
        json_.close_object();
    }

    template <typename Word>
    void write(const Word& form) {
        write_word(json_, form);
    }

    // --- Lists and maps --------------------------------------------------------------------------

    void write(const ListForm& form) {
        json_.member("type", "array");
        json_.key("items");
        schema(*form.item);
        if (form.at_least > 0) json_.member("minItems", static_cast<double>(form.at_least));
        if (form.at_most < ListForm{}.at_most) json_.member("maxItems", static_cast<double>(form.at_most));
    }

    void write(const MapForm& form) {
        json_.member("type", "object");
        fields(form);
        others(form);
        if (form.at_least > 0) json_.member("minProperties", static_cast<double>(form.at_least));
        exactly_one_of(form);
    }

    void fields(const MapForm& form) {
        if (form.fields.empty()) return;
        std::vector<std::string> required;
        json_.key("properties");
        json_.open_object();
        for (const Field& field : form.fields) {
            if (field.presence == Presence::required) required.push_back(field.key);
            json_.key(field.key);
            described(field.doc, *field.shape);
        }
        json_.close_object();
        if (!required.empty()) json_.member("required", required);
    }

    void others(const MapForm& form) {
        if (!form.others) return json_.truth("additionalProperties", false);
        json_.key("additionalProperties");
        described(form.others->doc, *form.others->shape);
        json_.key("propertyNames");
        json_.open_object();
        const bool years = form.others->keys == Others::Keys::years;
        json_.member("pattern", years ? "^[0-9]{1,4}$" : "^[A-Za-z0-9_]+$");
        if (!form.others->reserved.empty()) {
            json_.key("not");
            json_.open_object();
            json_.member("enum", form.others->reserved);
            json_.close_object();
        }
        json_.close_object();
        if (form.others->at_least > 0 && form.fields.empty())
            json_.member("minProperties", static_cast<double>(form.others->at_least));
    }

    void exactly_one_of(const MapForm& form) {
        if (form.exactly_one_of.empty()) return;
        json_.key("oneOf");
        json_.open_list();
        for (const std::string& key : form.exactly_one_of) {
            json_.open_object();
            json_.member("required", std::vector{key});
            json_.close_object();
        }
        json_.close_list();
    }

    /// What the key is for says more than what its shape is.
    void described(const std::string& doc, const Shape& shape) {
        json_.open_object();
        json_.member("description", doc);
        std::visit([this](const auto& form) { write(form); }, shape.form);
        json_.close_object();
    }

    // --- One of several --------------------------------------------------------------------------

    void write(const ChoiceForm& form) {
        json_.key("anyOf");
        json_.open_list();
        for (const Alternative& alternative : form.alternatives) schema(*alternative.shape);
        json_.close_list();
    }

    void write(const DefinedForm& form) {
        needed_.insert(form.name);
        json_.member("$ref", "#/$defs/" + form.name);
    }

    JsonWriter json_;
    std::set<std::string> needed_;
};

}  // namespace

std::string json_schema(FileKind kind) { return SchemaWriter{}.file_schema(kind); }

}  // namespace forestall
