#include "sim/io/read_scalar.hpp"

#include <clocale>
#include <locale>
#include <string>

#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// A decimal comma in every locale-aware conversion, of C++ and, where the machine has such a locale, of C.
class CommaLocale {
  public:
    CommaLocale() : before_(std::locale::global(std::locale{std::locale{}, new Comma})) {
        for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8"})
            if (std::setlocale(LC_NUMERIC, name) != nullptr) break;
    }
    ~CommaLocale() {
        std::setlocale(LC_NUMERIC, "C");
        std::locale::global(before_);
    }
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

  private:
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    std::locale before_;
};

}  // namespace

TEST_CASE("numbers are read as written", "[io]") {
    CHECK(number_in("0.5") == 0.5);
    CHECK(number_in(".5") == 0.5);
    CHECK(number_in("5.") == 5.0);
    CHECK(number_in("-1.5e-3") == -0.0015);
    CHECK(number_in("1e3") == 1000.0);
    CHECK(number_in("12345678901") == 12345678901.0);
}

TEST_CASE("what only looks like a number is refused", "[io]") {
    for (const char* text : {"",         " ",    "nan",   "NaN",   ".nan",  "inf",   "-inf", ".inf",
                             "infinity", "0x10", "0x1p3", "1,5",   "1 000", "1_000", "+1",   "1e",
                             "e5",       "--1",  "1.2.3", "1e999", "half",  "1 ",    " 1",   "1%"}) {
        CAPTURE(text);
        CHECK_FALSE(number_in(text).has_value());
    }
}

TEST_CASE("whole numbers have no point and fit 64 bits", "[io]") {
    CHECK(whole_in("9007199254740991") == 9007199254740991);
    CHECK(whole_in("-3") == -3);
    for (const char* text : {"", "3.0", "1e3", "0x10", "99999999999999999999", "three"}) {
        CAPTURE(text);
        CHECK_FALSE(whole_in(text).has_value());
    }
}

TEST_CASE("dates exist in the calendar", "[io]") {
    CHECK(date_in("2024-02-29") == Date{2024, 2, 29});
    for (const char* text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "24-01-01", "2024/01/01",
                             "0000-01-01", "-024-01-01", "2024-01-1x", "today", ""}) {
        CAPTURE(text);
        CHECK_FALSE(date_in(text).has_value());
    }
}

TEST_CASE("lengths of time are a number and a unit", "[io]") {
    const auto one_year = duration_in("1 year");
    REQUIRE(one_year.has_value());
    CHECK(one_year->value == 1);
    CHECK(one_year->unit == "years");
    CHECK(duration_in("0.5  hours")->value == 0.5);
    for (const char* text :
         {"30", "30days", "days", " days", "30 ", "30 fortnights", "days 30", "1 2 days", "nan days", ""}) {
        CAPTURE(text);
        CHECK_FALSE(duration_in(text).has_value());
    }
}

TEST_CASE("yes and no have two spellings each", "[io]") {
    CHECK(yes_no_in("yes") == true);
    CHECK(yes_no_in("true") == true);
    CHECK(yes_no_in("no") == false);
    CHECK(yes_no_in("false") == false);
    CHECK_FALSE(yes_no_in("Y").has_value());
    CHECK_FALSE(yes_no_in("1").has_value());
}

TEST_CASE("a machine that writes 0,5 reads 0.5 as a half", "[io]") {
    const CommaLocale comma;
    CHECK(number_in("0.5") == 0.5);
    CHECK_FALSE(number_in("0,5").has_value());
    CHECK(duration_in("1.5 days")->value == 1.5);
    Files files = files_in_memory(
        {{"sources.yaml", sources_text},
         {"t.csv", "age,rate\n0,0.25\n"},
         {"model.yaml",
          model_head + R"(tables: {t: {file: t.csv, by: [age], value: rate, unit: per_year, source: office}}
processes: {p: {rate: {value: 0.5, unit: per_year}, source: office}}
)"}});
    const ModelSpec model = read_model("model.yaml", files);
    CHECK(model.processes.at(0).rate->value.value == 0.5);
    CHECK(model.tables.at(0).rows.at(0).value == 0.25);
}
