// Conditions: `when`, layers, measures.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

/// At least one of the two bounds.
Shape range(std::string noun, const std::string& unit) {
    const Shape limit = number("limit", {.at_least = 0}, "a limit is a number of at least 0", "65");
    return map(std::move(noun),
               {.fields = {optional("at_least", limit, unit + ", this or more"),
                           optional("below", limit, unit + ", less than this")},
                .at_least = 1},
               "{at_least: 65, below: 90}");
}

Shape test() {
    const Shape state = name("state");
    ChoiceForm form{{if_scalar(state), if_list(list_of(state, 1)), if_map(range("range", "events"))}};
    return {std::move(form), "test", "a test names states or a range", "[moderate, severe]"};
}

Shape clause() {
    MapForm form;
    form.fields = {
        optional("age", range("age range", "years"), "age"),
        optional("any",
                 list_of_defined("clause", "list of conditions", "[{care: nursing}, {frailty: severe}]"),
                 "conditions of which at least one must hold")};
    form.others = Others{.shape = shared(defined("test")), .doc = "track or counter"};
    form.at_least = 1;
    return map("condition", std::move(form), "{frailty: [moderate, severe], age: {at_least: 65}}");
}

constexpr const char* what_conditions_are = "a condition is a map of what must hold, or 'everyone'";

Shape everyone() {
    return {WordForm{{"everyone"}}, "condition", what_conditions_are, "{frailty: [moderate, severe]}"};
}

Shape condition() {
    ChoiceForm form{{if_scalar(everyone()), if_map(defined("clause"))}};
    return {std::move(form), "condition", what_conditions_are, "{frailty: [moderate, severe]}"};
}

}  // namespace

void add_conditions(Definitions& all) {
    all["test"] = test();
    all["clause"] = clause();
    all["condition"] = condition();
}

}  // namespace forestall::language
