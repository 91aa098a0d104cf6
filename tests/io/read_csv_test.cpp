// Tables and people from CSV.
#include <string>

#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

const std::string usual = "{file: t.csv, by: [age, sex], value: rate, unit: per_year, source: office}";

/// Complaints of a model whose table `t`, on line 8, reads this CSV.
Lines told_of(const std::string& csv, const std::string& table = usual) {
    return complaints_of_part("processes: {}\ntables:\n  t: " + table + "\n", {{"t.csv", csv}});
}

TableSpec table_of(const std::string& csv, const std::string& table = usual) {
    Files files =
        files_in_memory({{"sources.yaml", sources_text},
                         {"t.csv", csv},
                         {"model.yaml", model_head + "processes: {}\ntables: {t: " + table + "}\n"}});
    return read_model("model.yaml", files).tables.at(0);
}

const std::string place_head = "forestall: place\nname: p\ntitle: P\nsources: sources.yaml\n";

Lines told_of_people(const std::string& population, const std::string& arrivals = "age,people\n0,0.5\n") {
    return complaints_of([&] {
        Files files = files_in_memory(
            {{"sources.yaml", sources_text},
             {"people.csv", population},
             {"arrivals.csv", arrivals},
             {"place.yaml", place_head + "population: {file: people.csv, source: office}\n"
                                         "arrivals: {file: arrivals.csv, source: office}\n"}});
        read_place("place.yaml", files);
    });
}

}  // namespace

TEST_CASE("a table has its rows in the order of by, whatever the order of columns", "[io]") {
    const TableSpec table =
        table_of("# note, with a comma\n\nrate,sex,age\n0.5,female,0\n# more\n.25, male ,90\n");
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].keys == Lines{"0", "female"});
    CHECK(table.rows[0].value == 0.5);
    CHECK(table.rows[0].line == 4);
    CHECK(table.rows[1].keys == Lines{"90", "male"});
    CHECK(table.rows[1].value == 0.25);
    CHECK(table.rows[1].line == 6);
}

TEST_CASE("what Excel writes is read: line ends, a byte order mark, quotes, no last line end", "[io]") {
    const TableSpec table = table_of("\xEF\xBB\xBF"
                                     "age,sex,rate\r\n0,\"fe\"\"male\",1\r\n1,\"a,b\nc\",2\r\n2,x,3");
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[0].keys == Lines{"0", "fe\"male"});
    CHECK(table.rows[1].keys == Lines{"1", "a,b\nc"});
    CHECK(table.rows[2].line == 5);
}

TEST_CASE("columns named in ignore are left out", "[io]") {
    const TableSpec table =
        table_of("age,note,rate\n0,x,1\n",
                 "{file: t.csv, by: [age], value: rate, unit: per_year, ignore: [note], source: office}");
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows[0].keys == Lines{"0"});
}

TEST_CASE("a table of one number needs no columns to choose by", "[io]") {
    const TableSpec table =
        table_of("rate\n0.5\n", "{file: t.csv, by: [], value: rate, unit: chance, source: office}");
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows[0].keys.empty());
    CHECK(table.rows[0].value == 0.5);
}

TEST_CASE("an unknown column is told where it is named, with the nearest one", "[io]") {
    CHECK(
        told_of("aeg,sex,rate\n0,male,1\n") ==
        Lines{
            "model.yaml:8:25: unknown column 'age' (it is not in the header of t.csv); did you mean 'aeg'?"});
    CHECK(told_of("age,sex,Rate\n0,male,1\n") == Lines{"model.yaml:8:43: unknown column 'rate' (it is not in "
                                                       "the header of t.csv); did you mean 'Rate'?"});
    CHECK(told_of("age,rate\n0,1\n",
                  "{file: t.csv, by: [age, age], value: rate, unit: per_year, source: office}") ==
          Lines{"model.yaml:8:30: column 'age' is named twice; name it once"});
}

TEST_CASE("a column that is not used is told", "[io]") {
    CHECK(told_of("age,sex,rate,note\n0,male,1,x\n") ==
          Lines{"t.csv:1: column 'note' is not used (every column has a meaning or is named in 'ignore'); "
                "add 'ignore: "
                "[note]' to the table, or delete the column"});
}

