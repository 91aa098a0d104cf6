#include "sim/io/run_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "sim/core/errors.hpp"
#include "sim/core/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/io/results_samples.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Names = std::vector<std::string>;

namespace {

/// A folder with the results, record and tables of last week.
class OldRun : public TestFolder {
  public:
    OldRun() {
        std::filesystem::create_directory(*this / "tables");
        for (const std::string& name : files()) put(*this / name, "old");
    }
    RunFiles run() const { return RunFiles(*this / "a.h5", *this / "tables"); }
    /// Nothing new and nothing half written, in either folder; what is not a file any more is left out.
    void check_is_as_it_was() const {
        for (const std::string& name : files())
            if (std::filesystem::is_regular_file(*this / name)) CHECK(content_of(*this / name) == "old");
        CHECK(names() == Names{"a.h5", "a.run.json", "tables"});
        CHECK(std::distance(std::filesystem::directory_iterator(*this / "tables"), {}) <= 2);
    }
    void put_folder(const std::string& name) const {
        std::filesystem::remove(*this / name);
        std::filesystem::create_directory(*this / name);
    }

  private:
    static Names files() { return {"a.h5", "a.run.json", "tables/monthly.csv", "tables/yearly.csv"}; }
};

}  // namespace

TEST_CASE("a run leaves its results, its record with their hash, and its tables", "[io]") {
    const TestFolder folder;
    {
        RunFiles files(folder / "a.h5", folder / "tables/of/today");
        CHECK(folder.names().empty());  // nothing while the run goes on
        files.write(small_results());
        CHECK_FALSE(std::filesystem::exists(folder / "a.h5"));
        files.publish({});
    }
    CHECK(folder.names() == Names{"a.h5", "a.run.json", "tables"});
    CHECK_THAT(content_of(folder / "a.run.json"),
               ContainsSubstring("\"sha256\": \"" + sha256(content_of(folder / "a.h5")) + "\""));
    CHECK(std::filesystem::exists(folder / "tables/of/today/monthly.csv"));
    CHECK(std::filesystem::exists(folder / "tables/of/today/yearly.csv"));
}

TEST_CASE("a run that is not published leaves nothing", "[io]") {
    const TestFolder folder;
    {
        RunFiles files(folder / "a.h5", folder / "tables/of/today");
        files.write(small_results());
    }
    CHECK(folder.names().empty());
}

TEST_CASE("where one file of a run cannot be written, it is refused before the run", "[io]") {
    const OldRun old;
    SECTION("the record is a folder") {
        old.put_folder("a.run.json");
        CHECK_THROWS_WITH(old.run(), "cannot write the run record '" + (old / "a.run.json").string() +
                                         "' (it is a folder); move it away, or choose another name for the "
                                         "results");
    }
    SECTION("a table is a folder") {
        old.put_folder("tables/yearly.csv");
        CHECK_THROWS_WITH(old.run(), EndsWith("yearly.csv' (it is a folder); add a file name"));
    }
    SECTION("a table is write-protected") {
        ::chmod((old / "tables/monthly.csv").c_str(), 0444);
        if (::geteuid() == 0)
            SUCCEED("nothing is protected from the superuser");
        else
            CHECK_THROWS_WITH(old.run(), EndsWith("(it is write-protected); choose another name"));
    }
    SECTION("results and table are one file") {
        CHECK_THROWS_WITH(
            RunFiles(old / "tables/../tables/yearly.csv", old / "tables"),
            EndsWith("(a table of that name goes into the same folder); choose another name for "
                     "the results"));
    }
    old.check_is_as_it_was();
}

TEST_CASE("where one file of a run has become impossible to write, the old ones all stay", "[io]") {
    const OldRun old;
    const std::string spoilt =
        GENERATE(as<std::string>{}, "a.h5", "a.run.json", "tables/monthly.csv", "tables/yearly.csv");
    CAPTURE(spoilt);
    SECTION("before they are written") {
        RunFiles files = old.run();
        old.put_folder(spoilt);
        CHECK_THROWS_AS((files.write(small_results()), files.publish({})), RunError);
    }
    SECTION("before they are published") {
        RunFiles files = old.run();
        files.write(small_results());
        old.put_folder(spoilt);
        CHECK_THROWS_AS(files.publish({}), RunError);
    }
    old.check_is_as_it_was();
}
