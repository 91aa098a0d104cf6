// The place file.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

Shape population() {
    return record("population",
                  {required("file", text("path"), "CSV with columns age, the fixed tracks, people"),
                   optional("ages", word("way of ages", {"spread", "exact"}),
                            "spread over the year of age, or all at its birthday; spread when left out"),
                   source()},
                  "{file: population.csv, source: NAME}");
}

Shape arrivals() {
    return record("arrivals",
                  {required("file", text("path"), "CSV with columns age, the fixed tracks, people a year"),
                   optional("calendar", defined("calendar"), "how the number changes with the date"),
                   source()},
                  "{file: arrivals.csv, source: NAME}");
}

Shape capacity() {
    const Shape value = number("capacity", {.at_least = 0}, "a capacity is at least 0", "4470");
    return record("capacity",
                  {required("value", value, "how many there are"),
                   required("unit", name("unit", "beds"), "what is counted"), source()},
                  "{value: 4470, unit: beds, source: NAME}");
}

/// A place's ratio to a rate of the model; with a calendar, one that changes with the date.
Shape place_times() {
    const Shape full =
        record("multiplier",
               {required("value", multiplier(), "the ratio"),
                optional("calendar", defined("calendar"), "how it changes with the date"), source()},
               "{value: 1.35, calendar: {years: {2012: 1, 2024: 0.74}}, source: NAME}");
    ChoiceForm form{{if_scalar(multiplier()), if_has("value", full)}};
    return {std::move(form), "multiplier", multiplier().doc, "1.05"};
}

Shape place() {
    return record("place file",
                  {kind_of_file("place"),
                   required("name", name("name", "buckinghamshire"), "name of the place"),
                   required("title", text("title"), "what readers see"),
                   optional("sources", text("path"), "sources file, relative to this file"),
                   required("population", population(), "who lives there at the start"),
                   optional("boys_per_girl", defined("positive_figure"), "newborn boys for every girl"),
                   optional("arrivals", arrivals(), "people who move in"),
                   optional("tables", named_parts("tables", "file_table", "table"),
                            "tables that the model takes from the place"),
                   optional("times", named_parts("times", "place multiplier", "process or contact: ratio"),
                            "this place against the model's rates"),
                   optional("capacity", named_parts("capacity", "capacity", "what there is"),
                            "what there is; not yet a limit")},
                  {});
}

}  // namespace

void add_place(Definitions& all) {
    all["population"] = population();
    all["arrivals"] = arrivals();
    all["capacity"] = capacity();
    all["place multiplier"] = place_times();
    all["place file"] = place();
}

}  // namespace forestall::language
