#include "sim/io/fit_files.hpp"

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Names = std::vector<std::string>;

TEST_CASE("the files of a fit appear together in a folder made for them", "[io]") {
    const TestFolder folder;
    const FitFiles files(folder / "a/b", Overwrite::no);
    CHECK(folder.names().empty());  // nothing before the search
    files.write("p", "f");
    CHECK(folder.names() == Names{"a"});
    CHECK(content_of(folder / "a/b/parameters.yaml") == "p");
    CHECK(content_of(folder / "a/b/fit.csv") == "f");
}

TEST_CASE("an earlier fit is overwritten only when asked to", "[io]") {
    const TestFolder folder;
    put(folder / "fit.csv", "old");
    CHECK_THROWS_AS(FitFiles(folder.path(), Overwrite::no), InputError);
    FitFiles(folder.path(), Overwrite::yes).write("p", "new");
    CHECK(content_of(folder / "fit.csv") == "new");
}

TEST_CASE("a folder that cannot be made is refused before the search", "[io]") {
    const TestFolder folder;
    put(folder / "file", "");
    CHECK_THROWS_AS(FitFiles(folder / "file/fit", Overwrite::no), RunError);
}
