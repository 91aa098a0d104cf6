// Rates, and what multiplies rates, lengths and chances.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

Shape a_rate() { return number("rate", {.at_least = 0}, "a rate is at least 0", "0.5"); }
Field unit() { return required("unit", word("unit", rate_units()), "unit of the rate"); }

Shape breaks() {
    return list_of(number("break", {.at_least = 0}, "a break is in years, at least 0", "15"), 1);
}

Shape values_of(const Shape& value) { return list_of(value, 1); }

Shape since() {
    return record("since", {required("since", name("track or process"), "the track entered, or the process")},
                  "{since: first_birth}");
}

Shape constant_rate() {
    return record("rate", {required("value", a_rate(), "the rate"), unit(), source()},
                  "{value: 0.5, unit: per_year}");
}

Shape rate_by_age() {
    return record("rate",
                  {required("by", word("factor", {"age"}), "by age"), unit(),
                   required("breaks", breaks(), "ages, rising"),
                   required("values", values_of(a_rate()), "a rate for each piece"), source()},
                  "{by: age, unit: per_year, breaks: [15, 40], values: [0.1, 0]}");
}

Shape rate_by_since() {
    return record("rate",
                  {required("by", since(), "by years since"), unit(),
                   required("breaks", breaks(), "years, rising"),
                   required("values", values_of(a_rate()), "one more than breaks"),
                   optional("never", a_rate(), "the rate before it ever happened"), source()},
                  "{by: {since: union}, unit: per_year, breaks: [1, 3], values: [0.1, 0.2, 0.3]}");
}

Shape rate_by_state() {
    return record(
        "rate",
        {required("by", name("track"), "track or counter"), unit(),
         required("values", state_values(a_rate(), "map of rates by state"), "a rate for each state"),
         source()},
        "{by: frailty, unit: per_year, values: {fit: 0.1, otherwise: 0}}");
}

Shape rate() {
    ChoiceForm form{{if_has("value", constant_rate()),
                     if_has("table", table_reference()),
                     {{Node::Kind::map, "by", Node::Kind::scalar, "age"}, shared(rate_by_age())},
                     {{Node::Kind::map, "by", Node::Kind::map}, shared(rate_by_since())},
                     if_has("by", rate_by_state())}};
    return {std::move(form), "rate", "a rate is a value, a table, or values by something",
            constant_rate().example};
}

Shape age_times() {
    return record("map of ratios by age",
                  {required("breaks", breaks(), "ages, rising"),
                   required("values", values_of(multiplier()), "a ratio for each piece"), source()},
                  "{breaks: [65, 85], values: [1, 2, 4]}");
}

Shape since_times() {
    return record("map of ratios by time since",
                  {required("since", name("track or process"), "track or process"),
                   required("breaks", breaks(), "years, rising"),
                   required("values", values_of(multiplier()), "one more than breaks"),
                   optional("never", multiplier(), "before it ever happened"), source()},
                  "{since: first_birth, breaks: [1], values: [2, 1], never: 1}");
}

/// What may multiply a length or a chance; rates allow more.
MapForm times_of_lengths() {
    MapForm form;
    form.fields = {optional("age", age_times(), "ratios by age"),
                   optional("tables", one_or_more(name("table")), "tables with unit ratio"),
                   optional("value", defined("multiplier"), "one ratio for all"),
                   optional("multipliers", one_or_more(name("group of multipliers")),
                            "groups that the model names under `multipliers`"),
                   source()};
    form.others = Others{.shape = shared(state_values(multiplier(), "map of ratios by state")),
                         .doc = "track or counter: ratios by state"};
    return form;
}

MapForm times_of_contacts() {
    MapForm form = times_of_lengths();
    form.fields.push_back(optional("propensity", name("propensity"), "name of a propensity"));
    form.fields.push_back(optional("calendar", one_or_more(name("calendar")), "names of calendars"));
    return form;
}

MapForm times_of_processes() {
    MapForm form = times_of_contacts();
    form.fields.push_back(optional("since", since_times(), "ratios by time since something"));
    return form;
}

}  // namespace

Shape state_values(const Shape& value, const std::string& noun) {
    MapForm form;
    form.fields = {optional("otherwise", value, "for the states that are not named"), source()};
    form.others = Others{.shape = shared(value), .doc = "value in that state"};
    return map(noun, std::move(form), "{fit: 1, severe: 3.2, otherwise: 1}");
}

void add_rates(Definitions& all) {
    const std::string example = "{frailty: {fit: 1, otherwise: 2}}";
    all["rate"] = rate();
    all["process_times"] = map("map of multipliers", times_of_processes(), example);
    all["contact_times"] = map("map of multipliers", times_of_contacts(), example);
    all["length_times"] = map("map of multipliers", times_of_lengths(), example);
}

}  // namespace forestall::language
