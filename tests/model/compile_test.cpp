// What compile() refuses, word for word and with its place; and what it makes of a model.
#include "sim/model/compile.hpp"

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

using Lines = std::vector<std::string>;

/// A model in which all is well; its body starts on line 5 of model.yaml.
StudyText sound() {
    StudyText text;
    text.model = R"(tracks:
  frailty: [fit, mild, severe]
  hospital: [out, inpatient]
tables:
  mortality: {file: mortality.csv, by: [age, frailty], value: rate, unit: per_year, source: assumed}
processes:
  death:
    rate: {table: mortality}
    then: {life: dies}
    source: assumed
  worsens:
    when: {frailty: [fit, mild]}
    rate: {value: 0.1, unit: per_year}
    then: {frailty: next}
    source: assumed
  admission:
    when: {hospital: out}
    rate: {value: 0.2, unit: per_year}
    times: {frailty: {fit: 1, mild: 2, severe: 4}}
    then: {stay: {hospital: inpatient, length: 5 days, afterwards: {hospital: out}}}
    source: assumed
measures:
  people: {people: everyone}
  deaths: {count: death}
  admissions: {count: admission}
payers: {nhs: Health service}
costs:
  admission: {of: admissions, payer: nhs, value: 1400, unit: gbp_2023_24, source: assumed}
)";
    text.tables = {{"mortality.csv", "age,frailty,rate\n0,fit,0.01\n0,mild,0.02\n0,severe,0.05\n65,fit,0."
                                     "1\n65,mild,0.2\n65,severe,0.5\n"}};
    return text;
}

/// The sound model with one thing written otherwise.
StudyText with(const std::string& right, const std::string& wrong) {
    StudyText text = sound();
    const auto at = text.model.find(right);
    REQUIRE(at != std::string::npos);
    text.model.replace(at, right.size(), wrong);
    return text;
}

}  // namespace

TEST_CASE("the sound model has nothing to complain about", "[model]") {
    CHECK(complaints(sound()) == Lines{});
}

TEST_CASE("an unknown track is told with its place and the nearest name", "[model]") {
    CHECK(
        complaints(with("when: {frailty: [fit, mild]}", "when: {frialty: [fit, mild]}")) ==
        Lines{
            "model.yaml:16:12: unknown track or counter 'frialty' in a condition; did you mean 'frailty'?"});
    CHECK(complaints(with("times: {frailty: {fit", "times: {fraility: {fit")) ==
          Lines{"model.yaml:23:13: unknown track or counter 'fraility' in a multiplier; did you mean "
                "'frailty'?"});
    CHECK(
        complaints(with("afterwards: {hospital: out}", "afterwards: {hopsital: out}")) ==
        Lines{
            "model.yaml:24:69: unknown track or counter 'hopsital' in an effect; did you mean 'hospital'?"});
}

TEST_CASE("an unknown state is told with its place and the nearest name", "[model]") {
    CHECK(complaints(with("when: {frailty: [fit, mild]}", "when: {frailty: [fit, midl]}")) ==
          Lines{"model.yaml:16:27: 'frailty' has no state 'midl'; did you mean 'mild'?"});
    CHECK(complaints(with("then: {frailty: next}", "then: {frailty: sever}")) ==
          Lines{"model.yaml:18:21: 'frailty' has no state 'sever'; did you mean 'severe'?"});
    CHECK(complaints(with("stay: {hospital: inpatient", "stay: {hospital: in_patient")) ==
          Lines{"model.yaml:24:29: 'hospital' has no state 'in_patient'; did you mean 'inpatient'?"});
}

TEST_CASE("an unknown table is told with its place and the nearest name", "[model]") {
    CHECK(complaints(with("rate: {table: mortality}", "rate: {table: mortalty}")) ==
          Lines{"model.yaml:12:19: unknown table 'mortalty'; did you mean 'mortality'?"});
}

TEST_CASE("an unknown process is told with its place and the nearest name", "[model]") {
    StudyText text =
        with("measures:\n", "counters: {lately: {counts: admision, window: 1 year}}\nmeasures:\n");
    CHECK(complaints(text) ==
          Lines{"model.yaml:26:29: nothing called 'admision' happens (a counter counts processes or "
                "`counts` names); did you mean 'admission'?"});
    text = sound();
    text.place = "times:\n  deth: {value: 1.1, source: assumed}\n";
    CHECK(complaints(text) == Lines{"place.yaml:7:3: unknown process 'deth'; did you mean 'death'?"});
}

