#include "sim/model/pathway_graph.hpp"

#include <algorithm>
#include <cstdlib>

#include "sim/io/read_study.hpp"
#include "tests/catch.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Lines = std::vector<std::string>;

namespace {

/// A model of these tracks and processes, each a line of YAML; the first track is in line 6.
ModelSpec model_of(const Lines& tracks, const Lines& processes, const Lines& others = {}) {
    const TestFolder folder;
    std::string text = "forestall: model\nname: m\ntitle: M\nsources: s.yaml\ntracks:\n";
    for (const auto& line : tracks) text += "  " + line + "\n";
    text += "processes:\n";
    for (const auto& line : processes) text += "  " + line + "\n";
    for (const auto& line : others) text += line + "\n";
    put(folder / "m.yaml", text);
    put(folder / "s.yaml", "forestall: sources\n"
                           "sources:\n"
                           "  x: {title: X, publisher: P, year: 2024, where: here, grade: assumed}\n");
    return read_model(folder / "m.yaml");
}

std::string rate(const std::string& name, const std::string& when, const std::string& then) {
    return name + ": {when: " + when + ", rate: {value: 1, unit: per_year}, then: " + then + ", source: x}";
}

std::string after(const std::string& name, const std::string& when, const std::string& length,
                  const std::string& then) {
    return name + ": {when: " + when + ", after: " + length + ", then: " + then + ", source: x}";
}

const std::string death = rate("death", "everyone", "{life: dies}");
const Lines health = {"health: [well, ill]"};

/// Each problem as the user sees it, with the file's name but not its folder.
Lines problems_in(const ModelSpec& model) {
    Problems problems;
    check_pathways(model, problems);
    Lines told;
    for (auto problem : problems.list()) {
        problem.where.file = std::filesystem::path(problem.where.file).filename().string();
        told.push_back(to_string(problem));
    }
    return told;
}

/// "from > to" for each step of the first track by a process.
Lines steps_of(const ModelSpec& model, const std::string& process) {
    const auto pathways = pathways_of(model);
    const Pathway& pathway = pathways.front();
    const auto vertex = [&](int at) -> std::string {
        if (at < pathway.states()) return pathway.track->states[static_cast<std::size_t>(at)].text;
        return at == pathway.born() ? "born" : at == pathway.dies() ? "dies" : "leaves";
    };
    Lines found;
    for (const auto& step : pathway.steps)
        if (step.process >= 0 && model.processes[static_cast<std::size_t>(step.process)].name.text == process)
            found.push_back(vertex(step.from) + " > " + vertex(step.to));
    return found;
}

}  // namespace

// --- Steps

TEST_CASE("a process leads from the states that any clause of its `when` allows", "[model]") {
    const Lines tracks{"care: [none, home, residential, nursing]", "sex: [female, male]"};
    const auto model =
        model_of(tracks, {rate("one", "{care: home}", "{care: nursing}"),
                          rate("two", "{any: [{care: home}, {care: none, sex: male}]}", "{care: nursing}"),
                          rate("all", "{sex: male}", "{care: nursing}"),
                          rate("step", "{care: [none, home]}", "{care: next}"),
                          rate("back", "everyone", "{care: previous}")});
    CHECK(steps_of(model, "one") == Lines{"home > nursing"});
    CHECK(steps_of(model, "two") == Lines{"none > nursing", "home > nursing"});
    CHECK(steps_of(model, "all") == Lines{"none > nursing", "home > nursing", "residential > nursing"});
    CHECK(steps_of(model, "step") == Lines{"none > home", "home > residential"});
    CHECK(steps_of(model, "back") == Lines{"home > none", "residential > home", "nursing > residential"});
}

