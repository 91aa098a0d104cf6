// What users are told when a file does not fit the language: exact words, exact places.
#include <string>

#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Complaints of one process, without the position at the front of each.
Lines told_of(const std::string& process) {
    Lines lines = complaints_of_process(process);
    for (std::string& line : lines) line = line.substr(line.find(": ") + 2);
    return lines;
}

const std::string length_rule = " (a length of time is a number of more than 0 and a unit); ";
const std::string missing_source =
    "a number without a source in process 'p' (every figure says where it comes from); "
    "add 'source: NAME' to the number or to a block around it";

}  // namespace

TEST_CASE("an unknown key is told with its place and the nearest valid one", "[io]") {
    CHECK(
        complaints_of_process("{rates: {value: 1, unit: per_year}, source: office}") ==
        Lines{
            "model.yaml:7:7: unknown key 'rates' in process 'p' (a process has a fixed set of keys); did you "
            "mean 'rate'?"});
    CHECK(told_of("{rate: {valu: 1, unit: per_year}, source: office}") ==
          Lines{"unknown key 'valu' in 'rate' of process 'p' (a rate is a value, a table, or values by "
                "something); "
                "did you mean 'value'?"});
    CHECK(
        told_of("{after: {weibul: {shape: 1}}, source: office}") ==
        Lines{
            "unknown key 'weibul' in 'after' of process 'p' (a length has a fixed set of keys); did you mean "
            "'weibull'?"});
    CHECK(told_of("{when: {age: {atleast: 3}}, rate: {table: t}}") ==
          Lines{"unknown key 'atleast' in 'age' of process 'p' (an age range has a fixed set of keys); did "
                "you mean "
                "'at_least'?"});
}

TEST_CASE("a key like nothing known gets the whole list", "[io]") {
    CHECK(complaints_of_part("processes: {}\nx-notes_of_mine: 1\n") ==
          Lines{"model.yaml:7:1: unknown key 'x-notes_of_mine' in the model file (a model file has a fixed "
                "set of "
                "keys); use one of forestall, name, title, sources, tracks, propensities, calendars, tables, "
                "counters, scores, multipliers, "
                "processes, contacts, utilities, mix, pasts, warm_up, layers, measures, payers, costs"});
}

TEST_CASE("every missing key is told, with a way to write it", "[io]") {
    CHECK(
        complaints_of_model("{}") ==
        Lines{"model.yaml:1:1: missing key 'forestall' in the model file (what kind of file this is); add "
              "'forestall: model'",
              "model.yaml:1:1: missing key 'name' in the model file (name of the model); add 'name: england'",
              "model.yaml:1:1: missing key 'title' in the model file (what readers see); add 'title: Some "
              "words'",
              "model.yaml:1:1: missing key 'tracks' in the model file (what a person can be); add 'tracks: "
              "{NAME: "
              "...}'",
              "model.yaml:1:1: missing key 'processes' in the model file (what can happen to a person); add "
              "'processes: {NAME: ...}'"});
    CHECK(told_of("{rate: {unit: per_year}, source: office}") ==
          Lines{"'rate' of process 'p' needs one of 'value', 'table', 'by' (a rate is a value, a table, or "
                "values by "
                "something); write it like {value: 0.5, unit: per_year}"});
    CHECK(told_of("{then: {life: dies}, source: office}") ==
          Lines{"process 'p' needs one of 'rate', 'after'; add it"});
}

TEST_CASE("keys that exclude each other are told", "[io]") {
    CHECK(told_of("{rate: {value: 1, unit: per_year}, after: 3 years, source: office}") ==
          Lines{"process 'p' has 'rate' and 'after' (only one of them may be there); delete all but one"});
}

TEST_CASE("the wrong kind of value is told with an example", "[io]") {
    CHECK(told_of("{rate: [1], source: office}") ==
          Lines{"'rate' of process 'p' is a list (a rate is a value, a table, or values by something); write "
                "it like "
                "{value: 0.5, unit: per_year}"});
    CHECK(told_of("{title: [a], rate: {table: t}}") ==
          Lines{"'title' of process 'p' is a list (a title belongs here); write some words"});
    CHECK(told_of("{title: , rate: {table: t}}") ==
          Lines{"'title' of process 'p' is empty (a title belongs here); write some words"});
    CHECK(told_of("{keep_mean: maybe, rate: {table: t}}") ==
          Lines{"'keep_mean' of process 'p' is 'maybe'; write yes or no"});
    CHECK(told_of("{when: nobody, rate: {table: t}}") ==
          Lines{"'when' of process 'p' is 'nobody' (a condition is a map of what must hold, or 'everyone'); "
                "write it "
                "like {frailty: [moderate, severe]}"});
    CHECK(told_of("[]").size() == 1);
    CHECK(told_of("").size() == 1);
    CHECK(complaints_of_model("[]") ==
          Lines{"model.yaml:1:1: the model file is a list (a model file belongs here)"});
}