TEST_CASE("a measure, payer or cost that names nothing is told", "[model]") {
    CHECK(complaints(with("deaths: {count: death}", "deaths: {count: deaht}")) ==
          Lines{"model.yaml:28:19: nothing called 'deaht' is counted (a count measure names processes or "
                "`counts` names); did you mean 'death'?"});
    CHECK(complaints(with("of: admissions", "of: admission")) ==
          Lines{"model.yaml:32:19: unknown measure 'admission'; did you mean 'admissions'?"});
    CHECK(complaints(with("payer: nhs", "payer: nsh")) ==
          Lines{"model.yaml:32:38: unknown payer 'nsh'; did you mean 'nhs'?"});
}

TEST_CASE("several mistakes are told together, in reading order", "[model]") {
    StudyText text = with("when: {frailty: [fit, mild]}", "when: {frialty: [fit, mild]}");
    const auto at = text.model.find("table: mortality}");
    text.model.replace(at, 16, "table: mortalty");
    text.model.replace(text.model.find("count: admission"), 16, "count: admision");
    const Lines lines = complaints(text);
    REQUIRE(lines.size() == 3);
    CHECK_THAT(lines[0], Catch::Matchers::StartsWith("model.yaml:12:"));
    CHECK_THAT(lines[1], Catch::Matchers::StartsWith("model.yaml:16:"));
    CHECK_THAT(lines[2], Catch::Matchers::StartsWith("model.yaml:29:"));
}

TEST_CASE("a table must have every combination", "[model]") {
    StudyText text = sound();
    text.tables["mortality.csv"] =
        "age,frailty,rate\n0,fit,0.01\n0,mild,0.02\n0,severe,0.05\n65,fit,0.1\n65,severe,0.5\n";
    CHECK(complaints(text) ==
          Lines{"mortality.csv: table 'mortality' lacks 1 of its combinations, the first: age 65, frailty "
                "mild ('mortality' needs every one); add the missing rows"});
}

TEST_CASE("a table by age must start at age 0", "[model]") {
    StudyText text = sound();
    text.tables["mortality.csv"] = "age,frailty,rate\n18,fit,0.01\n18,mild,0.02\n18,severe,0.05\n";
    CHECK(complaints(text) == Lines{"mortality.csv:2: table 'mortality' starts at age 18 (ages below the "
                                    "first row have no number); add a row for age 0"});
}

TEST_CASE("an unknown state in a table is told with its line", "[model]") {
    StudyText text = sound();
    text.tables["mortality.csv"] += "80,sever,0.9\n";
    CHECK(complaints(text) ==
          Lines{"mortality.csv:8: 'frailty' has no state 'sever'; did you mean 'severe'?"});
}

TEST_CASE("chances that pass 1 are refused, in a list and in a table", "[model]") {
    const std::string branch =
        "then: {branch: [{chance: 0.7, then: {frailty: next}}, {chance: 0.4, then: {frailty: severe}}]}";
    CHECK(complaints(with("then: {frailty: next}", branch)) ==
          Lines{"model.yaml:18:59: the chances of this branch reach 1.1 (they share one draw and cannot pass "
                "1); lower them, or use `otherwise` for the rest"});

    StudyText text =
        with("then: {frailty: next}", "then: {branch: [{chance: {table: steps}, then: {frailty: next}}]}");
    text.model.replace(
        text.model.find("processes:"), 0,
        "  steps: {file: steps.csv, by: [frailty], value: chance, unit: ratio, source: assumed}\n");
    text.tables["steps.csv"] = "frailty,chance\nfit,0.5\nmild,1.2\nsevere,0\n";
    CHECK(complaints(text) ==
          Lines{"steps.csv:3: 1.2 is no chance (a chance lies between 0 and 1); correct the row"});
}

