// Hostile and broken files, refused by the program itself. What the gate says is tested in tests/io; here:
// that a user sees it, that the exit code is 1, that it is quick, and that nothing is left behind.
#include <chrono>
#include <map>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using Names = std::vector<std::string>;

namespace {

const std::filesystem::path hostile_folder =
    std::filesystem::path{FORESTALL_SOURCE_DIR} / "tests/data/hostile";

/// What a user is told about each hostile file, from its first word.
const std::map<std::string, std::string>& refusals() {
    static const std::map<std::string, std::string> expected{
        {"alias_crash.yaml", "h.yaml:1:4: an anchor or alias (& or *) (a small file could unfold into a huge "
                             "one); write the part out"},
        {"alias_bomb.yaml", "h.yaml:2:4: an anchor or alias (& or *) (a small file could unfold into a huge "
                            "one); write the part out"},
        {"duplicate_keys.yaml", "h.yaml:4:1: the key 'name' stands here a second time (only one of the two "
                                "could count); delete or rename"},
        {"latin1.yaml",
         "h.yaml:2:11: byte 0xE9 is not UTF-8 (files are plain UTF-8); save the file as UTF-8"},
        {"empty.yaml",
         "h.yaml: the file is empty; start it with 'forestall: model', place, study or sources"},
        {"deep.yaml",
         "h.yaml:1:35: more than 32 levels deep (no part of the language is); check the brackets"},
        {"merge_keys.yaml",
         "h.yaml:3:11: a merge key (<<) (the language has no merging); write the keys out"},
        {"tag.yaml", "h.yaml:1:12: the tag "},
        {"unclosed.yaml", "h.yaml:3:1: this is not YAML: "},
    };
    return expected;
}

}  // namespace

TEST_CASE("a hostile file is refused with place, reason and remedy by every verb that reads one", "[cli]") {
    TestFolder folder;
    for (const auto& [name, message] : refusals()) {
        CAPTURE(name);
        put(folder / "h.yaml", content_of(hostile_folder / name));
        for (const Words& words : {Words{"check", "h.yaml"}, Words{"run", "h.yaml"}}) {
            const Ended ended = forestall_in(folder.path(), words);
            CHECK(ended.code == 1);
            CHECK(ended.out.empty());
            CHECK_THAT(ended.err, StartsWith(message));
            CHECK(folder.names() == Names{"h.yaml"});
        }
    }
}

TEST_CASE("no hostile file crashes the program or keeps it busy", "[cli]") {
    TestFolder folder;
    const auto start = std::chrono::steady_clock::now();
    for (const auto& entry : std::filesystem::directory_iterator(hostile_folder)) {
        CAPTURE(entry.path().filename().string());
        put(folder / "h.yaml", content_of(entry.path()));
        const Ended ended = forestall_in(folder.path(), {"run", "h.yaml"});
        CHECK(ended.code == 1);
        CHECK_THAT(ended.err, StartsWith("h.yaml:"));
    }
    CHECK(folder.names() == Names{"h.yaml"});
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
}

TEST_CASE("a hostile model, place or sources file is refused by the study that names it", "[cli]") {
    for (const std::string name : {"model.yaml", "place.yaml", "sources.yaml"}) {
        TinyStudy study;
        put(study / name, content_of(hostile_folder / "alias_bomb.yaml"));
        const Ended ended = forestall_in(study.path(), {"run", "study.yaml"});
        CHECK(ended.code == 1);
        CHECK_THAT(ended.err, StartsWith(name + ":2:4: an anchor or alias"));
        CHECK(study.added().empty());
    }
}

TEST_CASE("a file over a mebibyte is not read", "[cli]") {
    TestFolder folder;
    put(folder / "h.yaml", std::string((1 << 20) + 1, '#'));
    const Ended ended = forestall_in(folder.path(), {"run", "h.yaml"});
    CHECK(ended.code == 1);
    CHECK_THAT(ended.err, StartsWith("h.yaml: ") && ContainsSubstring("(it is over 1 MiB)"));
}

TEST_CASE("a folder, a device and a missing file are not studies", "[cli]") {
    TestFolder folder;
    const std::map<std::string, std::string> expected{{".", "(it is not a file)"},
                                                      {"/dev/zero", "(it is not a file)"},
                                                      {"none.yaml", "(there is no such file)"}};
    for (const auto& [name, why] : expected) {
        const Ended ended = forestall_in(folder.path(), {"run", name});
        CHECK(ended.code == 1);
        CHECK_THAT(ended.err, StartsWith(name + ": ") && ContainsSubstring(why));
    }
    CHECK(folder.names().empty());
}
