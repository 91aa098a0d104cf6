// Options that make no sense: code 1 where the value is wrong, 3 where the command line itself is.
#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

Ended run_with(const TinyStudy& study, Words options) {
    options.insert(options.begin(), {"run", "study.yaml"});
    return forestall_in(study.path(), options);
}

}  // namespace

TEST_CASE("an option out of its range is refused with its range and a value that works", "[cli]") {
    const std::string sample =
        " (a sample is a share of the people, above 0 and at most 1); try --sample 0.1\n";
    const std::string threads =
        " (at least one thread must work, and at most 1,024 can); leave it out to use all cores\n";
    const std::string replicates =
        " (a study is run at least once, and at most 100000 times); try --replicates 5\n";
    const std::string date = " is not a date; write year-month-day, as in 2030-01-01\n";
    const std::vector<std::pair<Words, std::string>> expected{
        {{"--threads", "0"}, "--threads 0" + threads},
        {{"--threads", "-1"}, "--threads -1" + threads},
        {{"--threads", "5000"}, "--threads 5000" + threads},
        {{"--sample", "2"}, "--sample 2" + sample},
        {{"--sample", "0"}, "--sample 0" + sample},
        {{"--sample", "nan"}, "--sample nan" + sample},
        {{"--sample", "-0.1"}, "--sample -0.1" + sample},
        {{"--replicates", "0"}, "--replicates 0" + replicates},
        {{"--until", "2024-13-01"}, "--until 2024-13-01" + date},
        {{"--until", "2025-02-30"}, "--until 2025-02-30" + date},
        {{"--until", "soon"}, "--until soon" + date},
        {{"--until", "2030-01-01x"}, "--until 2030-01-01x" + date},
    };
    TinyStudy study;
    for (const auto& [options, message] : expected) {
        const Ended ended = run_with(study, options);
        CHECK(ended.code == 1);
        CHECK(ended.out.empty());
        CHECK(ended.err == message);
        CHECK(study.added().empty());
    }
}

TEST_CASE("the study file and the command line have the same limits", "[cli]") {
    struct Limit {
        std::string key, most, beyond;
    };
    for (const auto& [key, most, beyond] :
         {Limit{"replicates", "100000", "100001"}, Limit{"seed", "9007199254740991", "9007199254740992"}}) {
        CAPTURE(key);
        const auto file_with = [&](const std::string& value) {
            TinyStudy study;
            study.change("study.yaml", key + ": 1", key + ": " + value);
            return forestall_in(study.path(), {"check", "study.yaml"});
        };
        // An end before the start is told only when every option is within its limits, and keeps the run
        // away.
        const auto option_with = [&](const std::string& value) {
            return run_with(TinyStudy(), {"--until", "2024-01-01", "--" + key, value});
        };
        CHECK(file_with(most).code == 0);
        CHECK(file_with(beyond).code == 1);
        CHECK_THAT(file_with(beyond).err, ContainsSubstring("'" + key + "' of the study file is " + beyond));
        CHECK_THAT(option_with(most).err, !ContainsSubstring("--" + key));
        CHECK(option_with(beyond).code == 1);
        CHECK_THAT(option_with(beyond).err, StartsWith("--" + key + " " + beyond + " ("));
    }
}

TEST_CASE("an end before the start is refused", "[cli]") {
    TinyStudy study;
    const Ended ended = run_with(study, {"--until", "2024-01-01"});
    CHECK(ended.code == 1);
    CHECK(ended.err == "--until 2024-01-01: the study ends (2024-01-01) before it starts (2024-07-01); "
                       "give an end after the start\n");
    CHECK(study.added().empty());
}

TEST_CASE("an end a thousand years away is refused where it was given", "[cli]") {
    TinyStudy study;
    const std::string refusal =
        ": the study is longer than 1,000 years (time is held in 32 bits of minutes); ";
    CHECK_THAT(run_with(study, {"--until", "4000-01-01"}).err, StartsWith("--until 4000-01-01" + refusal));
    study.change("study.yaml", "end: 2041-01-01", "end: 4000-01-01");
    CHECK_THAT(run_with(study, {}).err, StartsWith("study.yaml:7:6" + refusal));
    CHECK(study.added().empty());
}

TEST_CASE("several wrong options are told at once", "[cli]") {
    TinyStudy study;
    const Ended ended = run_with(study, {"--sample", "2", "--replicates", "0"});
    CHECK(ended.code == 1);
    CHECK_THAT(ended.err, ContainsSubstring("--sample 2") && ContainsSubstring("--replicates 0") &&
                              EndsWith("2 problems; nothing was run or written\n"));
}

TEST_CASE("a wrong command line ends with code 3 and names what is wrong", "[cli]") {
    const std::vector<std::pair<Words, std::string>> expected{
        {{}, "A subcommand is required"},
        {{"jog"}, "A subcommand is required"},
        {{"run"}, "study is required"},
        {{"check"}, "file is required"},
        {{"schema"}, "kind is required"},
        {{"schema", "tree"},
         "there is no schema 'tree' (each kind of file has one); use one of model, place, study, sources, "
         "calibration, parameters, programme\n"},
        {{"schema", "modle"},
         "there is no schema 'modle' (each kind of file has one); did you mean 'model'?\n"},
        {{"run", "study.yaml", "--sampel", "1"}, "--sampel"},
        {{"run", "study.yaml", "--threads", "many"}, "--threads"},
        {{"run", "study.yaml", "--sample", "a half"}, "--sample"},
        {{"run", "study.yaml", "--seed", "one"}, "--seed"},
    };
    TinyStudy study;
    for (const auto& [words, message] : expected) {
        const Ended ended = forestall_in(study.path(), words);
        CHECK(ended.code == 3);
        CHECK(ended.out.empty());
        CHECK_THAT(ended.err, ContainsSubstring(message));
        CHECK(study.added().empty());
    }
}

TEST_CASE("a seed below zero or beyond 64 bits is refused and not turned into another", "[cli]") {
    TinyStudy study;
    CHECK(run_with(study, {"--seed", "-1"}).code != 0);
    CHECK(run_with(study, {"--seed", "18446744073709551616"}).code != 0);
    CHECK(study.added().empty());
}

TEST_CASE("a sample in which nobody is left is refused", "[cli]") {
    TinyStudy study;
    CHECK(run_with(study, {"--sample", "1e-9"}).code == 1);
    CHECK(study.added().empty());
}
