#include "sim/io/tidy_csv.hpp"

#include <cmath>
#include <limits>

#include "sim/core/errors.hpp"
#include "sim/io/tidy_csv_field.hpp"
#include "tests/catch.hpp"
#include "tests/io/results_samples.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::Equals;
using Names = std::vector<std::string>;

namespace {

constexpr const char* heading =
    "arm,draw,replicate,date,place,age_band,sex,imd,layer,payer,measure,unit,value\n";

void write_tables(const Results& results, const TestFolder& folder) {
    SafeFile monthly(folder / "monthly.csv"), yearly(folder / "yearly.csv");
    write_tidy_csv(results, monthly, yearly);
    SafeFile* const both[] = {&monthly, &yearly};
    publish_together(both);
}

}  // namespace

TEST_CASE("the monthly table has one row for each value that is not zero", "[io]") {
    const TestFolder folder;
    write_tables(small_results(), folder);
    CHECK_THAT(
        content_of(folder / "monthly.csv"),
        Equals(heading + std::string("today,,,2024-07-01,Buckinghamshire,,,,well,,falls,events,1\n"
                                     "today,,,2024-08-01,Buckinghamshire,,,,well,,falls,events,2\n"
                                     "today,,,2024-09-01,Buckinghamshire,,,,well,,falls,events,3\n"
                                     "more care,,,2024-07-01,Buckinghamshire,,,,well,,falls,events,4\n"
                                     "more care,,,2024-08-01,Buckinghamshire,,,,well,,falls,events,5\n"
                                     "more care,,,2024-09-01,Buckinghamshire,,,,well,,falls,events,6\n"
                                     "more care,,,2024-09-01,Buckinghamshire,,,,\"frail, ill\",,falls,events,"
                                     "-7000000000\n"
                                     ",,,2024-07-01,Buckinghamshire,,,,,,cost,GBP,0.1\n"
                                     ",,,2024-09-01,Buckinghamshire,,,,,,cost,GBP,1e+300\n"
                                     ",,,,Buckinghamshire,,,,,,people,people,578772\n")));
}

TEST_CASE("the yearly table is dated by the start of the year", "[io]") {
    const TestFolder folder;
    const std::string expected =
        heading + std::string("today,,,2025-01-01,Buckinghamshire,,,,well,,falls,events,10\n"
                              "more care,,,2025-01-01,Buckinghamshire,,,,well,,falls,events,30\n"
                              "more care,,,2025-01-01,Buckinghamshire,,,,\"frail, ill\",,falls,events,40\n");
    Results results = small_results();
    write_tables(results, folder);
    CHECK_THAT(content_of(folder / "yearly.csv"), Equals(expected));
    CHECK(folder.names() == Names{"monthly.csv", "yearly.csv"});

    results.axes[2].units = "1";  // years by their number
    results.axes[2].labels = std::vector<std::int32_t>{2025};
    write_tables(results, folder);
    CHECK_THAT(content_of(folder / "yearly.csv"), Equals(expected));
}

TEST_CASE("fields are quoted as RFC 4180 asks", "[io]") {
    CHECK(csv_field("65-74") == "65-74");
    CHECK(csv_field("a,b") == "\"a,b\"");
    CHECK(csv_field("say \"no\"") == "\"say \"\"no\"\"\"");
    CHECK(csv_field("two\nlines") == "\"two\nlines\"");
}

TEST_CASE("numbers are as short as they can be and read back the same", "[io]") {
    const auto field = [](double number) {
        std::string text;
        append_csv_number(text, number);
        return text;
    };
    CHECK(field(0.1) == "0.1");
    CHECK(std::stod(field(1.0 / 3)) == 1.0 / 3);
    CHECK(field(std::numeric_limits<double>::quiet_NaN()) == "NaN");
    CHECK(field(-std::numeric_limits<double>::infinity()) == "-Inf");
}

TEST_CASE("a place among the axes stands before the place of the provenance", "[io]") {
    const TestFolder folder;
    Results results;
    results.axes = {{"place", "Place", "", std::vector<std::string>{"Ayr", "Bath"}}};
    results.monthly = {{"deaths", "Deaths", "events", "", {"place"}, std::vector<std::int64_t>{1, 2}}};
    results.provenance["place"] = "Everywhere";
    write_tables(results, folder);
    CHECK_THAT(
        content_of(folder / "monthly.csv"),
        Equals(heading + std::string(",,,,Ayr,,,,,,deaths,events,1\n,,,,Bath,,,,,,deaths,events,2\n")));
}

TEST_CASE("a stratum without a column of its own gets one at the end", "[io]") {
    const TestFolder folder;
    Results results = small_results();
    results.axes[3].name = "frailty";
    results.monthly[0].axes[2] = results.yearly[0].axes[2] = "frailty";
    write_tables(results, folder);
    const std::string text = content_of(folder / "yearly.csv");
    CHECK(text.substr(0, text.find('\n')) ==
          "arm,draw,replicate,date,place,age_band,sex,imd,layer,payer,measure,unit,value,frailty");
    const std::string row = text.substr(text.find('\n') + 1);
    const auto* labels = std::get_if<std::vector<std::string>>(&results.axes[3].labels);
    REQUIRE(labels);
    const std::string first = row.substr(0, row.find('\n'));
    CHECK(std::any_of(labels->begin(), labels->end(),
                      [&](const std::string& label) { return first.ends_with("," + csv_field(label)); }));
}

TEST_CASE("tables that cannot be written leave nothing and keep what was there", "[io]") {
    const TestFolder folder;
    put(folder / "monthly.csv", "old");
    SECTION("the second table cannot be written") {
        std::filesystem::create_directory(folder / "yearly.csv");
        CHECK_THROWS_AS(write_tables(small_results(), folder), RunError);
        CHECK(folder.names() == Names{"monthly.csv", "yearly.csv"});
    }
    CHECK(content_of(folder / "monthly.csv") == "old");
}
