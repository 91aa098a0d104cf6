// The model file and its parts.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

/// Words that stand beside track names somewhere in the language.
const std::vector<std::string>& words_taken() {
    static const std::vector<std::string> words{
        "age",   "any",        "layer",    "life",   "stay",  "branch", "counts", "length",     "afterwards",
        "since", "propensity", "calendar", "tables", "value", "source", "people", "multipliers"};
    return words;
}

/// Words that stand where a state may: beside values by state, and for the state to move to.
const std::vector<std::string>& words_taken_from_states() {
    static const std::vector<std::string> words{"otherwise", "source", "unit", "next", "previous"};
    return words;
}

Shape states() {
    return list_of(
        {NameForm{words_taken_from_states()}, "state", "names are letters, digits and underscores", "fit"},
        1);
}

Shape track() {
    const Shape full = record("track",
                              {required("states", states(), "the states, in order"),
                               optional("newborn", name("state"), "state of a newborn; else the first"),
                               optional("title", text("title"), "what readers see")},
                              "{states: [fit, mild], newborn: fit}");
    ChoiceForm form{{if_list(states()), if_map(full)}};
    return {std::move(form), "track", "a track is a list of states, or a map with 'states'",
            "[fit, mild, severe]"};
}

Shape score() {
    const Shape points = number("points", {.at_least = 0}, "points are at least 0", "1.2");
    MapForm by_track;
    by_track.others = Others{.shape = shared(state_values(points, "map of points by state")),
                             .doc = "track: points by state; 0 for states that are not named"};
    const Shape breaks = list_of(number("break", {.at_least = 0}, "a break is a number of points", "1.5"), 1);
    return record("score",
                  {optional("title", text("title"), "what readers see"),
                   required("points", map("map of tracks", std::move(by_track), "{heart: {failure: 1.2}}"),
                            "points for the states of tracks, added up"),
                   required("breaks", breaks, "points above which the next state begins, rising"),
                   required("states", states(), "one more than breaks"), source()},
                  "{points: {heart: {failure: 1.2}}, breaks: [1], states: [none, major], source: NAME}");
}

Shape keep_mean() {
    const Shape with =
        record("keep_mean", {required("with", list_of(name("process"), 1), "the other processes")},
               "{with: [other_process]}");
    ChoiceForm form{{if_scalar(yes_no()), if_map(with)}};
    return {std::move(form), "keep_mean", {}, "yes"};
}

Shape process() {
    return record("process",
                  {optional("title", text("title"), "what readers see"),
                   optional("when", defined("condition"), "to whom it can happen; everyone when left out"),
                   optional("rate", defined("rate"), "how often it happens"),
                   optional("after", defined("length"), "how long after `when` began to hold it happens"),
                   optional("times", defined("process_times"), "what multiplies the rate"),
                   optional("keep_mean", keep_mean(), "the rate is the average person's"),
                   optional("then", defined("outcome"), "what happens"), source()},
                  "{when: everyone, rate: {value: 0.5, unit: per_year}, then: {life: dies}, source: NAME}",
                  {"rate", "after"});
}

Shape contact() {
    return record("contact",
                  {optional("title", text("title"), "what readers see"),
                   optional("unit", text("unit"), "what is counted: appointments, hours"),
                   optional("when", defined("condition"), "who has them; everyone when left out"),
                   required("rate", defined("rate"), "how many"),
                   optional("times", defined("contact_times"), "what multiplies the rate"),
                   optional("keep_mean", yes_no(), "the rate is the average person's"), source()},
                  "{title: GP appointments, unit: appointments, rate: {table: gp_rate}}");
}

Shape utility() {
    return record("utility",
                  {optional("title", text("title"), "what readers see"),
                   optional("when", defined("condition"), "who has it; everyone when left out"),
                   required("rate", defined("rate"), "quality-adjusted life years a year: 1 is full health"),
                   optional("times", defined("contact_times"), "what multiplies it"),
                   optional("keep_mean", yes_no(), "the worth is the average person's"), source()},
                  "{rate: {by: health, unit: per_year, values: {well: 1, ill: 0.7}}, source: NAME}");
}

Shape mix() {
    return record("mix",
                  {optional("slow", list_of(name("track")), "followed from birth to old age"),
                   optional("fast", list_of(name("track")), "settled for each mix of slow states")},
                  "{slow: [frailty], fast: [hospital]}");
}

