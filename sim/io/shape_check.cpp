#include "sim/io/shape_check.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/io/language.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/shape_choice.hpp"
#include "sim/io/shape_subject.hpp"
#include "sim/io/shape_words.hpp"

namespace forestall {

namespace {

std::string either(const std::vector<std::string>& keys) {
    return fmt::format("{}'{}'", keys.size() > 1 ? "one of " : "", fmt::join(keys, "', '"));
}

const Field* field_of(const MapForm& form, const std::string& key) {
    const auto found =
        std::find_if(form.fields.begin(), form.fields.end(), [&](const Field& f) { return f.key == key; });
    return found == form.fields.end() ? nullptr : &*found;
}

class Checker {
  public:
    explicit Checker(Problems& problems) : problems_(problems) {}

    void check(const Node& node, const Shape& shape, const Subject& subject) {
        std::visit([&](const auto& form) { check(node, form, shape, subject); }, shape.form);
    }

  private:
    template <typename Word>
    void check(const Node& node, const Word&, const Shape& shape, const Subject& subject) {
        if (const auto fault = fault_in_word(node, shape)) refuse(node, subject, *fault);
    }

    void check(const Node& node, const DefinedForm& form, const Shape&, const Subject& subject) {
        check(node, definition(form.name), subject);
    }

    void check(const Node& node, const ListForm& form, const Shape& shape, const Subject& subject) {
        if (node.kind != Node::Kind::list) return refuse(node, subject, wrong_kind(shape));
        const std::size_t size = node.items.size();
        if (size < form.at_least || size > form.at_most)
            problems_.add(
                node.where, fmt::format("{} has {} entries", subject.self, size),
                fmt::format("it needs {}{}", form.at_least == form.at_most ? "" : "at least ", form.at_least),
                "write it like " + shape.example);
        for (const Node& item : node.items) check(item, *form.item, in_list(item, *form.item, subject));
    }

    // --- Maps ------------------------------------------------------------------------------------

    void check(const Node& node, const MapForm& form, const Shape& shape, const Subject& subject) {
        if (node.kind != Node::Kind::map) return refuse(node, subject, wrong_kind(shape));
        std::size_t others = 0;
        bool all_keys_known = true;
        for (const Entry& entry : node.entries) {
            if (const Field* field = field_of(form, entry.key.text))
                check(entry.value, *field->shape, under_key(entry.key.text, subject));
            else if (form.others)
                ++others, check_other(entry, *form.others, subject);
            else
                all_keys_known = false, refuse_key(entry.key, form, shape, subject);
        }
        for (const Field& field : form.fields)
            if (field.presence == Presence::required && !find(node, field.key))
                refuse_missing(node, field, subject);
        // Where a key is misspelt, none of the group may seem to be there: one message is enough.
        if (all_keys_known) check_exactly_one(node, form.exactly_one_of, subject);
        check_sizes(node, form, others, shape, subject);
    }

    void check_other(const Entry& entry, const Others& others, const Subject& subject) {
        const std::string& key = entry.key.text;
        const auto refuse_this = [&](const char* why, const char* remedy) {
            problems_.add(entry.key.where, fmt::format("the key '{}' in {}", in_brief(key), subject.self),
                          why, remedy);
        };
        if (others.keys == Others::Keys::years) {
            const auto year = whole_in(key).value_or(0);
            if (year < 1 || year > 9999) refuse_this("keys are years", "write a year such as 2024");
        } else if (!is_name(key)) {
            refuse_this("names are letters, digits and underscores", "rename it");
        } else if (std::find(others.reserved.begin(), others.reserved.end(), key) != others.reserved.end()) {
            refuse_this(taken_why, taken_remedy);
        }
        check(entry.value, *others.shape, under_name(entry, *others.shape, subject));
    }

    void check_exactly_one(const Node& node, const std::vector<std::string>& keys, const Subject& subject) {
        std::vector<std::string> present;
        std::copy_if(keys.begin(), keys.end(), std::back_inserter(present),
                     [&](const std::string& key) { return find(node, key) != nullptr; });
        if (keys.empty() || present.size() == 1) return;
        if (present.empty())
            problems_.add(node.where, fmt::format("{} needs {}", subject.self, either(keys)), "", "add it");
        else
            problems_.add(node.where, fmt::format("{} has '{}'", subject.self, fmt::join(present, "' and '")),
                          "only one of them may be there", "delete all but one");
    }

    void check_sizes(const Node& node, const MapForm& form, std::size_t others, const Shape& shape,
                     const Subject& subject) {
        const bool too_many = form.others && others > form.others->at_most;
        const bool too_few =
            (form.others && others < form.others->at_least) || node.entries.size() < form.at_least;
        if (too_few || too_many)
            problems_.add(node.where,
                          fmt::format("{} has too {} entries", subject.self, too_many ? "many" : "few"),
                          form.others && form.others->at_least > 0 ? "needed: " + form.others->doc : "",
                          "write it like " + shape.example);
    }

    // --- One of several --------------------------------------------------------------------------

    void check(const Node& node, const ChoiceForm& form, const Shape& shape, const Subject& subject) {
        if (const Shape* meant = meant_by(node, form)) return check(node, *meant, subject);
        const auto keys = telling_keys(form);
        if (node.kind == Node::Kind::map && !keys.empty())
            refuse_without_keys(node, keys, shape, subject);
        else
            refuse(node, subject, wrong_kind(shape));
    }

    void refuse_without_keys(const Node& node, const std::vector<std::string>& keys, const Shape& shape,
                             const Subject& subject) {
        for (const Entry& entry : node.entries) {
            const std::string close = nearest(entry.key.text, keys);
            if (!close.empty())
                return problems_.add(
                    entry.key.where,
                    fmt::format("unknown key '{}' in {}", in_brief(entry.key.text), subject.self), shape.doc,
                    fmt::format("did you mean '{}'?", close));
        }
        problems_.add(node.where, fmt::format("{} needs {}", subject.self, either(keys)), shape.doc,
                      "write it like " + shape.example);
    }

    // --- Messages --------------------------------------------------------------------------------

    void refuse(const Node& node, const Subject& subject, const Fault& fault) {
        problems_.add(node.where, fmt::format("{} is {}", subject.self, describe(node)), fault.why,
                      fault.remedy);
    }

    void refuse_key(const Name& key, const MapForm& form, const Shape& shape, const Subject& subject) {
        std::vector<std::string> keys;
        for (const Field& field : form.fields) keys.push_back(field.key);
        problems_.add(key.where, fmt::format("unknown key '{}' in {}", in_brief(key.text), subject.self),
                      fmt::format("{} has a fixed set of keys", with_article(shape.noun)),
                      suggest(key.text, keys));
    }

    void refuse_missing(const Node& node, const Field& field, const Subject& subject) {
        const auto* defined = std::get_if<DefinedForm>(&field.shape->form);
        const std::string& example = (defined == nullptr ? *field.shape : definition(defined->name)).example;
        problems_.add(node.where, fmt::format("missing key '{}' in {}", field.key, subject.self), field.doc,
                      fmt::format("add '{}: {}'", field.key, example));
    }

    Problems& problems_;
};

}  // namespace

void check_shape(const Node& node, const Shape& shape, Problems& problems) {
    Checker{problems}.check(node, shape, whole_of(shape));
}

bool fits(const Node& node, const Shape& shape) {
    Problems problems;
    check_shape(node, shape, problems);
    return problems.empty();
}

}  // namespace forestall