TEST_CASE("every state needs a multiplier, or `otherwise`", "[model]") {
    CHECK(complaints(with("{fit: 1, mild: 2, severe: 4}", "{fit: 1, mild: 2}")) ==
          Lines{"model.yaml:23:13: no value for severe of 'frailty' (every state needs one); name it or add "
                "`otherwise`"});
    CHECK(complaints(with("{fit: 1, mild: 2, severe: 4}", "{fit: 1, otherwise: 2}")) == Lines{});
}

TEST_CASE("a track has no bounds and age has no states", "[model]") {
    CHECK(complaints(with("when: {frailty: [fit, mild]}", "when: {frailty: {at_least: 1}}")) ==
          Lines{"model.yaml:16:12: 'frailty' has no at_least or below (tracks and scores have states, not "
                "numbers); list states: fit, mild, severe"});
}

TEST_CASE("people must have a column for every fixed track, with states that there are", "[model]") {
    StudyText text = sound();
    text.model.replace(text.model.find("  hospital:"), 0, "  sex: [female, male]\n");
    const auto starting = [](const StudyText& of) {
        const SmallStudy study(of);
        try {
            study.run();
        } catch (const InputError& error) {
            return to_string(error.problems().at(0));
        }
        return std::string("nothing");
    };
    CHECK_THAT(
        starting(text),
        Catch::Matchers::EndsWith(
            "people.csv:1: no column 'sex' (no process sets this track, so the place must); add the column"));
    text.people = "age,sex,people\n0,femal,5\n";
    CHECK_THAT(starting(text), Catch::Matchers::EndsWith(
                                   "people.csv:2: 'femal' is not a state of 'sex'; did you mean 'female'?"));
    text.people = "age,sex,frailty,people\n0,female,fit,5\n";
    CHECK_THAT(
        starting(text),
        Catch::Matchers::EndsWith("people.csv:1: column 'frailty' is not a fixed track of the model (a place "
                                  "gives the tracks that no process changes); did you mean 'sex'?") ||
            Catch::Matchers::ContainsSubstring("column 'frailty' is not a fixed track of the model"));
    text.people = "age,sex,people\n130,female,5\n";
    CHECK_THAT(starting(text), Catch::Matchers::EndsWith(
                                   "people.csv:2: age 130 (nobody is older than 125); correct the age"));
}

TEST_CASE("a problem of meaning in a table or people file names the file as it can be opened", "[model]") {
    // A problem of form in the same files is told with the path as seen from where the program runs.
    const auto first_file = [](const StudyText& text) {
        try {
            const SmallStudy study(text);
            study.run();
        } catch (const InputError& error) {
            return error.problems().at(0).where.file;
        }
        return std::string();
    };
    StudyText text = sound();
    text.tables["mortality.csv"] += "80,severe,much\n";
    const std::string form = first_file(text);
    REQUIRE_THAT(form, Catch::Matchers::EndsWith("/mortality.csv"));
    text.tables["mortality.csv"] = "age,frailty,rate\n0,fit,0.01\n";
    CHECK_THAT(first_file(text), Catch::Matchers::EndsWith("/mortality.csv"));
    text = sound();
    text.people = "age,people\n130,5\n";
    CHECK_THAT(first_file(text), Catch::Matchers::EndsWith("/people.csv"));
}

TEST_CASE("age bands must leave nobody out", "[model]") {
    // Whoever is younger than the first band would be counted in it under its label.
    StudyText text = sound();
    text.study = "strata: [age]\nage_bands: [65, 80]\n";
    CHECK_FALSE(complaints(text).empty());
}

TEST_CASE("results by age need age bands", "[model]") {
    StudyText text = sound();
    text.study = "strata: [age]\n";
    CHECK_FALSE(complaints(text).empty());
}

TEST_CASE("a place cannot multiply a process that has no rate", "[model]") {
    StudyText text = with("rate: {value: 0.1, unit: per_year}", "after: 10 years");
    text.place = "times:\n  worsens: {value: 1.1, source: assumed}\n";
    CHECK_FALSE(complaints(text).empty());
}