TEST_CASE("stays, their ends, branches and ends of life are steps", "[model]") {
    const auto model = model_of(
        {"hospital: [out, inpatient, home]"},
        {rate("stay", "{hospital: out}",
              "{stay: {hospital: inpatient, length: 5 days, afterwards: {branch: [{chance: 0.1, then: {life: "
              "dies}}, {otherwise: {hospital: home}}]}}}"),
         rate("branch", "{hospital: home}",
              "{branch: [{chance: 0.25, then: {hospital: out}}, {chance: 0.5, then: {life: leaves}}]}")});
    CHECK(steps_of(model, "stay") == Lines{"out > inpatient", "inpatient > dies", "inpatient > home"});
    CHECK(steps_of(model, "branch") == Lines{"home > out", "home > leaves"});

    const auto pathways = pathways_of(model);
    const auto& steps = pathways.front().steps;
    REQUIRE(steps.size() == 6);
    CHECK(steps[0].how == PathwayStep::How::birth);
    CHECK(steps[1].how == PathwayStep::How::rate);
    CHECK(steps[2].how == PathwayStep::How::stay_ends);
    CHECK(steps[2].stay == &model.processes[0].then.stays[0]);
    CHECK(steps[3].option == 2);
    CHECK(steps[3].chance.value() == Approx(0.9));
    CHECK(steps[4].option == 1);
    CHECK(steps[4].chance.value() == Approx(0.25));
}

TEST_CASE("newborns start in one state of a track that moves and in any of a fixed one", "[model]") {
    const auto model = model_of({"health: {states: [well, ill], newborn: ill}", "sex: [female, male]"},
                                {rate("heals", "{health: ill}", "{health: well}")});
    const auto pathways = pathways_of(model);
    CHECK(pathways[0].moves);
    CHECK(pathways[0].steps.front().to == 1);
    CHECK_FALSE(pathways[1].moves);
    CHECK(pathways[1].steps.size() == 2);
}

TEST_CASE("pathways of names that the model lacks are refused", "[model]") {
    const auto model = model_of(health, {rate("falls_ill", "{health: wel}", "{helth: ill}")});
    CHECK_THROWS_WITH(pathways_of(model),
                      ContainsSubstring("'health' has no state 'wel'; did you mean 'well'?") &&
                          ContainsSubstring("unknown track 'helth'; did you mean 'health'?"));
    CHECK(problems_in(model).empty());  // compile tells them
}

// --- Clean models

TEST_CASE("the England model has no problem in its pathways", "[model]") {
    const auto model = read_model(FORESTALL_SOURCE_DIR "/scenarios/models/england/model.yaml");
    CHECK(problems_in(model) == Lines{});
}

TEST_CASE("the examples of the language have no problem in their pathways", "[model]") {
    const Lines tracks{"sex: [female, male]",
                       "frailty: {states: [fit, mild, moderate, severe], newborn: fit}",
                       "hospital: [out, inpatient, just_home]", "care: [none, residential, nursing]"};
    const auto model = model_of(
        tracks,
        {death, rate("worsens", "everyone", "{frailty: next}"),
         rate("birth", "{sex: female}", "{life: gives_birth}"),
         rate("attendance", "{hospital: [out, just_home]}", "{counts: attendances}"),
         rate("emergency_admission", "{hospital: [out, just_home]}",
              "{stay: {hospital: inpatient, length: {lognormal: {median: 4 days, sd_log: 1.4}}, afterwards: "
              "{stay: {hospital: just_home, length: {fixed: 30 days}, afterwards: {hospital: out}}}}}"),
         rate("enters_care", "{any: [{frailty: severe}, {admissions: {at_least: 2}}]}",
              "{branch: [{chance: 0.2, then: {care: nursing}}, {otherwise: {care: residential}}]}"),
         after("reviewed", "{care: residential, age: {at_least: 65, below: 90}}", "3 years",
               "{care: nursing}")},
        {"counters: {admissions: {counts: emergency_admission, window: 12 months, up_to: 3}}"});
    CHECK(problems_in(model) == Lines{});
}

TEST_CASE("a model without dying and moving away has no dead ends", "[model]") {
    CHECK(problems_in(model_of(health, {rate("falls_ill", "{health: well}", "{health: ill}")})) == Lines{});
}

// --- Unreachable states

TEST_CASE("a state to which nothing leads is told with its place", "[model]") {
    const auto model = model_of({"health: [well, ill, cured]"},
                                {death, rate("falls_ill", "{health: well}", "{health: ill}")});
    CHECK(
        problems_in(model) ==
        Lines{
            "m.yaml:6:23: state 'cured' of track 'health' cannot be reached (no process leads to it); add a "
            "process that leads to it, or take it out"});
}