Shape pasts() {
    const Shape lives{WholeForm{{.at_least = 50, .at_most = 100'000}}, "number of lives",
                      "it is a whole number from 50 to 100000", "2000"};
    return record(
        "pasts",
        {optional("lives", lives, "lives of each kind (by all that never changes); 2000 when left out")},
        "{lives: 2000}");
}

Shape warm_up() {
    return record("warm_up",
                  {required("length", duration(), "how long before the start"),
                   required("processes", list_of(name("process"), 1), "the processes that run")},
                  "{length: 1 year, processes: [emergency_admission]}");
}

Shape layer() {
    return record("layer",
                  {required("name", name(), "name of the layer"),
                   optional("title", text("title"), "what readers see"),
                   required("when", defined("condition"), "who is in it")},
                  "{name: general, when: everyone}");
}

Shape measure() {
    return record("measure",
                  {optional("title", text("title"), "what readers see"),
                   optional("people", defined("condition"), "how many people, at each month's end"),
                   optional("days", defined("condition"), "time spent, in days"),
                   optional("count", one_or_more(name("process or count")), "events")},
                  "{title: Deaths, count: death}", {"people", "days", "count"});
}

Shape cost() {
    const Shape value = number("cost", {.at_least = 0}, "a unit cost is at least 0", "420");
    return record("cost",
                  {required("of", name("measure"), "the measure that costs"),
                   required("payer", name("payer"), "who pays"), required("value", value, "cost of one"),
                   required("unit", name("unit", "gbp_2023_24"), "money of which year"), source()},
                  "{of: bed_days, payer: nhs_acute, value: 420, unit: gbp_2023_24, source: NAME}");
}

Shape tracks() {
    Shape shape = named_parts("tracks", "track", "states of the track");
    std::get<MapForm>(shape.form).others->reserved = words_taken();
    std::get<MapForm>(shape.form).others->at_least = 1;
    return shape;
}

Shape counters() {
    Shape shape = named_parts("counters", "counter", "what is counted");
    std::get<MapForm>(shape.form).others->reserved = words_taken();
    return shape;
}

Shape scores() {
    Shape shape = named_parts("scores", "score", "points of states, added up and cut");
    std::get<MapForm>(shape.form).others->reserved = words_taken();
    return shape;
}

Shape payers() {
    MapForm form;
    form.others = Others{.shape = shared(text("title")), .doc = "title of the payer"};
    return map("map of payers", std::move(form), "{council: Council}");
}

Shape model() {
    return record(
        "model file",
        {kind_of_file("model"),
         required("name", name("name", "england"), "name of the model"),
         required("title", text("title"), "what readers see"),
         optional("sources", text("path"), "sources file, relative to this file"),
         required("tracks", tracks(), "what a person can be"),
         optional("propensities", named_parts("propensities", "propensity", "for life"),
                  "how much more than others a person tends to do something"),
         optional("calendars", named_parts("calendars", "calendar", "factors by month"),
                  "factors that change with the date"),
         optional("tables", named_parts("tables", "table", "numbers by age, sex and so on"),
                  "numbers by age, sex and so on"),
         optional("counters", counters(), "how often something happened of late"),
         optional("scores", scores(), "states that follow from points for the states of tracks"),
         optional("multipliers", named_parts("multipliers", "length_times", "ratios used at several places"),
                  "groups of ratios that several `times` name"),
         required("processes", named_parts("processes", "process", "what can happen"),
                  "what can happen to a person"),
         optional("contacts", named_parts("contacts", "contact", "counted as rate x time"),
                  "things that are counted but change nothing"),
         optional("utilities", named_parts("utilities", "utility", "quality of life"),
                  "what a year of life is worth, in quality-adjusted life years"),
         optional("mix", mix(), "tracks whose shares by age are worked out"),
         optional("pasts", pasts(), "lives lived beforehand, which people take over"),
         optional("warm_up", warm_up(), "what runs before the start"),
         optional("layers", list_of_defined("layer", "list of layers", "[{name: general, when: everyone}]"),
                  "the pyramid, from the top"),
         optional("measures", named_parts("measures", "measure", "what is reported"), "what is reported"),
         optional("payers", payers(), "who pays"),
         optional("costs", named_parts("costs", "cost", "unit cost"), "unit costs")},
        {});
}

}  // namespace

void add_model(Definitions& all) {
    all["track"] = track();
    all["score"] = score();
    all["process"] = process();
    all["contact"] = contact();
    all["utility"] = utility();
    all["layer"] = layer();
    all["measure"] = measure();
    all["cost"] = cost();
    all["mix"] = mix();
    all["pasts"] = pasts();
    all["warm_up"] = warm_up();
    all["model file"] = model();
}

}  // namespace forestall::language