TEST_CASE("an effect says what it sets, starts and counts", "[model]") {
    const SmallStudy study(sound());
    const Model& model = study.model;
    const auto& admission = model.processes[static_cast<std::size_t>(study.process("admission"))];
    REQUIRE(admission.clock >= 0);
    const Effect& effect = model.effects[static_cast<std::size_t>(admission.effect)];
    REQUIRE(effect.sets.size() == 1);
    CHECK(effect.sets[0].factor == model.factor_named("hospital"));
    CHECK(effect.sets[0].state == study.state("hospital", "inpatient"));
    REQUIRE(effect.timer >= 0);
    CHECK_THAT(model.timers[static_cast<std::size_t>(effect.timer)].name,
               Catch::Matchers::ContainsSubstring("inpatient"));
    CHECK(model.fixed.empty());
}

TEST_CASE("a person's yearly rate is the table's times the multipliers of their states", "[model]") {
    const SmallStudy study(sound());
    const Model& model = study.model;
    const double per_year = minutes_per_year / clock_scale;
    const auto rate = [&](const char* name, double age, const char* frailty, const char* hospital) {
        std::vector<FactorValue> person = model.newborn;
        while (person[0] + 1u < model.age_breaks.size() &&
               model.age_breaks[person[0] + 1u] <= age * minutes_per_year)
            ++person[0];
        person[static_cast<std::size_t>(model.factor_named("frailty"))] = study.state("frailty", frailty);
        person[static_cast<std::size_t>(model.factor_named("hospital"))] = study.state("hospital", hospital);
        const int clock = model.processes[static_cast<std::size_t>(study.process(name))].clock;
        return static_cast<double>(model.rates.at(person.data(), clock)) *
               static_cast<double>(model.base[static_cast<std::size_t>(clock)]) * per_year;
    };
    CHECK(rate("death", 30, "mild", "out") == Approx(0.02).epsilon(1e-6));
    CHECK(rate("death", 65, "severe", "inpatient") == Approx(0.5).epsilon(1e-6));
    CHECK(rate("death", 64.99, "severe", "out") == Approx(0.05).epsilon(1e-6));
    CHECK(rate("worsens", 30, "severe", "out") == 0);
    CHECK(rate("worsens", 30, "mild", "out") == Approx(0.1).epsilon(1e-6));
    CHECK(rate("admission", 30, "severe", "out") == Approx(0.8).epsilon(1e-6));
    CHECK(rate("admission", 30, "severe", "inpatient") == 0);
}

TEST_CASE("units of rates and times mean what they say", "[model]") {
    for (const auto& [unit, per_year] : {std::pair{"per_year", 1.0},
                                         {"per_1000_per_year", 0.001},
                                         {"per_100000_per_year", 0.00001},
                                         {"per_month", 12.0},
                                         {"per_week", 365.25 / 7},
                                         {"per_day", 365.25}}) {
        CAPTURE(unit);
        const SmallStudy study(with("rate: {value: 0.1, unit: per_year}",
                                    std::string("rate: {value: 0.1, unit: ") + unit + "}"));
        const int clock = study.model.processes[static_cast<std::size_t>(study.process("worsens"))].clock;
        CHECK(static_cast<double>(study.model.base[static_cast<std::size_t>(clock)]) * minutes_per_year /
                  clock_scale ==
              Approx(0.1 * per_year).epsilon(1e-6));
    }
    for (const auto& [length, minutes] : {std::pair{"90 minutes", 90.0},
                                          {"6 hours", 360.0},
                                          {"5 days", 7200.0},
                                          {"2 weeks", 20160.0},
                                          {"1 months", 43830.0},
                                          {"1 years", 525960.0}}) {
        CAPTURE(length);
        const SmallStudy study(with("length: 5 days", std::string("length: ") + length));
        CHECK(static_cast<double>(study.model.amounts_base.at(0)) == Approx(minutes).epsilon(1e-6));
    }
}

TEST_CASE("a study that ends before it starts is refused", "[model]") {
    StudySpec study;
    study.start = {2024, 7, 1};
    study.end = {2024, 7, 1};
    CHECK_THROWS_WITH(calendar_of(study), Catch::Matchers::ContainsSubstring(
                                              "the study ends (2024-07-01) before it starts (2024-07-01)"));
    study.end = {3025, 7, 1};
    CHECK_THROWS_WITH(calendar_of(study), Catch::Matchers::ContainsSubstring("longer than 1,000 years"));
    study.end = {2024, 13, 1};
    CHECK_THROWS_WITH(calendar_of(study), Catch::Matchers::ContainsSubstring("2024-13-01 is not a date"));
}