TEST_CASE("a state behind an unreachable state tells why, and so does the process between", "[model]") {
    const auto model = model_of({"health: [well, ill, worse, worst]"},
                                {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                                 rate("goes_on", "{health: worse}", "{health: worst}")});
    CHECK(
        problems_in(model) ==
        Lines{
            "m.yaml:6:23: state 'worse' of track 'health' cannot be reached (no process leads to it); add a "
            "process that leads to it, or take it out",
            "m.yaml:6:30: state 'worst' of track 'health' cannot be reached ('goes_on' can never happen); "
            "add a process that leads to it, or take it out",
            "m.yaml:10:19: process 'goes_on' can never happen (its `when` needs state 'worse' of track "
            "'health', which cannot be reached); correct the `when`, or take the process out"});
}

TEST_CASE("states that only lead to each other cannot be reached", "[model]") {
    const auto model = model_of({"health: [well, ill, worse, worst]"},
                                {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                                 rate("swings", "{health: [worse, worst]}",
                                      "{branch: [{chance: 0.5, then: {health: "
                                      "worse}}, {otherwise: {health: worst}}]}"),
                                 rate("heals", "{health: [ill, worse]}", "{health: well}")});
    const auto told = problems_in(model);
    REQUIRE(told.size() == 3);
    CHECK_THAT(told[0],
               ContainsSubstring("'worse' of track 'health' cannot be reached ('swings' can never happen)"));
    CHECK_THAT(told[1],
               ContainsSubstring("'worst' of track 'health' cannot be reached ('swings' can never happen)"));
}

TEST_CASE("a state that a process leads to only from states out of reach is told as such", "[model]") {
    const auto model =
        model_of({"health: [well, ill, worse, worst]"},
                 {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                  rate("goes_on", "{any: [{health: worse}, {health: ill, sex: male}]}", "{health: next}")});
    CHECK(problems_in(model) == Lines{});  // names do not resolve yet
    const auto with_sex =
        model_of({"health: [well, ill, other, worse, worst]", "sex: [female, male]"},
                 {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                  rate("goes_on", "{any: [{health: worse}, {health: ill, sex: male}]}", "{health: next}")});
    CHECK(
        problems_in(with_sex) ==
        Lines{
            "m.yaml:6:30: state 'worse' of track 'health' cannot be reached (no process leads to it); add a "
            "process that leads to it, or take it out",
            "m.yaml:6:37: state 'worst' of track 'health' cannot be reached (only states that cannot be "
            "reached "
            "lead to it); add a process that leads to it, or take it out"});
}

// --- Dead ends

TEST_CASE("a state in which nobody can die or move on is a dead end", "[model]") {
    const auto model = model_of(health, {rate("death", "{health: well}", "{life: dies}"),
                                         rate("falls_ill", "{health: well}", "{health: ill}")});
    CHECK(problems_in(model) == Lines{"m.yaml:6:18: state 'ill' of track 'health' is a dead end (whoever is "
                                      "there can never die or move "
                                      "away, and nothing leads out); let a process lead out, or let people "
                                      "die or move away there too"});
}

TEST_CASE("states that lead only to each other are one dead end", "[model]") {
    const auto model =
        model_of({"hospital: [out, ward, rehab]"},
                 {rate("leaves", "{hospital: out}", "{life: leaves}"),
                  rate("admission", "{hospital: out}", "{hospital: ward}"),
                  rate("rehabilitation", "{hospital: ward}",
                       "{stay: {hospital: rehab, length: 20 days, afterwards: {hospital: ward}}}")});
    CHECK(problems_in(model) ==
          Lines{"m.yaml:6:19: states 'ward', 'rehab' of track 'hospital' are a dead end (whoever "
                "is there can never die or move away, and nothing leads out of them); let a "
                "process lead out, or let people die or move away there too"});
}

TEST_CASE("the end of a stay is a way out of a dead end", "[model]") {
    const auto model =
        model_of({"hospital: [out, ward]"},
                 {rate("leaves", "{hospital: out}", "{life: leaves}"),
                  rate("admission", "{hospital: out}",
                       "{stay: {hospital: ward, length: 5 days, afterwards: {hospital: out}}}")});
    CHECK(problems_in(model) == Lines{});
}

