// Mistakes in the parts of a study: each told with its place, why it is one and what to do, and nothing is
// run or written.
#include <algorithm>
#include <chrono>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// A mistake: in `file`, `right` becomes `wrong`; the user's message starts with `where` and has each of
/// `words`.
struct Mistake {
    std::string file, right, wrong, where;
    Words words;
};

void check_mistakes(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) {
        TinyStudy study;
        study.change(mistake.file, mistake.right, mistake.wrong);
        const Ended ended = forestall_in(study.path(), {"run", "study.yaml"});
        CHECK(ended.code == 1);
        CHECK_THAT(ended.err, StartsWith(mistake.where + ": "));
        for (const std::string& word : mistake.words) CHECK_THAT(ended.err, ContainsSubstring(word));
        CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);  // one problem, told once
        CHECK(study.added().empty());
    }
}

}  // namespace

TEST_CASE("the tiny study itself is right", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"check", "study.yaml"});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(study.added().empty());
}

TEST_CASE("numbers out of their range are refused", "[cli]") {
    check_mistakes({
        {"model.yaml",
         "value: 0.02,",
         "value: -0.02,",
         "model.yaml:20:19",
         {"'value' of process 'becomes_frail' is ", "-0.02", "(a rate is at least 0)",
          "; write a number of at least 0"}},
        {"model.yaml",
         "chance: 0.9",
         "chance: 1.9",
         "model.yaml:21:30",
         {"'chance' of process 'becomes_frail' is ", "1.9", "(a chance lies between 0 and 1)",
          "; write a number from 0 to 1"}},
        {"model.yaml",
         "frail: 2",
         "frail: -2",
         "model.yaml:14:38",
         {"of process 'death' is ", "-2", "(a multiplier is a ratio, at least 0)",
          "; write a number of at least 0"}},
        {"mortality.csv",
         "0.03",
         "-0.03",
         "mortality.csv:5",
         {"-0.03", "in column 'rate'", "(out of range)", "; write a number of at least 0"}},
        {"mortality.csv",
         "0.03",
         "nan",
         "mortality.csv:5",
         {"'nan' in column 'rate'", "(not a number)", "; write a number"}},
        {"population.csv",
         "0,female,100\n0",
         "0,female,-3\n0",
         "population.csv:2",
         {"-3", "in column 'people'", "(out of range)", "; write a number of at least 0"}},
        {"population.csv",
         "0,female,100\n0",
         "0,female,3.5\n0",
         "population.csv:2",
         {"3.5", "in column 'people'", "(people come whole)", "; round it"}},
        {"study.yaml",
         "seed: 1",
         "seed: -1",
         "study.yaml:11:7",
         {"'seed' of the study file is ", "-1", "(it is a whole number from 0 to ",
          "; write a number such as 1"}},
    });
}

TEST_CASE("tables that do not fit are refused", "[cli]") {
    check_mistakes({
        {"model.yaml",
         "by: [age, sex], value",
         "by: [age, sec], value",
         "model.yaml:9:46",
         {"unknown column 'sec'", "(it is not in the header of mortality.csv)", "; did you mean 'sex'?"}},
        {"model.yaml",
         "value: rate, unit",
         "value: ratio, unit",
         "model.yaml:9:59",
         {"unknown column 'ratio'", "(it is not in the header of mortality.csv)", "; did you mean 'rate'?"}},
        {"mortality.csv",
         "0,female,0.005\n0,male,0.006\n",
         "5,female,0.005\n5,male,0.006\n",
         "mortality.csv:3",
         {"table 'mortality' starts at age 5", "(ages below the first row have no number)",
          "; add a row for age 0"}},
        {"mortality.csv",
         "60,male,0.04\n",
         "",
         "mortality.csv",
         {"table 'mortality' lacks ", "age 60, sex male", "('mortality' needs every one)",
          "; add the missing rows"}},
        {"mortality.csv",
         "60,male,0.04",
         "60,man,0.04",
         "mortality.csv:6",
         {"'sex' has no state 'man'", "male"}},
        {"population.csv",
         "40,male",
         "400,male",
         "population.csv:5",
         {"age 400", "(nobody is older than 125)", "; correct the age"}},
    });
}

