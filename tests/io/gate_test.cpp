#include "sim/io/gate.hpp"

#include <chrono>
#include <filesystem>
#include <map>

#include "sim/io/read_text.hpp"
#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

const std::filesystem::path hostile_folder =
    std::filesystem::path{FORESTALL_SOURCE_DIR} / "tests/data/hostile";

Lines refusals_of(const std::string& text) {
    return complaints_of([&] { read_yaml(text, "f.yaml"); });
}

Lines refusals_of_file(const std::string& name) {
    const Loaded loaded = load_text(hostile_folder / name, largest_yaml_bytes);
    REQUIRE(loaded.why_not.empty());
    return complaints_of([&] { read_yaml(loaded.text, name); });
}

const std::string alias =
    "an anchor or alias (& or *) (a small file could unfold into a huge one); write the part "
    "out, or put the text in quotes";
const std::string empty = "the file is empty; start it with 'forestall: model', place, study or sources";
const std::string not_utf8 = " is not UTF-8 (files are plain UTF-8); save the file as UTF-8";
const std::string mark =
    " byte order mark (files are plain UTF-8); save it as UTF-8 without a byte order mark (BOM)";
const std::string twice =
    " stands here a second time (only one of the two could count); delete or rename one of them";
const std::string too_deep = "more than 32 levels deep (no part of the language is); check the brackets";
const std::string bad_key =
    " as a key (a key is a word); write 'key: value'; text with braces or brackets needs quotes";
const std::string look_here = "; check indentation, brackets, quotes and colons here and just before";

/// By the file's name: position and message of each problem.
const std::map<std::string, Lines>& refusals() {
    static const std::map<std::string, Lines> expected{
        {"alias_bomb.yaml", {":2:4: " + alias}},
        {"alias_crash.yaml", {":1:4: " + alias}},
        {"anchor_on_nothing.yaml", {":2:7: " + alias}},
        {"comments_only.yaml", {": " + empty}},
        {"cut_off.yaml", {":2:8: byte 0xE2" + not_utf8}},
        {"deep.yaml", {":1:35: " + too_deep}},
        {"deep_maps.yaml", {":33:33: " + too_deep}},
        {"duplicate_keys.yaml", {":4:1: the key 'name'" + twice, ":5:23: the key 'sex'" + twice}},
        {"empty.yaml", {": " + empty}},
        {"empty_key.yaml", {":2:1: an empty key (a key is a word); write 'key: value'"}},
        {"end_of_transmission.yaml", {":2:1: control character U+0004 (files hold text only); delete it"}},
        {"escaped_control.yaml",
         {":2:8: a control character (files hold text only); delete its escape sequence"}},
        {"latin1.yaml", {":2:11: byte 0xE9" + not_utf8}},
        {"list_as_key.yaml", {":1:3: a list" + bad_key}},
        {"map_as_key.yaml", {":2:1: a map" + bad_key}},
        {"merge_keys.yaml", {":3:11: a merge key (<<) (the language has no merging); write the keys out"}},
        {"nul.yaml", {":1:17: control character U+0000 (files hold text only); delete it"}},
        {"null.yaml", {": " + empty}},
        {"overlong.yaml", {":2:8: byte 0xC0" + not_utf8}},
        {"surrogate.yaml", {":2:8: byte 0xED" + not_utf8}},
        {"tab.yaml", {":3:5: this is not YAML: illegal map value" + look_here}},
        {"tag.yaml",
         {":1:12: the tag 'tag:yaml.org,2002:python/object/apply:os.system' (the language has no tags); "
          "delete it, or put the text in quotes"}},
        {"two_documents.yaml",
         {":2:1: a second document starts here (a file holds one document); put it in a file of its own"}},
        {"unclosed.yaml", {":3:1: this is not YAML: end of map flow not found" + look_here}},
        {"unknown_alias.yaml", {":1:12: this is not YAML: the referenced anchor is not defined" + look_here}},
        {"utf16.yaml", {":1:1: the file starts with a UTF-16" + mark}},
        {"utf8_mark.yaml", {":1:1: the file starts with a UTF-8" + mark}},
    };
    return expected;
}

