// forestall describe, as a user meets it.
#include <string>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("describe prints a study in words", "[cli]") {
    const TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"describe", "study.yaml"});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK_THAT(ended.out, StartsWith("# Tiny to 2041: description of the model\n"));
    CHECK_THAT(ended.out, ContainsSubstring("##### Becomes frail (`becomes_frail`)\n"));
    CHECK(study.added().empty());
}

TEST_CASE("describe writes a file, and takes the folder of a study", "[cli]") {
    const TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"describe", ".", "--out", "study.md"});
    CHECK(ended.code == 0);
    CHECK(ended.out.empty());
    CHECK(ended.err.empty());
    CHECK(study.added() == Words{"study.md"});
    CHECK(content_of(study / "study.md") == forestall_in(study.path(), {"describe", "study.yaml"}).out);
}

TEST_CASE("describe refuses files that are no study", "[cli]") {
    const TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"describe", "model.yaml", "--out", "study.md"});
    CHECK(ended.code == 1);
    CHECK(ended.out.empty());
    CHECK(ended.err == "model.yaml: a model file is not a whole study (a description is of a study with its "
                       "model and its place); name a study that uses it\n");
    CHECK(forestall_in(study.path(), {"describe", "nowhere.yaml"}).code == 1);
    CHECK(forestall_in(study.path(), {"describe"}).code == 3);
    CHECK(study.added().empty());
}

TEST_CASE("describe tells the mistakes of a study and writes nothing", "[cli]") {
    TinyStudy study;
    study.change("model.yaml", "chance: 0.9", "chance: 9");
    const Ended ended = forestall_in(study.path(), {"describe", "study.yaml", "--out", "study.md"});
    CHECK(ended.code == 1);
    CHECK_THAT(ended.err, StartsWith("model.yaml:21:30: "));
    CHECK(study.added().empty());
}

TEST_CASE("describe says why a file cannot be written", "[cli]") {
    const TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"describe", "study.yaml", "--out", "no/study.md"});
    CHECK(ended.code == 2);
    CHECK(ended.err ==
          "cannot write 'no/study.md' (there is no folder 'no'); make that folder, or choose another\n");
}