// --- Stays without an end

TEST_CASE("a stay at whose end nothing happens is told", "[model]") {
    const auto model =
        model_of({"hospital: [out, ward]"},
                 {death, rate("admission", "{hospital: out}", "{stay: {hospital: ward, length: 5 days}}"),
                  rate("discharge", "{hospital: ward}", "{hospital: out}")});
    CHECK(problems_in(model) ==
          Lines{"m.yaml:9:96: the stay in 'ward' of process 'admission' has no end (nothing happens when its "
                "time is "
                "over); say in `afterwards` what follows, as in afterwards: {hospital: out}"});
}

TEST_CASE("a stay that ends in its own state is told, one with another effect is not", "[model]") {
    const auto stay = [](const std::string& afterwards) {
        return model_of(
            {"hospital: [out, ward]"},
            {death, rate("admission", "{hospital: out}",
                         "{stay: {hospital: ward, length: 5 days, afterwards: " + afterwards + "}}")});
    };
    CHECK(problems_in(stay("{hospital: ward}")).size() == 1);
    CHECK(problems_in(stay("{counts: long_stays}")) == Lines{});
    CHECK(problems_in(stay("{life: dies}")) == Lines{});
}

// --- Loops without time

TEST_CASE("a process of no length that leaves its `when` holding is told", "[model]") {
    const auto turns_65 = [](const std::string& length, const std::string& then) {
        return model_of(health, {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                                 after("turns_65", "{age: {at_least: 65}}", length, then)});
    };
    CHECK(
        problems_in(turns_65("0.5 minutes", "{counts: pensioners}")) ==
        Lines{
            "m.yaml:10:50: process 'turns_65' happens again and again in no time (its `after` is less than a "
            "minute, and its `when` still holds when it has happened); give it a length, or let its `then` "
            "lead "
            "to where its `when` does not hold"});
    CHECK(problems_in(turns_65("{fixed: 1 days, times: {value: 0}}", "{counts: pensioners}")).size() == 1);
    CHECK(problems_in(turns_65("1 years", "{counts: birthdays}")) == Lines{});
    CHECK(problems_in(turns_65("{exponential: {mean: 0.5 minutes}}", "{counts: pensioners}")) == Lines{});
    CHECK(problems_in(turns_65("0.5 minutes", "{life: dies}")) == Lines{});
}

TEST_CASE("a stay of no length that leads back to where it began is a loop", "[model]") {
    const auto model = model_of(
        {"hospital: [out, ward]"},
        {death, after("admission", "{hospital: out}", "0.1 minutes",
                      "{stay: {hospital: ward, length: 0.1 minutes, afterwards: {hospital: out}}}")});
    const auto told = problems_in(model);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0], ContainsSubstring("process 'admission' happens again and again in no time"));
}

TEST_CASE("states that follow each other for ever in no time are told", "[model]") {
    const auto swings = [](const std::string& back) {
        return model_of(health, {death, after("falls_ill", "{health: well}", "0.1 minutes", "{health: ill}"),
                                 after("heals", "{health: ill}", back, "{health: well}")});
    };
    CHECK(
        problems_in(swings("0.1 minutes")) ==
        Lines{
            "m.yaml:6:12: states 'well', 'ill' of track 'health' follow each other for ever in no time (the "
            "`after` of 'falls_ill' and 'heals' is less than a minute); give one of them a length"});
    CHECK(problems_in(swings("1 days")) == Lines{});
}

TEST_CASE("a loop without time that chance or another process can leave is not told", "[model]") {
    const std::string ill = after("falls_ill", "{health: well}", "0.1 minutes", "{health: ill}");
    CHECK(problems_in(model_of({"health: [well, ill, cured]"},
                               {death, ill,
                                after("heals", "{health: ill}", "0.1 minutes",
                                      "{branch: [{chance: 0.9, then: {health: well}}, {otherwise: {health: "
                                      "cured}}]}")})) == Lines{});
    CHECK(problems_in(model_of({"health: [well, ill, cured]"},
                               {death, ill, after("heals", "{health: ill}", "0.1 minutes", "{health: well}"),
                                after("is_cured", "{health: ill}", "0.1 minutes", "{health: cured}")})) ==
          Lines{});
}

