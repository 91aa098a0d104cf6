// Tables, calendars, propensities and counters.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

Field columns() {
    return required("by", list_of(name("column", "age")),
                    "columns that choose the row: age, tracks, counters");
}

Shape file_table() {
    return record("table",
                  {required("file", text("path"), "CSV file, relative to this file"), columns(),
                   required("value", name("column", "rate"), "the column with the number"),
                   required("unit", word("unit", table_units()), "unit of the number"),
                   optional("ignore", list_of(name("column")), "columns that are not used"), source()},
                  "{file: tables/mortality.csv, by: [age, sex], value: rate, unit: per_year, source: NAME}");
}

Shape place_table() {
    return record("table",
                  {required("from", word("origin", {"place"}), "the place file must give the table"),
                   columns(), required("unit", word("unit", table_units()), "unit of the number")},
                  "{from: place, by: [age, sex], unit: per_year}");
}

Shape any_table() {
    ChoiceForm form{{if_has("from", place_table()), if_has("file", file_table())}};
    return {std::move(form), "table", "a table is read from a file, or given by the place",
            file_table().example};
}

Shape yearly_change() {
    const Shape percent =
        number("yearly change", {.above = -100}, "a change is in percent a year, more than -100", "-1.5");
    ChoiceForm form{{if_scalar(percent), if_has("table", table_reference())}};
    return {std::move(form), "yearly change", percent.doc, percent.example};
}

Shape season() {
    return {ListForm{shared(multiplier()), 12, 12}, "season",
            "a season has twelve factors, January to December",
            "[1.01, 1, 1, 0.99, 1, 1, 0.99, 0.96, 0.99, 1.02, 1.04, 1]"};
}

Shape years() {
    MapForm form;
    form.others = Others{.keys = Others::Keys::years,
                         .shape = shared(multiplier()),
                         .doc = "factor at the start of that year",
                         .at_least = 1};
    return map("map of years", std::move(form), "{2024: 1, 2028: 0.5}");
}

Shape calendar() {
    return record("calendar",
                  {optional("season", season(), "twelve factors, January to December"),
                   optional("yearly_change", yearly_change(), "percent a year, compounding"),
                   optional("years", years(), "factors at years' starts, straight lines between"), source()},
                  "{yearly_change: -1.5, source: NAME}", {"season", "yearly_change", "years"});
}

Shape propensity() {
    const Shape shape =
        number("shape", {.above = 0}, "the shape of a gamma distribution is more than 0", "0.8");
    const Shape correlation =
        number("correlation", {.at_least = -1, .at_most = 1}, "a correlation lies between -1 and 1", "0.6");
    return record("propensity",
                  {required("shape", shape, "shape of the gamma distribution; its mean is 1"),
                   optional("with", name("propensity"), "an earlier propensity that it goes together with"),
                   optional("correlation", correlation, "how far: of the normal scores of both"), source()},
                  "{shape: 0.8, source: NAME}");
}

Shape counter() {
    const Shape up_to{WholeForm{{.at_least = 1, .at_most = 100}}, "limit",
                      "it is a whole number from 1 to 100", "3"};
    return record("counter",
                  {required("counts", one_or_more(name("process or count")),
                            "the processes, or `counts` names, that are counted"),
                   required("window", duration(), "how far back the count looks"),
                   optional("up_to", up_to, "this means so many or more; 1 when left out")},
                  "{counts: emergency_admission, window: 12 months, up_to: 3}");
}

}  // namespace

void add_tables(Definitions& all) {
    all["table"] = any_table();
    all["file_table"] = file_table();
    all["calendar"] = calendar();
    all["propensity"] = propensity();
    all["counter"] = counter();
}

}  // namespace forestall::language
