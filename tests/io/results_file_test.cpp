#include "sim/io/results_file.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "sim/core/errors.hpp"
#include "sim/core/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/io/results_samples.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Names = std::vector<std::string>;

TEST_CASE("results read back are the results written", "[io]") {
    const TestFolder folder;
    for (const Results& results : {small_results(), large_results(), Results{}}) {
        write_results(results, folder / "a.h5");
        CHECK(are_equal(read_results(folder / "a.h5"), results));
    }
    CHECK(folder.names() == Names{"a.h5"});
}

TEST_CASE("a run shorter than a year has a yearly table without years", "[io]") {
    const TestFolder folder;
    Results results = small_results();
    results.axes[2].labels = std::vector<std::int32_t>{};
    results.yearly[0].values = std::vector<std::int64_t>{};
    write_results(results, folder / "a.h5");
    CHECK(are_equal(read_results(folder / "a.h5"), results));
}

TEST_CASE("the same results give the same bytes, whenever they are written", "[io]") {
    const TestFolder folder;
    write_results(small_results(), folder / "a.h5");
    write_results(large_results(), folder / "large.h5");
    const std::string first = sha256(content_of(folder / "large.h5"));
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // times in HDF5 are whole seconds
    write_results(small_results(), folder / "b.h5");
    write_results(large_results(), folder / "large.h5");
    CHECK(sha256(content_of(folder / "a.h5")) == sha256(content_of(folder / "b.h5")));
    CHECK(sha256(content_of(folder / "large.h5")) == first);
}

TEST_CASE("results that do not hang together are not written", "[io]") {
    const TestFolder folder;
    const auto refuses = [&](const std::string& why, const std::function<void(Results&)>& spoil) {
        Results results = small_results();
        spoil(results);
        CHECK_THROWS_WITH(write_results(results, folder / "a.h5"),
                          "the results cannot be written (" + why +
                              "); this is an error in Forestall: please report it");
    };
    refuses("'cost' has 2 values for 3 cells",
            [](Results& results) { std::get<std::vector<double>>(results.monthly[1].values).pop_back(); });
    refuses("the axis 'week' of 'cost' does not exist",
            [](Results& results) { results.monthly[1].axes = {"week"}; });
    refuses("'cost' has the axis 'month' twice", [](Results& results) {
        results.monthly[1].axes = {"month", "month"};
    });
    refuses("there are two monthly variables named 'cost'",
            [](Results& results) { results.monthly.push_back(results.monthly[1]); });
    refuses("the name 'a/b' is not a letter followed by letters, digits and underscores",
            [](Results& results) { results.monthly[1].name = "a/b"; });
    refuses("the variable 'layer' is named like an axis or a group",
            [](Results& results) { results.monthly[1].name = "layer"; });
    refuses("a text of 'study' is not UTF-8 or holds a zero byte",
            [](Results& results) { results.provenance["study"] = "\xFF"; });
    refuses("the attribute name 'Conventions' belongs to the format",
            [](Results& results) { results.provenance["Conventions"] = "mine"; });
    CHECK(folder.names().empty());
}

TEST_CASE("a write that cannot succeed keeps the old results", "[io]") {
    const TestFolder folder;
    write_results(small_results(), folder / "a.h5");
    Results broken = small_results();
    broken.monthly[0].values = std::vector<double>{};
    CHECK_THROWS_AS(write_results(broken, folder / "a.h5"), RunError);
    CHECK(are_equal(read_results(folder / "a.h5"), small_results()));
    CHECK_THROWS_WITH(write_results(small_results(), folder / "none" / "a.h5"),
                      ContainsSubstring("there is no folder"));
    CHECK(folder.names() == Names{"a.h5"});
}

TEST_CASE("a program killed at any moment leaves results that can be read", "[io]") {
    const TestFolder folder;
    const std::string target = (folder / "a.h5").string();
    write_results(small_results(), target);
    const Results large = large_results();
    for (const int milliseconds : {5, 40, 90, 200}) {
        const pid_t child = ::fork();
        if (child == 0) {
            while (true) {
                write_results(large, target);
                write_results(small_results(), target);
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const Results found = read_results(target);
        CHECK((are_equal(found, large) || are_equal(found, small_results())));
    }
}

TEST_CASE("ncdump shows dimensions, units and the group of years", "[io]") {
    if (!has_program("ncdump")) {
        WARN("skipped: ncdump is not installed (package netcdf-bin)");
        SUCCEED();
        return;
    }
    const TestFolder folder;
    write_results(small_results(), folder / "a.h5");
    const std::string command =
        "ncdump '" + (folder / "a.h5").string() + "' > '" + (folder / "a.cdl").string() + "' 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    const std::string shown = content_of(folder / "a.cdl");
    for (const char* part :
         {"\tarm = 2 ;\n\tmonth = 3 ;\n\tlayer = 2 ;\n", "string arm(arm) ;", "int month(month) ;",
          "month:units = \"days since 2024-07-01\" ;", "month:calendar = \"proleptic_gregorian\" ;",
          "int64 falls(arm, month, layer) ;", "falls:units = \"events\" ;", "falls:long_name = \"Falls\" ;",
          "falls:cell_note = \"sum over the month\" ;", "double cost(month) ;",
          ":Conventions = \"CF-1.10\" ;", ":place = \"Buckinghamshire\" ;", "group: yearly {", "year = 1 ;",
          "int64 falls(arm, year, layer) ;", "arm = \"today\", \"more care\" ;", "name: \\\"Zürich\\\"\\n",
          "people = 578772 ;", "4, 0,\n  5, 0,\n  6, -7000000000 ;"}) {
        INFO(part);
        CHECK(shown.find(part) != std::string::npos);
    }
}