TEST_CASE("every bad row of a table is told with its line", "[io]") {
    CHECK(
        told_of(
            "# c\nage,sex,rate\n0,male\n0,male,1,2\nx,male,nan\n-1,male,-1\n0,female,1\n0.0,female,1\n") ==
        Lines{"t.csv:3: 2 fields (the header has 3: age,sex,rate); fields with commas need quotes",
              "t.csv:4: 4 fields (the header has 3: age,sex,rate); fields with commas need quotes",
              "t.csv:5: 'x' in column 'age' (not a number); write a number, with a point for decimals and no "
              "separators",
              "t.csv:5: 'nan' in column 'rate' (not a number); write a number, with a point for decimals and "
              "no "
              "separators",
              "t.csv:6: -1 in column 'age' (out of range); write a number of at least 0",
              "t.csv:6: -1 in column 'rate' (out of range); write a number of at least 0",
              "t.csv:8: the same combination as in line 7 (only one of the two could count); delete one of "
              "them"});
}

TEST_CASE("a table of chances holds chances", "[io]") {
    CHECK(told_of("rate\n1.5\n", "{file: t.csv, by: [], value: rate, unit: chance, source: office}") ==
          Lines{"t.csv:2: 1.5 in column 'rate' (out of range); write a number from 0 to 1"});
    CHECK(
        told_of("rate\n-1.5\n", "{file: t.csv, by: [], value: rate, unit: percent_per_year, source: office}")
            .empty());
    CHECK(told_of("rate\n0\n", "{file: t.csv, by: [], value: rate, unit: days, source: office}") ==
          Lines{"t.csv:2: 0 in column 'rate' (out of range); write a number of more than 0"});
}

TEST_CASE("a broken table is told", "[io]") {
    const std::string quotes = "; put quotes around the whole field, and write a quote inside as two";
    CHECK(told_of("") == Lines{"t.csv: the file is empty; start it with a line of column names"});
    CHECK(told_of("age,sex,rate\n") ==
          Lines{"t.csv: the table has no rows; add at least one below the header"});
    CHECK(told_of("age,sex,sex\n") == Lines{"t.csv:1: two columns are called 'sex'; rename one of them"});
    CHECK(told_of("age,sex,rate\n0,\"male,1\n") ==
          Lines{"t.csv:2: a quoted field that does not end" + quotes});
    CHECK(told_of("age,sex,rate\n0,\"male\"x,1\n") == Lines{"t.csv:2: text after a quoted field" + quotes});
    CHECK(told_of("age,sex,rate\n0,\xFF,1\n") ==
          Lines{"t.csv:2:3: byte 0xFF is not UTF-8 (files are plain UTF-8); save the file as UTF-8"});
}

TEST_CASE("a table with a million mistakes tells the first", "[io]") {
    std::string csv = "age,sex,rate\n";
    for (int i = 0; i < 1000; ++i) csv += "x,male,1\n";
    const Lines lines = told_of(csv);
    REQUIRE(lines.size() == 20);
    CHECK(lines.back() == "t.csv:21: and more problems from here on; mend those above first");
}

TEST_CASE("people are whole at the start and may be fractions when they arrive", "[io]") {
    CHECK(told_of_people("age,sex,people\n0,male,1\n", "age,people\n0,0.5\n").empty());
    CHECK(told_of_people("age,people\n0,1.5\n") ==
          Lines{"people.csv:2: 1.5 in column 'people' (people come whole); round it"});
    CHECK(told_of_people("age,people\n0,-1\n") ==
          Lines{"people.csv:2: -1 in column 'people' (out of range); write a number of at least 0"});
    CHECK(told_of_people("age,sex,people\n0,male,1\n0,female,1\n0,male,2\n") ==
          Lines{"people.csv:4: the same combination as in line 2 (only one of the two could count); delete "
                "one of them"});
}

TEST_CASE("people need an age and a number", "[io]") {
    CHECK(told_of_people("Age,people\n0,1\n") == Lines{"people.csv:1: missing column 'age' (columns are age, "
                                                       "every fixed track, people); is it the one called "
                                                       "'Age'?"});
    CHECK(
        told_of_people("age,imd\n0,1\n") ==
        Lines{"people.csv:1: missing column 'people' (columns are age, every fixed track, people); add it"});
    CHECK(told_of_people("age,deprivation fifth,people\n0,1,1\n") ==
          Lines{"people.csv:1: column 'deprivation fifth' (names are letters, digits and underscores); "
                "rename it as the "
                "track is called"});
}