TEST_CASE("a number out of range is told with the range", "[io]") {
    CHECK(complaints_of_process("{rate: {value: -1, unit: per_year}, source: office}") ==
          Lines{"model.yaml:7:21: 'value' of process 'p' is -1 (a rate is at least 0); write a number of at "
                "least 0"});
    CHECK(
        told_of(
            "{rate: {table: t}, then: {branch: [{chance: 1.2, then: {frailty: frail}}]}, source: office}") ==
        Lines{"'chance' of process 'p' is 1.2 (a chance lies between 0 and 1); write a number from 0 to 1"});
    CHECK(told_of("{rate: {table: t}, times: {frailty: {fit: -1}}, source: office}") ==
          Lines{"'fit' of 'frailty' of 'times' of process 'p' is -1 (a multiplier is a ratio, at least 0); "
                "write a "
                "number of at least 0"});
    CHECK(complaints_of_part("processes: {}\npropensities: {a: {shape: 0, source: office}}\n") ==
          Lines{"model.yaml:7:27: 'shape' of propensity 'a' is 0 (the shape of a gamma distribution is more "
                "than 0); "
                "write a number of more than 0"});
    CHECK(complaints_of_part(
              "processes: {}\ncosts: {c: {of: m, payer: p, value: -1, unit: gbp, source: office}}\n") ==
          Lines{"model.yaml:7:37: 'value' of cost 'c' is -1 (a unit cost is at least 0); write a number of "
                "at least "
                "0"});
    CHECK(complaints_of_part("processes: {}\ncounters: {c: {counts: p, window: 12 months, up_to: 0}}\n") ==
          Lines{"model.yaml:7:53: 'up_to' of counter 'c' is 0 (it is a whole number from 1 to 100); write a "
                "number "
                "such as 3"});
}

TEST_CASE("nan, inf, hexadecimal and quoted numbers are not numbers", "[io]") {
    for (const std::string text : {"nan", ".nan", "inf", ".inf", "-.INF", "0x10", "1e", "~"}) {
        CAPTURE(text);
        CHECK(told_of("{rate: {value: " + text + ", unit: per_year}, source: office}").size() == 1);
    }
    CHECK(
        told_of("{rate: {value: nan, unit: per_year}, source: office}") ==
        Lines{
            "'value' of process 'p' is 'nan' (not a number); write a number of at least 0, with a point for "
            "decimals"});
    CHECK(told_of("{rate: {value: \"1\", unit: per_year}, source: office}") ==
          Lines{"'value' of process 'p' is '1' (in quotes it is text); write it without quotes"});
}

TEST_CASE("an unknown word is told with the words there are", "[io]") {
    CHECK(told_of("{rate: {value: 1, unit: per_yeer}, source: office}") ==
          Lines{"'unit' of process 'p' is 'per_yeer' (it may be per_year, per_1000_per_year, "
                "per_100000_per_year, "
                "per_month, per_week, per_day); did you mean 'per_year'?"});
    CHECK(
        told_of("{rate: {table: t}, then: {life: die}}") ==
        Lines{"'life' of process 'p' is 'die' (it may be dies, leaves, gives_birth); did you mean 'dies'?"});
}

TEST_CASE("a length of time that is none is told", "[io]") {
    CHECK(told_of("{after: 3 yaers, source: office}") ==
          Lines{"'after' of process 'p' is '3 yaers'" + length_rule + "did you mean 'years'?"});
    CHECK(told_of("{after: 0 years, source: office}") ==
          Lines{"'after' of process 'p' is '0 years'" + length_rule + "write it like 30 days"});
    CHECK(told_of("{after: 3, source: office}") ==
          Lines{"'after' of process 'p' is 3" + length_rule + "write it like 30 days"});
}

