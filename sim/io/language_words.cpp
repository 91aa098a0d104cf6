#include "sim/io/language_words.hpp"

#include "sim/io/read_scalar.hpp"

namespace forestall::language {

Shape text(std::string noun) { return {TextForm{}, std::move(noun), {}, "Some words"}; }

Shape name(std::string noun, std::string example) {
    return {NameForm{}, std::move(noun), "names are letters, digits and underscores", std::move(example)};
}

Shape word(std::string noun, std::vector<std::string> words) {
    std::string example = words.front();
    return {WordForm{std::move(words)}, std::move(noun), {}, std::move(example)};
}

Shape yes_no() { return {YesNoForm{}, "yes or no", {}, "yes"}; }

Shape duration() {
    return {DurationForm{}, "length of time", "a length of time is a number of more than 0 and a unit",
            "30 days"};
}

Shape number(std::string noun, Bounds bounds, std::string doc, std::string example) {
    return {NumberForm{bounds}, std::move(noun), std::move(doc), std::move(example)};
}

Shape multiplier() {
    return number("multiplier", {.at_least = 0}, "a multiplier is a ratio, at least 0", "1.5");
}

Shape whole(const std::string& noun, Bounds bounds, const std::string& example) {
    return {WholeForm{bounds}, noun, "it is a whole number " + to_string(bounds), example};
}

Shape ratio_range() {
    const Shape ratio =
        number("ratio", {.above = 0}, "a range holds ratios to the figure, more than 0", "0.9");
    return {ListForm{shared(ratio), 2, 2}, "range", "a range has two ratios to the figure, around 1",
            "[0.9, 1.1]"};
}

Shape map(std::string noun, MapForm form, std::string example) {
    return {std::move(form), std::move(noun), {}, std::move(example)};
}

Shape record(std::string noun, std::vector<Field> fields, std::string example,
             std::vector<std::string> exactly_one_of) {
    MapForm form{.fields = std::move(fields), .exactly_one_of = std::move(exactly_one_of)};
    return map(std::move(noun), std::move(form), std::move(example));
}

Shape named_parts(std::string noun, std::string definition, std::string doc) {
    MapForm form;
    form.others = Others{.shape = shared(defined(std::move(definition))), .doc = std::move(doc)};
    return map("map of " + std::move(noun), std::move(form), "{NAME: ...}");
}

Shape table_reference() {
    return record("table reference", {required("table", name("table"), "name of a table")}, "{table: NAME}");
}

Field source() { return optional("source", name("source", "ons_mye_2024"), "entry of the sources file"); }

Field kind_of_file(const std::string& kind) {
    return required("forestall", word("kind of file", {kind}), "what kind of file this is");
}

const std::vector<std::string>& rate_units() {
    static const std::vector<std::string> units{"per_year",  "per_1000_per_year", "per_100000_per_year",
                                                "per_month", "per_week",          "per_day"};
    return units;
}

const std::vector<std::string>& table_units() {
    static const std::vector<std::string> units = [] {
        std::vector<std::string> all = rate_units();
        all.insert(all.end(), {"ratio", "chance", "percent_per_year"});
        all.insert(all.end(), time_units().begin(), time_units().end());
        return all;
    }();
    return units;
}

}  // namespace forestall::language