// --- Processes

TEST_CASE("a process whose `when` asks for the impossible is told", "[model]") {
    const auto with_when = [](const std::string& when) {
        return model_of(health,
                        {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                         rate("odd", when, "{counts: odd_ones}")},
                        {"counters: {falls: {counts: falls_ill, window: 12 months, up_to: 3}}"});
    };
    CHECK(problems_in(with_when("{age: {at_least: 65, below: 60}}")) ==
          Lines{"m.yaml:10:15: process 'odd' can never happen (its `when` needs 'age' to be at least 65 and "
                "below "
                "60); correct the `when`, or take the process out"});
    CHECK(
        problems_in(with_when("{falls: {at_least: 4}}")) ==
        Lines{
            "m.yaml:10:15: process 'odd' can never happen (its `when` needs 'falls' to be at least 4, and it "
            "counts up to 3); correct the `when`, or take the process out"});
    CHECK(problems_in(with_when("{health: well, any: [{health: ill}]}")) ==
          Lines{"m.yaml:10:15: process 'odd' can never happen (its `when` asks for two states of track "
                "'health' at "
                "once); correct the `when`, or take the process out"});
    CHECK(
        problems_in(with_when("{any: [{falls: {at_least: 4}}, {falls: {at_least: 5}}]}")) ==
        Lines{
            "m.yaml:10:15: process 'odd' can never happen (its `when` can hold in none of its cases: the "
            "first "
            "needs 'falls' to be at least 4, and it counts up to 3); correct the `when`, or take the process "
            "out"});
    CHECK(problems_in(with_when("{any: [{falls: {at_least: 4}}, {health: ill}]}")) == Lines{});
}

TEST_CASE("a process that changes and counts nothing is told", "[model]") {
    const std::string ill = rate("falls_ill", "{health: well}", "{health: ill}");
    const auto stays_ill = [&](const std::string& then, const Lines& others = {}) {
        return model_of(health, {death, ill, rate("stays_ill", "{health: ill}", then)}, others);
    };
    CHECK(problems_in(stays_ill("{health: ill}")) ==
          Lines{"m.yaml:10:3: process 'stays_ill' does nothing (its `then` leaves people as they are, and "
                "nothing counts "
                "it); correct its `then`, count it in a measure, or take it out"});
    CHECK(problems_in(stays_ill("{health: next}")).size() == 1);
    CHECK(problems_in(stays_ill("{branch: [{chance: 0.5, then: {health: ill}}]}")).size() == 1);
    CHECK(problems_in(stays_ill("{counts: still_ill}")) == Lines{});
    CHECK(problems_in(stays_ill("{life: gives_birth}")) == Lines{});
    CHECK(problems_in(stays_ill("{health: ill}", {"measures: {n: {title: N, count: stays_ill}}"})) ==
          Lines{});
    CHECK(problems_in(stays_ill("{health: ill}", {"counters: {n: {counts: stays_ill, window: 1 years}}"})) ==
          Lines{});
}

TEST_CASE("a process without a `then` is a mere event", "[model]") {
    const auto model = model_of(health, {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                                         "tooth: {rate: {value: 1, unit: per_year}, source: x}"});
    CHECK(problems_in(model) == Lines{});
}

TEST_CASE("a process whose time since it last happened matters does something", "[model]") {
    const auto model = model_of(
        health,
        {death, rate("checked", "{health: well}", "{health: well}"),
         "falls_ill: {when: {health: well}, rate: {by: {since: checked}, unit: per_year, breaks: [1], "
         "values: [0.1, 0.2]}, then: {health: ill}, source: x}"});
    CHECK(problems_in(model) == Lines{});
}

// --- Drawing

namespace {

ModelSpec drawn_model() {
    return model_of(
        {"health: {states: [well, very_ill, cured, lost], title: 'Health \"now\"'}"},
        {rate("falls_ill", "{health: well}",
              "{branch: [{chance: 0.2, then: {health: very_ill}}, {otherwise: {health: cured}}]}"),
         rate("is_treated", "{health: very_ill}",
              "{stay: {health: cured, length: {exponential: {mean: 5 days}}, afterwards: {health: "
              "well}}}"),
         rate("death", "{health: very_ill}", "{life: dies}"),
         rate("departure", "everyone", "{life: leaves}")});
}

}  // namespace