TEST_CASE("a stay enters one track", "[io]") {
    const std::string rule =
        " entries (needed: one track: the state that it enters); write it like {hospital: "
        "inpatient, length: 4 days, afterwards: {hospital: out}}";
    CHECK(told_of("{rate: {table: t}, then: {stay: {length: 3 days}}, source: office}") ==
          Lines{"'stay' of process 'p' has too few" + rule});
    CHECK(told_of("{rate: {table: t}, then: {stay: {frailty: frail, sex: male, length: 3 days}}, source: "
                  "office}") == Lines{"'stay' of process 'p' has too many" + rule});
}

TEST_CASE("breaks must rise and fit their values", "[io]") {
    CHECK(complaints_of_process(
              "{rate: {by: age, unit: per_year, breaks: [20, 15], values: [1, 2, 3, 4]}, source: "
              "office}") ==
          Lines{"model.yaml:7:52: 15 after 20 in 'breaks' (the numbers must rise); put them in order",
                "model.yaml:7:65: 4 values for 2 breaks (there are as many values as breaks, or one more); "
                "add or "
                "delete some"});
    CHECK(told_of("{rate: {by: {since: frailty}, unit: per_year, breaks: [1, 3], values: [.1, .2]}, source: "
                  "office}") ==
          Lines{"2 values for 2 breaks (there is one value more than breaks); add or delete some"});
}

TEST_CASE("weights must fit their lengths and not all be 0", "[io]") {
    CHECK(told_of("{after: {empirical: {lengths: [1 day, 2 days], weights: [1]}}, source: office}") ==
          Lines{"1 weights for 2 lengths (each length has a weight); add or delete some"});
    CHECK(told_of("{after: {empirical: {lengths: [1 day], weights: [0]}}, source: office}") ==
          Lines{"all weights are 0 (one of the lengths must be drawn); give one a weight"});
}

TEST_CASE("nothing follows otherwise", "[io]") {
    CHECK(told_of("{rate: {table: t}, then: {branch: [{otherwise: {}}, {chance: .1, then: {}}]}, source: "
                  "office}") ==
          Lines{"a branch after 'otherwise' (it could never be taken); put 'otherwise' last"});
}

TEST_CASE("calendars have twelve months or years", "[io]") {
    CHECK(complaints_of_part("processes: {}\ncalendars: {c: {season: [1, 2], source: office}}\n") ==
          Lines{"model.yaml:7:25: 'season' of calendar 'c' has 2 entries (it needs 12); write it like [1.01, "
                "1, 1, "
                "0.99, 1, 1, 0.99, 0.96, 0.99, 1.02, 1.04, 1]"});
    CHECK(complaints_of_part("processes: {}\ncalendars: {c: {years: {20x4: 1}, source: office}}\n") ==
          Lines{"model.yaml:7:25: the key '20x4' in 'years' of calendar 'c' (keys are years); write a year "
                "such as "
                "2024"});
    CHECK(complaints_of_part("processes: {}\ncalendars: {c: {}}\n") ==
          Lines{"model.yaml:7:16: calendar 'c' needs one of 'season', 'yearly_change', 'years'; add it"});
}

TEST_CASE("names are plain words, and words of the language are taken", "[io]") {
    CHECK(
        complaints_of_part("processes: {\"a-b\": {rate: {table: t}}}\n") ==
        Lines{
            "model.yaml:6:13: the key 'a-b' in 'processes' of the model file (names are letters, digits and "
            "underscores); rename it"});
    CHECK(complaints_of_part("processes: {}\ncounters: {age: {counts: p, window: 12 months}}\n") ==
          Lines{"model.yaml:7:12: the key 'age' in 'counters' of the model file (the word has a meaning of "
                "its own in "
                "the language); choose another name"});
}

TEST_CASE("a state is not called by a word that stands where states do", "[io]") {
    for (const std::string word : {"otherwise", "source", "unit", "next", "previous"}) {
        const std::string why =
            " (the word has a meaning of its own in the language); choose another name for the state";
        CHECK(complaints_of_model(
                  "forestall: model\nname: m\ntitle: M\nprocesses: {}\ntracks:\n  sex: [female, " + word +
                  "]\n") == Lines{"model.yaml:6:17: track 'sex' is '" + word + "'" + why});
        CHECK(complaints_of_model(
                  "forestall: model\nname: m\ntitle: M\nprocesses: {}\ntracks:\n  sex: {states: [" + word +
                  "]}\n") == Lines{"model.yaml:6:18: 'states' of track 'sex' is '" + word + "'" + why});
    }
}

