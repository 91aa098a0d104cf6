#include "sim/io/shape_subject.hpp"

#include <fmt/format.h>

#include "sim/io/language.hpp"

namespace forestall {

namespace {

/// "process" for the shape of a process; empty for a mere value, which owns nothing.
std::string noun_of_part(const Shape& shape) {
    const auto* defined = std::get_if<DefinedForm>(&shape.form);
    if (defined == nullptr || defined->name == "test" || defined->name == "multiplier") return {};
    return definition(defined->name).noun;
}

Subject part(const std::string& noun, const std::string& name) {
    const std::string label = fmt::format("{} '{}'", noun, in_brief(name));
    return {label, label};
}

}  // namespace

Subject whole_of(const Shape& shape) { return {"the " + shape.noun, "the " + shape.noun}; }

Subject under_key(const std::string& key, const Subject& map) {
    return {fmt::format("'{}' of {}", key, map.owner), map.owner};
}

Subject under_name(const Entry& entry, const Shape& shape, const Subject& map) {
    const std::string noun = noun_of_part(shape);
    if (!noun.empty()) return part(noun, entry.key.text);
    return {fmt::format("'{}' of {}", in_brief(entry.key.text), map.self), map.owner};
}

Subject in_list(const Node& item, const Shape& shape, const Subject& list) {
    const std::string noun = noun_of_part(shape), name = text_of(item, "name");
    return noun.empty() || name.empty() ? list : part(noun, name);
}

}  // namespace forestall