TEST_CASE("a place without people is refused", "[cli]") {
    const std::string people = content_of(TinyStudy() / "population.csv");
    check_mistakes({
        {"place.yaml",
         "population: {file: population.csv, source: made_up}\n",
         "",
         "place.yaml:1:1",
         {"missing key 'population' in the place file", "(who lives there at the start)",
          "; add 'population: {"}},
        {"population.csv",
         people,
         "age,sex,people\n",
         "population.csv",
         {"the table has no rows", "; add at least one below the header"}},
        {"population.csv",
         people,
         "age,sex,people\n0,female,0\n0,male,0\n",
         "population.csv",
         {"'hamlet' has no people", "(there is nobody to simulate)", "; give the population"}},
    });
}

TEST_CASE("words that nothing is called are refused with what is nearest", "[cli]") {
    check_mistakes({
        {"model.yaml",
         "    when:",
         "    wen:",
         "model.yaml:19:5",
         {"unknown key 'wen' in process 'becomes_frail'", "(a process has a fixed set of keys)",
          "; did you mean 'when'?"}},
        {"model.yaml",
         "{frailty: frail}}]",
         "{frailty: frial}}]",
         "model.yaml:21:51",
         {"'frailty' has no state 'frial'", "; did you mean 'frail'?"}},
        {"model.yaml",
         "unit: per_year, source: made_up",
         "unit: per_year, source: mad_up",
         "model.yaml:9:89",
         {"unknown source 'mad_up'", "(it is not in sources.yaml)", "; did you mean 'made_up'?"}},
        {"study.yaml",
         "{title: Today}",
         "{title: Today, times: {deth: 0.5}}",
         "study.yaml:14:33",
         {"arm 'today' changes 'deth', which has no rate", "; did you mean 'death'?"}},
        {"study.yaml",
         "strata: [age, sex]",
         "strata: [age, sexx]",
         "study.yaml:9:15",
         {"'sexx'", "; did you mean 'sex'?"}},
    });
}

TEST_CASE("a study that names a missing or a wrong file is refused", "[cli]") {
    const std::string remedy = "; paths are relative to the file that names them";
    check_mistakes({
        {"study.yaml",
         "model: model.yaml",
         "model: modle.yaml",
         "study.yaml:4:8",
         {"modle.yaml", "(there is no such file)", remedy}},
        {"place.yaml",
         "population.csv",
         "people.csv",
         "place.yaml:5:20",
         {"people.csv", "(there is no such file)", remedy}},
        {"study.yaml",
         "model: model.yaml",
         "model: place.yaml",
         "study.yaml:4:8",
         {"'place.yaml' is a place file", "(a model file belongs here)", "; name a model file"}},
        {"study.yaml",
         "end: 2041-01-01",
         "end: 2020-01-01",
         "study.yaml:7:6",
         {"the end 2020-01-01 is not after the start 2024-07-01", "; give a later end"}},
    });
}

TEST_CASE("a mistake that compiling finds leaves no folder for tables and no heading behind", "[cli]") {
    TinyStudy study;
    study.change("study.yaml", "{title: Today}", "{title: Today, times: {deth: 0.5}}");
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--csv", "tables"});
    CHECK(ended.code == 1);
    CHECK(ended.out.empty());
    CHECK(study.added().empty());
}

TEST_CASE("a rate beyond all reason is refused instead of crashing the run", "[cli]") {
    TinyStudy study;
    study.change("model.yaml", "value: 0.02,", "value: 1e30,");
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml"});
    CHECK(ended.code == 1);
    CHECK(ended.err.substr(0, 12) == "model.yaml:2");
    CHECK(study.added().empty());
}

TEST_CASE("a stratum called like a column of the tables is refused before the run", "[cli]") {
    TinyStudy study;
    study.change("study.yaml", "strata: [age, sex]", "strata: [age, place]");
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--csv", "tables"});
    CHECK(ended.code == 1);
    CHECK(ended.err.find(
              "study.yaml:9:15: stratum 'place' (tables have a column of that name); rename the track") !=
          std::string::npos);
    CHECK(study.added().empty());
}

TEST_CASE("more people than a country has are refused before anything is done with them", "[cli]") {
    TinyStudy study;
    study.change("population.csv", "0,female,100\n0", "0,female,99999999999999\n0");
    Program program(study.path(), {"run", "study.yaml"});
    CHECK(program.ends_within(std::chrono::seconds{3}));
    CHECK(study.added().empty());
}