TEST_CASE("a drawing has a box of states, labelled arrows, dashed ends of stays and the ends of life",
          "[model]") {
    const std::string dot = to_dot(drawn_model());
    CHECK_THAT(dot, ContainsSubstring("Also possible in every state: departure."));
    CHECK_THAT(dot, ContainsSubstring(
                        R"dot(  subgraph "cluster health" {
    graph [label="Health \"now\"", labeljust=l, fontsize=15, fontcolor="#12436D", color="#12436D", style=rounded, margin=14];
    "health born" [label="", shape=circle, width=0.12, margin=0, fillcolor="#12436D", color="#12436D"];
    "health.well" [label="well", color="#12436D"];
    "health.very_ill" [label="very ill", color="#12436D"];
    "health.cured" [label="cured", color="#12436D"];
    "health.lost" [label="lost", color="#12436D", style="rounded,filled,dotted"];
    "health dies" [label="Death", style=filled, fillcolor="#3D3D3D", fontcolor="white"];
    "health born" -> "health.well" [];
    "health.very_ill" -> "health dies" [label="death"];
    "health.well" -> "health.very_ill" [label="falls ill (20%)"];
    "health.well" -> "health.cured" [label="falls ill (80%)"];
    "health.very_ill" -> "health.cured" [label="is treated"];
    "health.well" -> "health.cured" [label="Stay ends after 5 days on\naverage", style=dashed, dir=back];
  }
)dot"));
}

TEST_CASE("three arrows or more with the same title share one label", "[model]") {
    const auto model = model_of({"care: [none, home, residential, nursing]"},
                                {rate("enters", "{care: [none, home]}",
                                      "{branch: [{chance: {value: 0.5, source: x}, times: {value: 1}, then: "
                                      "{care: nursing}}, {otherwise: "
                                      "{care: residential}}]}"),
                                 rate("starts", "{care: none}", "{care: home}")});
    const std::string dot = to_dot(model);
    CHECK_THAT(dot, ContainsSubstring(R"("care way 1" [label="enters")"));
    CHECK_THAT(dot, ContainsSubstring(R"("care.home" -> "care way 1" [arrowhead=none)"));
    CHECK_THAT(dot, ContainsSubstring(R"("care way 1" -> "care.nursing" [])"));
    CHECK_THAT(dot, ContainsSubstring(R"("care.none" -> "care.home" [label="starts"])"));
}

TEST_CASE("one track can be drawn alone", "[model]") {
    const auto model = model_of({"health: [well, ill]", "care: [none, home]", "sex: [female, male]"},
                                {death, rate("falls_ill", "{health: well}", "{health: ill}"),
                                 rate("starts", "{care: none}", "{care: home}")});
    CHECK_THAT(to_dot(model, "care"),
               ContainsSubstring("cluster care") && !ContainsSubstring("cluster health"));
    CHECK_THROWS_WITH(to_dot(model, "car"),
                      ContainsSubstring("the model has no track 'car'; did you mean 'care'?"));
    CHECK_THROWS_WITH(to_dot(model, "sex"),
                      ContainsSubstring("track 'sex' has no pathway to draw (no process changes "
                                        "it); use one of health, care"));
}

TEST_CASE("Graphviz accepts the drawings", "[model]") {
    const TestFolder folder;
    const std::string england = FORESTALL_SOURCE_DIR "/scenarios/models/england/model.yaml";
    put(folder / "england.dot", to_dot(read_model(england)));
    put(folder / "small.dot", to_dot(drawn_model()));
    CHECK(folder.names() == Lines{"england.dot", "small.dot"});
    if (!has_program("dot")) return;
    for (const std::string name : {"england", "small"}) {
        const std::string from = (folder / (name + ".dot")).string(),
                          to = (folder / (name + ".svg")).string();
        CHECK(std::system(("dot -Tsvg -o '" + to + "' '" + from + "' > /dev/null 2>&1").c_str()) == 0);
        CHECK_THAT(content_of(to), ContainsSubstring("</svg>"));
    }
}
