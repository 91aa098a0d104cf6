#include "sim/io/made_folder.hpp"

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::StartsWith;
using Names = std::vector<std::string>;

TEST_CASE("a folder is made with those above it and gone again unless it is kept", "[io]") {
    const TestFolder top;
    {
        const MadeFolder folder(top / "a/b/../c/");
        CHECK(std::filesystem::is_directory(top / "a/b"));
        CHECK(std::filesystem::is_directory(top / "a/c"));
    }
    CHECK(top.names().empty());
    MadeFolder(top / "a/b").keep();
    CHECK(std::filesystem::is_directory(top / "a/b"));
}

TEST_CASE("a folder that was there, or into which somebody has put a file, stays", "[io]") {
    const TestFolder top;
    std::filesystem::create_directory(top / "old");
    {
        const MadeFolder inside_old(top / "old/new"), used(top / "used");
        put(top / "used/file", "x");
    }
    CHECK(top.names() == Names{"old", "used"});
    CHECK(std::filesystem::is_empty(top / "old"));
}

TEST_CASE("a folder that cannot be made is refused and leaves none of those above it", "[io]") {
    const TestFolder top;
    put(top / "file", "x");
    const std::string at = top.path().string(), name(300, 'x');  // longer than any file system takes
    CHECK_THROWS_WITH(MadeFolder(top / "file"),
                      "cannot write into '" + at + "/file' (it is not a folder); choose another folder");
    CHECK_THROWS_WITH(MadeFolder(top / "file/a"), StartsWith("cannot write into '" + at + "/file/a' ('" + at +
                                                             "/file/a' cannot be made: "));
    CHECK_THROWS_AS(MadeFolder(top / ("new/" + name)), RunError);
    CHECK(top.names() == Names{"file"});
}