TEST_CASE("a number needs a source, told once for each part", "[io]") {
    CHECK(complaints_of_process("{rate: {value: 1, unit: per_year}, times: {frailty: {fit: 1}, value: 2}}") ==
          Lines{"model.yaml:7:13: " + missing_source});
    CHECK(told_of("{after: 3 years}") == Lines{missing_source});
    CHECK(told_of("{rate: {table: t}, times: {frailty: {fit: 1}}}") == Lines{missing_source});
    CHECK(told_of("{rate: {table: t}, then: {branch: [{chance: 0.5, then: {}}]}}") == Lines{missing_source});
    CHECK(told_of("{rate: {table: t}, then: {stay: {frailty: frail, length: {gamma: {shape: 2, mean: {table: "
                  "t}}}}}}") == Lines{missing_source});
}

TEST_CASE("a source above a number, or a table with its own, is enough", "[io]") {
    CHECK(told_of("{rate: {value: 1, unit: per_year, source: office}}").empty());
    CHECK(told_of("{rate: {table: t}, times: {source: office, frailty: {fit: 1}}}").empty());
    CHECK(told_of("{rate: {table: t}, times: {frailty: {fit: 1, source: office}, value: {value: 2, source: "
                  "assumed}}}")
              .empty());
    CHECK(
        told_of("{rate: {table: t}, times: {tables: [u]}, then: {branch: [{chance: {table: v}, then: {}}]}}")
            .empty());
    CHECK(told_of("{rate: {table: t}, then: {branch: [{chance: {value: 0.5, source: office}, then: {}}]}}")
              .empty());
}

TEST_CASE("an unknown source is told with the nearest one", "[io]") {
    CHECK(
        complaints_of_process("{rate: {value: 1, unit: per_year}, source: ofice}") ==
        Lines{"model.yaml:7:49: unknown source 'ofice' (it is not in sources.yaml); did you mean 'office'?"});
    CHECK(complaints_of_process("{rate: {value: 1, unit: per_year}, source: office_for_nothing}") ==
          Lines{"model.yaml:7:49: unknown source 'office_for_nothing' (it is not in sources.yaml); add it "
                "there"});
}

TEST_CASE("a source without a sources file is told once", "[io]") {
    const std::string text = "forestall: model\nname: m\ntitle: M\ntracks: {a: [b]}\nprocesses:\n"
                             "  p: {rate: {value: 1, unit: per_year}, source: office}\n"
                             "  q: {rate: {value: 1, unit: per_year}, source: office}\n";
    CHECK(complaints_of_model(text) == Lines{"model.yaml:6:49: source 'office', but this file names no "
                                             "sources file; add 'sources: PATH' at the "
                                             "top"});
}

TEST_CASE("all problems are told at once, in the order of the file", "[io]") {
    const Lines lines = complaints_of_model(R"(forestall: model
name: small model
title: Small
sources: sources.yaml
tracks: {sex: [female, male], age: [young, old]}
tables:
  t: {file: t.csv, by: [age], value: rate, unit: per_year, source: ofice}
processes:
  p: {rate: {value: -1, unit: per_year}, source: office}
  q: {rate: {value: 1, unit: per_year}}
  r: {rat: {value: 1, unit: per_year}, source: office}
measure: {}
)",
                                            {{"t.csv", "age,rate\n0,much\n"}});
    REQUIRE(lines.size() == 8);
    CHECK(lines[0].rfind("model.yaml:2:7: 'name' of the model file is 'small model'", 0) == 0);
    CHECK(lines[1].rfind("model.yaml:5:31: the key 'age' in 'tracks' of the model file", 0) == 0);
    CHECK(lines[2].rfind("model.yaml:7:68: unknown source 'ofice'", 0) == 0);
    CHECK(lines[3].rfind("model.yaml:9:21: 'value' of process 'p' is -1", 0) == 0);
    CHECK(lines[4].rfind("model.yaml:10:13: a number without a source in process 'q'", 0) == 0);
    CHECK(lines[5].rfind("model.yaml:11:7: unknown key 'rat' in process 'r'", 0) == 0);
    CHECK(lines[6].rfind("model.yaml:12:1: unknown key 'measure' in the model file", 0) == 0);
    CHECK(lines[7].rfind("t.csv:2: 'much' in column 'rate' (not a number)", 0) == 0);
}
