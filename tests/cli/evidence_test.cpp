// forestall check --evidence: the register on the screen and as a file.
#include <chrono>
#include <csignal>
#include <sstream>
#include <thread>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

Ended evidence_of(const TinyStudy& study, Words options) {
    options.insert(options.begin(), {"check", "study.yaml", "--evidence"});
    return forestall_in(study.path(), options);
}

Words lines_of(const std::string& text) {
    std::istringstream stream(text);
    Words lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// Its mortality was read, the rest was made up.
void grade_apart(TinyStudy& study) {
    study.change("sources.yaml", "sources:\n",
                 "sources:\n  read: {title: 'Life tables, abridged', grade: seen, range: [0.8, 1.3], "
                 "distribution: gamma}\n");
    study.change("model.yaml", "unit: per_year, source: made_up}\nprocesses",
                 "unit: per_year, source: read}\nprocesses");
}

}  // namespace

TEST_CASE("check --evidence lists what rests on assumed values, the most influential first", "[cli]") {
    TinyStudy study;
    grade_apart(study);
    const Ended ended = evidence_of(study, {"--measures", "deaths"});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(study.added().empty());
    const Words lines = lines_of(ended.out);
    REQUIRE(lines.size() == 10);
    CHECK(lines[0] == "Tiny to 2041: 3 of 4 parameters rest on recalled or assumed values.");
    CHECK_THAT(lines[1], ContainsSubstring("of deaths from 2024-07-01 to 2041-01-01"));
    CHECK_THAT(lines[2], ContainsSubstring(" people of arm 'today', in 8 batches") &&
                             ContainsSubstring("the same luck for all (seed 1)"));
    CHECK_THAT(lines[4], StartsWith("Parameter") && ContainsSubstring("deaths low") &&
                             ContainsSubstring("high") && ContainsSubstring("Grade"));
    CHECK_THAT(lines[5], StartsWith("processes/death/times/frailty/frail") && ContainsSubstring("assumed") &&
                             ContainsSubstring("0.67-1.5*") && ContainsSubstring("2 ratio") &&
                             ContainsSubstring("Made up for a test"));
    CHECK_THAT(lines[9], StartsWith("* The source gives no range: "));
}

TEST_CASE("check --evidence --all lists those that were seen too, with their source's range", "[cli]") {
    TinyStudy study;
    grade_apart(study);
    const Ended ended = evidence_of(study, {"--all", "--measures", "deaths,population", "--csv", "e.csv"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, StartsWith("Tiny to 2041: all 4 parameters.") &&
                              ContainsSubstring("seen     0.8-1.3  ") && ContainsSubstring("population low"));
    CHECK(study.added() == Words{"e.csv"});
    const Words rows = lines_of(content_of(study / "e.csv"));
    REQUIRE(rows.size() == 5);
    CHECK(rows[0] ==
          "parameter,title,unit,lowest_value,highest_value,grade,source,source_title,range_low,range_high,"
          "range_from,distribution,deaths_low_percent,deaths_low_standard_error,deaths_high_percent,"
          "deaths_high_standard_error,population_low_percent,population_low_standard_error,"
          "population_high_percent,population_high_standard_error");
    CHECK_THAT(rows[1], StartsWith("tables/mortality,Table mortality,per_year,0.005,0.04,seen,read,\"Life "
                                   "tables, abridged\",0.8,1.3,source,gamma,"));
    CHECK_THAT(rows[2] + rows[3] + rows[4],
               ContainsSubstring(",assumed,made_up,Made up for a test,0.67,1.5,grade,lognormal,"));
}

TEST_CASE("the register is the same once more and on any number of threads", "[cli]") {
    TinyStudy study;
    const std::string first = evidence_of(study, {"--measures", "deaths"}).out;
    CHECK(evidence_of(study, {"--measures", "deaths", "--threads", "1"}).out == first);
    CHECK(evidence_of(study, {"--measures", "deaths", "--threads", "3"}).out == first);
    CHECK(evidence_of(study, {"--measures", "deaths", "--sample", "0.5"}).out != first);
}

TEST_CASE("check --evidence needs something to measure on, and names what there is", "[cli]") {
    TinyStudy study;
    const Ended none = evidence_of(study, {});
    CHECK(none.code == 1);
    CHECK(none.err == "the model has neither a measure 'bed_days' nor costs (the influence of a parameter is "
                      "measured on something); try --measures population,deaths\n");
    const Ended unknown = evidence_of(study, {"--measures", "death"});
    CHECK(unknown.code == 1);
    CHECK(unknown.err == "--measures death: the model has no measure 'death'; did you mean 'deaths'?\n");
}

TEST_CASE("check --evidence refuses what it cannot do before it runs anything", "[cli]") {
    TinyStudy study;
    CHECK(evidence_of(study, {"--sample", "2"}).err ==
          "--sample 2 (a sample is a share of the people, above 0 and at most 1); try --sample 0.1\n");
    CHECK(evidence_of(study, {"--threads", "0"}).code == 1);
    CHECK(evidence_of(study, {"--csv", "missing/e.csv"}).code == 2);
    const Ended model = forestall_in(study.path(), {"check", "model.yaml", "--evidence"});
    CHECK(model.code == 1);
    CHECK(model.err == "model.yaml: a model file cannot be run (the influence of a parameter is found by "
                       "running a study); name a study that uses it\n");
    CHECK(forestall_in(study.path(), {"check", "study.yaml", "--all"}).code == 3);
}

TEST_CASE("a value that no model can have is shown as such", "[cli]") {
    TinyStudy study;
    study.change("sources.yaml", "grade: assumed}", "grade: assumed, range: [1, 1000000000]}");
    const Ended ended = evidence_of(study, {"--measures", "deaths"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, ContainsSubstring("- No model can be made with that value"));
}

TEST_CASE("Ctrl-C stops check --evidence soon and writes nothing", "[cli]") {
    TinyStudy study;
    study.make_long();
    Program program(study.path(), {"check", "study.yaml", "--evidence", "--measures", "deaths", "--sample",
                                   "1", "--csv", "e.csv"});
    std::this_thread::sleep_for(std::chrono::milliseconds{700});
    program.send(SIGINT);
    REQUIRE(program.ends_within(std::chrono::milliseconds{2000}));
    const Ended ended = program.end();
    CHECK(ended.code == 130);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, ContainsSubstring("stopped on request; nothing was written\n"));
    CHECK(study.added().empty());
}
