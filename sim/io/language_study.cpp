// The study file and the sources file.
#include "sim/io/language_words.hpp"
#include "sim/model/spec.hpp"

namespace forestall::language {

namespace {

Shape date() { return {DateForm{}, "date", "a date is written year-month-day", "2024-07-01"}; }

Shape after_saving() {
    return record(
        "saving",
        {required("value", number("amount", {.above = 0}, "an amount of money, more than 0", "500000"),
                  "what the arm must have saved against the first arm"),
         required("unit", text("unit of money"), "as in the model's costs"),
         optional("of_latest", date(), "starts then in any case")},
        "{value: 500000, unit: GBP}");
}

Shape arm_programme() {
    return record(
        "programme of an arm",
        {required("file", text("path"), "programme file, relative to this file"),
         optional("starts", date(), "instead of the programme's own date"),
         optional("on", yes_no(), "no: named here, and not offered in this arm"),
         optional("a_month", number("offers a month", {.at_least = 0}, "a number of at least 0", "50"),
                  "instead of the programme's own"),
         optional("at_once", number("people at one time", {.at_least = 0}, "a number of at least 0", "200"),
                  "instead of the programme's own"),
         optional("taken_up", number("chance", {.at_least = 0, .at_most = 1}, "a chance from 0 to 1", "0.6"),
                  "instead of the programme's own chance that an offer is taken up"),
         optional("sensitivity",
                  number("sensitivity", {.above = 0, .at_most = 1}, "a share, more than 0", "0.6"),
                  "instead of the one asked of the programme's score"),
         optional("after_saving", after_saving(), "starts once so much has been saved")},
        "{file: ../../programmes/falls.yaml}");
}

Shape arm() {
    MapForm times;
    times.others = Others{.shape = shared(multiplier()), .doc = "process, contact, utility or cost: ratio"};
    return record("arm",
                  {optional("title", text("title"), "what readers see"),
                   optional("times", map("map of multipliers", std::move(times), "{frailty_worsens: 0.5}"),
                            "what this arm does to rates, contacts, utilities and costs"),
                   optional("programmes", list_of(defined("programme of an arm"), 1),
                            "what is offered, in order of choosing"),
                   optional("lens", word("lens", {"claimed", "controlled"}), "which evidence is believed")},
                  "{title: Today's care goes on}");
}

Shape combine() {
    const Shape floor = record(
        "floor",
        {required("floor", number("floor", {.at_least = 0, .at_most = 1}, "a ratio from 0 to 1", "0.5"),
                  "no product of effects goes below this")},
        "{floor: 0.5}");
    ChoiceForm form{{if_scalar(word("way of combining", {"multiply", "best"})), if_map(floor)}};
    return {std::move(form), "way of combining", "effects multiply, the best counts, or there is a floor",
            "multiply"};
}

Shape arms() {
    Shape shape = named_parts("arms", "arm", "what is compared");
    std::get<MapForm>(shape.form).others->at_least = 1;
    return shape;
}

Shape discount() {
    const auto percent = [](const char* noun) {
        return number(noun, {.at_least = 0, .at_most = 100}, "percent a year, from 0 to 100", "3.5");
    };
    return record("discount",
                  {optional("costs", percent("discount rate"), "percent a year"),
                   optional("utilities", percent("discount rate"), "percent a year")},
                  "{costs: 3.5, utilities: 1.5}");
}

Shape inflation() {
    const Shape percent =
        number("inflation", {.at_least = -50, .at_most = 100}, "percent a year, from -50 to 100", "2.5");
    return record("inflation",
                  {required("costs", percent, "percent a year by which prices rise"),
                   optional("since", date(), "date of the prices; the study's start when left out")},
                  "{costs: 2.5, since: 2023-10-01}");
}

Shape occurrence() {
    const Shape since =
        record("since", {required("since", name("track or process"), "the track entered, or the process")},
               "{since: first_birth}");
    ChoiceForm factor{{if_scalar(name("factor", "age")), if_map(since)}};
    const Shape by{std::move(factor), "factor", "a table is by age, tracks, counters or time since", "age"};
    return record("table of occurrence and exposure",
                  {required("by", list_of(by, 1), "what the rate may depend on")},
                  "{by: [age, {since: union}]}");
}

Shape study() {
    const Shape age = number("age", {.at_least = 0}, "an age is at least 0", "65");
    return record(
        "study file",
        {kind_of_file("study"),
         required("name", name("name", "buckinghamshire"), "name of the study"),
         required("title", text("title"), "what readers see"),
         required("model", text("path"), "model file, relative to this file"),
         required("place", text("path"), "place file, relative to this file"),
         optional("parameters", text("path"), "fitted parameters, relative to this file"),
         required("start", date(), "first day"),
         required("end", date(), "day after the last"),
         optional("window", word("window", {"month", "year", "none"}), "when people meet"),
         optional("strata", list_of(name("factor", "age")), "age, layer, fixed tracks"),
         optional("age_bands", list_of(age, 1), "lower bounds, rising"),
         optional("contacts", word("way of counting", {"expected", "sampled"}),
                  "contacts without noise, or drawn"),
         optional("discount", discount(), "what comes later counts for less"),
         optional("inflation", inflation(), "costs in money of the day beside those in today's prices"),
         optional("occurrence_exposure",
                  named_parts("occurrence_exposure", "table of occurrence and exposure", "by process"),
                  "events of a process and time at risk of it"),
         optional("seed", whole("seed", {.at_least = 0, .at_most = static_cast<double>(largest_seed)}, "1"),
                  "same seed, same lives"),
         optional("replicates",
                  whole("number of replicates", {.at_least = 1, .at_most = most_replicates}, "20"),
                  "how often everything is run"),
         optional("lens", word("lens", {"claimed", "controlled"}),
                  "which evidence is believed; controlled when left out"),
         optional("combine", combine(), "how several effects on one thing go together"),
         optional("table", list_of(name("measure"), 1), "measures of the split screen"),
         optional("attribution", name("arm"), "arm whose effect is shared out over its programmes"),
         required("arms", arms(), "what is compared")},
        {});
}

Shape source_entry() {
    return record(
        "source",
        {required("title", text("title"), "title of the work"),
         optional("publisher", text("publisher"), "who published it"),
         optional("year", text("year"), "year of publication"),
         optional("where", text("address"), "where to find it"),
         required("grade", word("grade", {"seen", "quoted", "derived", "recalled", "assumed"}),
                  "how far it was checked"),
         optional("range", ratio_range(), "how far figures may lie from what is written"),
         optional("distribution", word("distribution", {"lognormal", "normal", "beta", "gamma", "uniform"}),
                  "how they lie within that range")},
        "{title: Life tables, publisher: ONS, year: 2025, grade: seen}");
}

}  // namespace

void add_study(Definitions& all) {
    all["programme of an arm"] = arm_programme();
    all["arm"] = arm();
    all["table of occurrence and exposure"] = occurrence();
    all["study file"] = study();
}

void add_sources(Definitions& all) {
    all["source"] = source_entry();
    all["sources file"] =
        record("sources file",
               {kind_of_file("sources"),
                required("sources", named_parts("sources", "source", "where figures come from"),
                         "where figures come from")},
               {});
}

}  // namespace forestall::language
