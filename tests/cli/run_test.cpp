// What a good run prints and writes.
#include <algorithm>
#include <sstream>

#include "sim/core/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/cli/json_text.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using Names = std::vector<std::string>;

namespace {

const std::string columns = "arm,draw,replicate,date,place,age_band,sex,imd,layer,payer,measure,unit,value";
const std::filesystem::path studies = std::filesystem::path{FORESTALL_SOURCE_DIR} / "scenarios/studies";

std::string digest_of(const std::filesystem::path& file) { return forestall::sha256(content_of(file)); }

/// The line of a printed table that starts with `title`, its words parted by single spaces.
std::string row_of(const std::string& text, const std::string& title) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.substr(0, title.size()) == title) {
            std::istringstream words(line);
            std::string row;
            for (std::string word; words >> word;) row += (row.empty() ? "" : " ") + word;
            return row;
        }
    return "";
}

/// Rows of a tidy table, without the header.
Words rows_of(const std::filesystem::path& file) {
    Words rows;
    std::istringstream lines(content_of(file));
    std::string line;
    std::getline(lines, line);
    CHECK(line == columns);
    while (std::getline(lines, line)) rows.push_back(line);
    return rows;
}

}  // namespace

TEST_CASE("a run prints a table by year and says where the results are", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml"});
    REQUIRE(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK_THAT(
        ended.out,
        StartsWith("Tiny to 2041: 1 arm, 1 replicate, 2024-07-01 to 2041-01-01. Everyone is synthetic.\n"));
    CHECK(row_of(ended.out, std::string(9, ' ')) == "2025 2030 2035 2040");
    CHECK_FALSE(row_of(ended.out, "Population").empty());
    CHECK_FALSE(row_of(ended.out, "Deaths").empty());
    CHECK_THAT(ended.out, ContainsSubstring("Results: study.h5 (") &&
                              ContainsSubstring("the run record is study.run.json)"));
    CHECK(study.added() == Names{"study.h5", "study.run.json"});
}

TEST_CASE("the shipped study of Buckinghamshire runs as a sample of a hundredth", "[cli]") {
    TestFolder folder;
    const Ended ended = forestall_in(folder.path(), {"run", (studies / "buckinghamshire.yaml").string(),
                                                     "--sample", "0.01", "--csv", "tables"});
    REQUIRE(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(row_of(ended.out, std::string(9, ' ')) == "2025 2030 2035 2040");
    for (const std::string title : {"Population", "Births", "Deaths", "Emergency admissions", "Bed days",
                                    "Moves into care homes", "Cost, GBP thousand: council"})
        CHECK_FALSE(row_of(ended.out, title).empty());
    CHECK_THAT(ended.out,
               ContainsSubstring("Results: buckinghamshire.h5 (") && ContainsSubstring("Tables:  tables\n"));
    CHECK(folder.names() == Names{"buckinghamshire.h5", "buckinghamshire.run.json", "tables"});
    const Words monthly = rows_of(folder / "tables/monthly.csv");
    REQUIRE(monthly.size() > 1000);
    CHECK_THAT(monthly.front(), StartsWith("today,0,0,2024-07-01,buckinghamshire,0-17,female,"));
    CHECK(is_json(content_of(folder / "buckinghamshire.run.json")));
}

TEST_CASE("a quiet run prints nothing and writes all the same", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--quiet"});
    CHECK(ended.code == 0);
    CHECK(ended.out.empty());
    CHECK(ended.err.empty());
    CHECK(study.added() == Names{"study.h5", "study.run.json"});
}

TEST_CASE("tidy tables have their columns and agree with the screen", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--csv", "tables/of/today"});
    REQUIRE(ended.code == 0);
    std::int64_t deaths = 0;
    for (const std::string& row : rows_of(study / "tables/of/today/yearly.csv"))
        if (row.find(",2030-01-01,hamlet,") != std::string::npos &&
            row.find(",,,,deaths,events,") != std::string::npos)
            deaths += std::stoll(row.substr(row.rfind(',') + 1));
    std::istringstream table(row_of(ended.out, "Deaths"));
    std::string word, shown;
    table >> word >> shown >> shown;  // "Deaths", 2025, 2030
    CHECK(std::to_string(deaths) == shown);
    CHECK(deaths > 0);
    CHECK(rows_of(study / "tables/of/today/monthly.csv").size() > 100);
}

TEST_CASE("the run record is JSON and has the digest of the result file", "[cli]") {
    TinyStudy study;
    REQUIRE(forestall_in(study.path(), {"run", "study.yaml", "--quiet", "--out", "a \"b\".h5"}).code == 0);
    const std::string record = content_of(study / "a \"b\".run.json");
    CHECK(is_json(record));
    CHECK_THAT(record, ContainsSubstring("\"sha256\": \"" + digest_of(study / "a \"b\".h5") + "\"") &&
                           ContainsSubstring("\"--out\", \"a \\\"b\\\".h5\""));
}

TEST_CASE("the same seed gives the same bytes, on any number of threads, and another seed does not",
          "[cli]") {
    TinyStudy study;
    const auto digest = [&](const Words& options) {
        Words words{"run", "study.yaml", "--quiet", "--out", "x.h5"};
        words.insert(words.end(), options.begin(), options.end());
        REQUIRE(forestall_in(study.path(), words).code == 0);
        return digest_of(study / "x.h5");
    };
    const std::string first = digest({});
    CHECK(digest({}) == first);
    CHECK(digest({"--threads", "1"}) == first);
    CHECK(digest({"--threads", "3"}) == first);
    CHECK(digest({"--seed", "1"}) == first);
    CHECK(digest({"--seed", "2"}) != first);
}

TEST_CASE("a run until a date in the year says that no year is whole", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--until", "2025-03-01"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, ContainsSubstring("2024-07-01 to 2025-03-01.") &&
                              ContainsSubstring("The run covers no whole calendar year"));
}

TEST_CASE("a sample is grossed up on the screen and not in the file", "[cli]") {
    TinyStudy study;
    study.change("population.csv", "0,female,100\n0", "0,female,20000\n0");
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--sample", "0.1", "--csv", "."});
    REQUIRE(ended.code == 0);
    std::int64_t people = 0;
    for (const std::string& row : rows_of(study / "yearly.csv"))
        if (row.find(",2025-01-01,") != std::string::npos &&
            row.find(",population,people,") != std::string::npos)
            people += std::stoll(row.substr(row.rfind(',') + 1));
    std::string shown = row_of(ended.out, "Population");
    shown = shown.substr(11, shown.find(' ', 11) - 11);
    shown.erase(std::remove(shown.begin(), shown.end(), ','), shown.end());
    CHECK(people > 1000);
    CHECK(std::stoll(shown) == people * 10);
}

TEST_CASE("a folder with study.yaml stands for its study", "[cli]") {
    TinyStudy study;
    CHECK(forestall_in(study.path(), {"run", ".", "--quiet", "--out", "x.h5"}).code == 0);
    CHECK(study.added() == Names{"x.h5", "x.run.json"});
    CHECK_THAT(forestall_in(study.path(), {"check", "."}).out, StartsWith("study.yaml: good. "));
    CHECK_THAT(forestall_in(study.path(), {"graph", "."}).out, StartsWith("digraph "));
    CHECK(forestall_in(study.path(), {"trace", ".", "--person", "1"}).code == 0);
}
