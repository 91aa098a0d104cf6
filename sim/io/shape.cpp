#include "sim/io/shape.hpp"

#include <fmt/format.h>

namespace forestall {

bool holds(const Bounds& bounds, double value) {
    return value >= bounds.at_least && value > bounds.above && value <= bounds.at_most;
}

std::string to_string(const Bounds& bounds) {
    const bool has_floor = bounds.at_least > -Bounds::none, has_ceiling = bounds.at_most < Bounds::none;
    if (has_floor && has_ceiling) return fmt::format("from {} to {}", bounds.at_least, bounds.at_most);
    if (has_floor) return fmt::format("of at least {}", bounds.at_least);
    if (has_ceiling) return fmt::format("of at most {}", bounds.at_most);
    return bounds.above > -Bounds::none ? fmt::format("of more than {}", bounds.above) : "of any size";
}

ShapePtr shared(Shape shape) { return std::make_shared<const Shape>(std::move(shape)); }

Alternative if_scalar(Shape shape) { return {{Node::Kind::scalar}, shared(std::move(shape))}; }
Alternative if_list(Shape shape) { return {{Node::Kind::list}, shared(std::move(shape))}; }
Alternative if_map(Shape shape) { return {{Node::Kind::map}, shared(std::move(shape))}; }
Alternative if_has(std::string key, Shape shape) {
    return {{Node::Kind::map, std::move(key)}, shared(std::move(shape))};
}

Field required(std::string key, Shape shape, std::string doc) {
    return {std::move(key), Presence::required, shared(std::move(shape)), std::move(doc)};
}

Field optional(std::string key, Shape shape, std::string doc) {
    return {std::move(key), Presence::optional, shared(std::move(shape)), std::move(doc)};
}

Shape list_of(Shape item, std::size_t at_least) {
    std::string noun = "list of " + item.noun + "s", example = "[" + item.example + "]";
    return {ListForm{shared(std::move(item)), at_least}, std::move(noun), {}, std::move(example)};
}

Shape list_of_defined(const std::string& name, std::string noun, std::string example) {
    return {ListForm{shared(defined(name)), 1}, std::move(noun), {}, std::move(example)};
}

Shape one_or_more(const Shape& item) {
    ChoiceForm choice{{if_scalar(item), if_list(list_of(item, 1))}};
    return {std::move(choice), item.noun + " or list of them", item.doc, item.example};
}

Shape defined(std::string name) { return {DefinedForm{std::move(name)}, {}, {}, {}}; }

std::string with_article(const std::string& noun) {
    const bool vowel =
        !noun.empty() && std::string_view{"aeiou"}.find(noun.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + noun;
}

}  // namespace forestall