/// A list of `size` ones.
std::string long_list(std::size_t size) {
    std::string text = "[1";
    for (std::size_t i = 1; i < size; ++i) text += ",1";
    return text + "]\n";
}

}  // namespace

TEST_CASE("every hostile file is refused with its line and a remedy", "[io]") {
    for (const auto& [name, problems] : refusals()) {
        Lines expected;
        for (const auto& problem : problems) expected.push_back(name + problem);
        CHECK(refusals_of_file(name) == expected);
    }
}

TEST_CASE("no hostile file is left out of the list", "[io]") {
    for (const auto& entry : std::filesystem::directory_iterator(hostile_folder)) {
        CAPTURE(entry.path().filename().string());
        CHECK(refusals().count(entry.path().filename().string()) == 1);
    }
}

TEST_CASE("a hostile file is refused at once", "[io]") {
    const auto start = std::chrono::steady_clock::now();
    for (const auto& [name, problems] : refusals()) CHECK_FALSE(refusals_of_file(name).empty());
    CHECK(refusals_of(std::string(largest_yaml_bytes, '[')).size() == 1);
    CHECK(refusals_of(std::string(largest_yaml_bytes, '{')).size() == 1);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{5});
}

TEST_CASE("a file of a mebibyte is read and one byte more is not", "[io]") {
    const std::string largest = "a: " + std::string(largest_yaml_bytes - 3, 'b');
    CHECK(refusals_of(largest).empty());
    CHECK(refusals_of(largest + "b") == Lines{"f.yaml: the file is over 1 MiB (a model file is written by "
                                              "people); move the numbers to a CSV table"});
}

TEST_CASE("a hundred thousand parts are read and one more is not", "[io]") {
    CHECK(refusals_of(long_list(most_nodes - 1)).empty());
    CHECK(
        refusals_of(long_list(most_nodes)) ==
        Lines{
            "f.yaml:1:200000: more than 100000 keys and values (a model file is written by people); move the "
            "numbers to a CSV table"});
}

TEST_CASE("thirty-two levels are read and one more is not", "[io]") {
    CHECK(refusals_of(std::string(32, '[') + std::string(32, ']')).empty());
    CHECK(refusals_of(std::string(33, '[') + std::string(33, ']')) == Lines{"f.yaml:1:33: " + too_deep});
}

TEST_CASE("a tree knows kinds, texts, quotes and places", "[io]") {
    const Node root = read_yaml("a: [1, \"1\"]\nb:\n  c: no # comment\n  d:\n", "f.yaml");
    REQUIRE(root.kind == Node::Kind::map);
    REQUIRE(root.entries.size() == 2);
    CHECK(root.entries[1].key.text == "b");
    CHECK(to_string(root.entries[1].key.where) == "f.yaml:2:1");

    const Node& list = root.entries[0].value;
    REQUIRE(list.kind == Node::Kind::list);
    REQUIRE(list.items.size() == 2);
    CHECK(list.items[0].text == "1");
    CHECK_FALSE(list.items[0].quoted);
    CHECK(list.items[1].text == "1");
    CHECK(list.items[1].quoted);
    CHECK(to_string(list.items[1].where) == "f.yaml:1:8");

    const Node& b = root.entries[1].value;
    REQUIRE(find(b, "c") != nullptr);
    CHECK(find(b, "c")->text == "no");
    REQUIRE(find(b, "d") != nullptr);
    CHECK(find(b, "d")->kind == Node::Kind::nothing);
    CHECK(to_string(find(b, "d")->where) == "f.yaml:4:3");
    CHECK(find(b, "e") == nullptr);
}

TEST_CASE("accents and line ends of Windows are accepted", "[io]") {
    const Node root = read_yaml("title: Ynys M\xC3\xB4n\r\nname: a\r\n", "f.yaml");
    CHECK(text_of(root, "title") == "Ynys M\xC3\xB4n");
    CHECK(text_of(root, "name") == "a");
}

TEST_CASE("a long text is cut in messages, between characters", "[io]") {
    CHECK(in_brief("short") == "short");
    CHECK(in_brief("two\nlines") == "two lines");
    CHECK(in_brief(std::string(59, 'x') + "\xC3\xB4tail") == std::string(59, 'x') + "...");
}
