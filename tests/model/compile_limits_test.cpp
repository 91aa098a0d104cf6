// A process happens at most once a minute: 525,960 times a year.
#include "sim/model/compile_limits.hpp"

#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::StartsWith;

namespace {

using Lines = std::vector<std::string>;

/// One process with these parts; its rate stands on line 13 of model.yaml.
StudyText falling(const std::string& rate, const std::string& rest = "") {
    StudyText text;
    text.model = R"(tracks:
  frailty: [fit, frail]
calendars:
  winter: {season: [10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0], source: assumed}
tables:
  falls: {file: falls.csv, by: [age], value: rate, unit: per_day, source: assumed}
processes:
  fall:
    rate: )" + rate +
                 "\n    source: assumed\n" + rest + "measures:\n  falls: {count: fall}\n";
    text.tables = {{"falls.csv", "age,rate\n0,1\n65,1e4\n"}};
    text.place = "";
    text.people = "age,frailty,people\n0,fit,10\n";
    text.end = "2025-01-01";
    return text;
}

constexpr const char* why =
    " times a year (time is kept in minutes, so once a minute, 525960 times a year, is the most); ";

std::string refusal(const std::string& often) {
    return "model.yaml:13:11: process 'fall' can happen up to " + often + why +
           "lower its rate, or what multiplies it";
}

}  // namespace

TEST_CASE("a rate of more than once a minute is refused where it stands", "[model]") {
    CHECK(complaints(falling("{value: 525960, unit: per_year}")) == Lines{});
    CHECK(complaints(falling("{value: 525970, unit: per_year}")) == Lines{refusal("525970")});
    CHECK(complaints(falling("{value: 1e30, unit: per_year}")) == Lines{refusal("1e+30")});
    CHECK(complaints(falling("{table: falls}")) == Lines{refusal("3.6525e+06")});
    CHECK(complaints(falling("{by: frailty, unit: per_day, values: {fit: 1, frail: 2000}}")) ==
          Lines{refusal("730500")});
}

TEST_CASE("a rate beyond all numbers is refused, whatever multiplies it", "[model]") {
    CHECK(complaints(falling("{value: 1e300, unit: per_year}")) == Lines{refusal("1e+300")});
    // In single precision the rate is infinite, and infinite times zero is no number.
    const std::string never = "    times: {frailty: {fit: 0, frail: 0}}\n";
    CHECK(complaints(falling("{by: age, unit: per_year, breaks: [40], values: [1, 1e39]}", never)) ==
          Lines{refusal("inf")});
}

TEST_CASE("multipliers and seasons count towards the limit, at their highest", "[model]") {
    const std::string rate = "{value: 100, unit: per_day}";  // 36,525 a year
    CHECK(complaints(falling(rate, "    times: {frailty: {fit: 0, frail: 14}}\n")) == Lines{});
    CHECK(complaints(falling(rate, "    times: {frailty: {fit: 0, frail: 15}}\n")) ==
          Lines{refusal("547875")});
    CHECK(complaints(falling(rate, "    times: {calendar: winter, value: 1.4}\n")) == Lines{});
    CHECK(complaints(falling(rate, "    times: {calendar: winter, value: 1.5}\n")) ==
          Lines{refusal("547875")});
    CHECK(complaints(
              falling(rate, "    when: {frailty: fit}\n    times: {frailty: {fit: 1, frail: 1000}}\n")) ==
          Lines{});  // those a thousand times as likely to fall do not fall at all
}

TEST_CASE("multipliers that keep the mean do not count towards the limit", "[model]") {
    const std::string rest = "    keep_mean: yes\n    times: {frailty: {fit: 1, frail: 1e6}}\n";
    CHECK(complaints(falling("{value: 100, unit: per_day}", rest)) == Lines{});
    CHECK(complaints(falling("{value: 1e4, unit: per_day}", rest)) == Lines{refusal("3.6525e+06")});
}

TEST_CASE("an arm may not raise a rate beyond once a minute", "[model]") {
    StudyText text = falling("{value: 500, unit: per_day}");  // 182,625 a year
    text.arms = "  more: {times: {fall: 2}}\n  most: {times: {fall: 3}}\n";
    const StudyFiles files = read_text(text);
    const Model model = compile(files);
    CHECK(compile_arm(files.study.arms[0], model).name == "more");
    try {
        compile_arm(files.study.arms[1], model);
        FAIL("the arm was accepted");
    } catch (const InputError& error) {
        REQUIRE(error.problems().size() == 1);
        CHECK(error.problems()[0].where.line == 10);
        CHECK(error.problems()[0].what == "arm 'most' lets 'fall' happen up to 547875 times a year");
        CHECK(error.problems()[0].remedy == "lower the ratio");
    }
}
