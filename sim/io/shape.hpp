// What may stand in a file, as data: the one description from which files are checked (shape_check) and
// editors are helped (schema), so that the two can never differ.
//
// A shape says nothing of meaning: whether a track of that name exists is for `compile`.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/io/node.hpp"

namespace forestall {

struct Shape;
using ShapePtr = std::shared_ptr<const Shape>;

// --- Words ---------------------------------------------------------------------------------------

/// Limits of a number. `above` leaves the limit itself out.
struct Bounds {
    static constexpr double none = std::numeric_limits<double>::infinity();
    double at_least = -none;
    double above = -none;
    double at_most = none;
};

bool holds(const Bounds& bounds, double value);
/// "from 0 to 1", "more than 0"
std::string to_string(const Bounds& bounds);

struct TextForm {};
struct NameForm {                            // letters, digits, underscores
    std::vector<std::string> reserved = {};  // words that mean something else where such a name stands
};
struct NumberForm {
    Bounds bounds;
};
struct WholeForm {
    Bounds bounds;
};
struct YesNoForm {};
struct DateForm {};
struct DurationForm {};  // "30 days", more than 0
struct WordForm {
    std::vector<std::string> words;
};

// --- Lists and maps ------------------------------------------------------------------------------

struct ListForm {
    ShapePtr item;
    std::size_t at_least = 0;
    std::size_t at_most = std::numeric_limits<std::size_t>::max();
};

enum class Presence { required, optional };

/// A key with a fixed name.
struct Field {
    std::string key;
    Presence presence;
    ShapePtr shape;
    std::string doc;  // one line
};

/// Entries whose keys the user chooses.
struct Others {
    enum class Keys { names, years } keys = Keys::names;
    ShapePtr shape;
    std::string doc;
    std::vector<std::string> reserved = {};  // names that mean something else in the language
    std::size_t at_least = 0;
    std::size_t at_most = std::numeric_limits<std::size_t>::max();
};

struct MapForm {
    std::vector<Field> fields = {};
    std::optional<Others> others = {};             // none: the keys are fixed
    std::vector<std::string> exactly_one_of = {};  // of these keys
    std::size_t at_least = 0;                      // entries
};

// --- One of several ------------------------------------------------------------------------------

/// How to tell which alternative was meant, before looking closer: so that messages are about that one.
struct Sign {
    Node::Kind kind = Node::Kind::scalar;
    std::string key = {};                                 // map: it has this key
    std::optional<Node::Kind> value_kind = std::nullopt;  // and the key's value is of this kind
    std::string value_text = {};                          // and is this word
};

struct Alternative {
    Sign sign;
    ShapePtr shape;
};

struct ChoiceForm {
    std::vector<Alternative> alternatives;  // the first whose sign fits is meant
};

/// A shape with a name of its own, so that shapes may hold themselves.
struct DefinedForm {
    std::string name;
};

struct Shape {
    using Form = std::variant<TextForm, NameForm, NumberForm, WholeForm, YesNoForm, DateForm, DurationForm,
                              WordForm, ListForm, MapForm, ChoiceForm, DefinedForm>;
    Form form;
    std::string noun;     // what messages call it: "chance", "process"
    std::string doc;      // why it must be so: "a chance lies between 0 and 1"
    std::string example;  // as one would write it
};

// --- Building ------------------------------------------------------------------------------------

Field required(std::string key, Shape shape, std::string doc);
Field optional(std::string key, Shape shape, std::string doc);
ShapePtr shared(Shape shape);
Alternative if_scalar(Shape shape);
Alternative if_list(Shape shape);
Alternative if_map(Shape shape);
/// A map with this key.
Alternative if_has(std::string key, Shape shape);
Shape list_of(Shape item, std::size_t at_least = 0);
/// A list of parts with a name of their own, at least one.
Shape list_of_defined(const std::string& name, std::string noun, std::string example);
/// One item alone may stand without brackets.
Shape one_or_more(const Shape& item);
Shape defined(std::string name);

/// "a rate", "an arm"
std::string with_article(const std::string& noun);

}  // namespace forestall
