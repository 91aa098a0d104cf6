// forestall check, and the verbs that only print.
#include <sstream>

#include "tests/catch.hpp"
#include "tests/cli/json_text.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("check says that a good study is good and how big it is", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"check", "study.yaml"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, StartsWith("study.yaml: good. 2 processes, 2 tracks, 1 arm"));
    CHECK(ended.err.empty());
    CHECK(study.added().empty());
}

TEST_CASE("check reads models, places and sources on their own", "[cli]") {
    TinyStudy study;
    for (const std::string name : {"model.yaml", "place.yaml", "sources.yaml"}) {
        const Ended ended = forestall_in(study.path(), {"check", name});
        CHECK(ended.code == 0);
        CHECK_THAT(ended.out, StartsWith(name + ": well formed."));
    }
}

TEST_CASE("check lists every mistake of a file in order", "[cli]") {
    TinyStudy study;
    study.change("study.yaml", "title: Tiny to 2041", "titel: Tiny to 2041");
    study.change("study.yaml", "start: 2024-07-01", "start: 2024-17-01");
    study.change("study.yaml", "window: month", "window: fortnight");
    study.change("study.yaml", "seed: 1", "seed: one");
    study.change("study.yaml", "replicates: 1", "replicates: 0");
    const Ended ended = forestall_in(study.path(), {"check", "study.yaml"});
    CHECK(ended.code == 1);
    CHECK(ended.out.empty());
    const Words in_order{
        "study.yaml:1:1: missing key 'title' in the study file",
        "study.yaml:3:1: unknown key 'titel' in the study file",
        "study.yaml:6:8: 'start' of the study file is ",
        "study.yaml:8:9: 'window' of the study file is ",
        "study.yaml:11:7: 'seed' of the study file is ",
        "study.yaml:12:13: 'replicates' of the study file is ",
        "6 problems; nothing was run or written",
    };
    std::istringstream lines(ended.err);
    for (const std::string& expected : in_order) {
        std::string line;
        std::getline(lines, line);
        CHECK_THAT(line, StartsWith(expected));
    }
    CHECK(lines.peek() == std::istringstream::traits_type::eof());
}

TEST_CASE("check finds the mistakes of every file that a study names", "[cli]") {
    TinyStudy study;
    study.change("model.yaml", "chance: 0.9", "chance: 9");
    study.change("place.yaml", "1.05", "-1");
    study.change("mortality.csv", "0.04", "many");
    const Ended ended = forestall_in(study.path(), {"check", "study.yaml"});
    CHECK(ended.code == 1);
    CHECK_THAT(ended.err, ContainsSubstring("model.yaml:21:30: ") && ContainsSubstring("place.yaml:6:") &&
                              ContainsSubstring("mortality.csv:6: ") &&
                              ContainsSubstring("3 problems; nothing was run or written\n"));
}

TEST_CASE("check passes the shipped studies", "[cli]") {
    const std::filesystem::path top{FORESTALL_SOURCE_DIR};
    const Ended ended = forestall_in(top, {"check", "scenarios/studies/buckinghamshire.yaml"});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK_THAT(ended.out, StartsWith("scenarios/studies/buckinghamshire.yaml: good. "));
}

TEST_CASE("the version is one line", "[cli]") {
    const Ended ended = forestall_in(".", {"--version"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, StartsWith("forestall "));
    CHECK(ended.out.find('\n') == ended.out.size() - 1);
}

TEST_CASE("help names every verb, the options of each and the exit codes", "[cli]") {
    const Ended all = forestall_in(".", {"--help"});
    CHECK(all.code == 0);
    CHECK_THAT(all.out, ContainsSubstring("run ") && ContainsSubstring("check ") &&
                            ContainsSubstring("schema ") && ContainsSubstring("Exit codes: "));
    const Ended run = forestall_in(".", {"run", "--help"});
    CHECK(run.code == 0);
    for (const std::string option : {"--seed", "--replicates", "--threads", "--until", "--sample", "--out",
                                     "--csv", "--progress", "--quiet"})
        CHECK_THAT(run.out, ContainsSubstring(option));
}

TEST_CASE("the schema of every kind of file is JSON", "[cli]") {
    for (const std::string kind : {"model", "place", "study", "sources"}) {
        const Ended ended = forestall_in(".", {"schema", kind});
        CHECK(ended.code == 0);
        CHECK(ended.err.empty());
        CHECK(is_json(ended.out));
        CHECK_THAT(ended.out, ContainsSubstring("\"$schema\""));
    }
}
