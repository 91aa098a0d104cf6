// Studies with the files they name: paths, kinds, provenance, and the scenarios that come with the program.
#include <algorithm>
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

const std::filesystem::path scenarios = std::filesystem::path{FORESTALL_SOURCE_DIR} / "scenarios";

const std::string study_text = R"(forestall: study
name: county
title: County to 2030
model: ../models/model.yaml
place: ../places/place.yaml
start: 2024-07-01
end: 2030-01-01
arms:
  today: {title: Today's care goes on}
  slower: {times: {p: 0.5}}
)";

const std::string place_text = R"(forestall: place
name: county
title: County
sources: ../sources.yaml
population: {file: people.csv, source: office}
)";

Texts good_study() {
    std::string model = model_head;
    model.replace(model.find("sources.yaml"), 12, "../sources.yaml");
    return {{"s/studies/county.yaml", study_text},
            {"s/models/model.yaml",
             model + "processes: {p: {rate: {value: 1, unit: per_year}, source: office}}\n"},
            {"s/places/place.yaml", place_text},
            {"s/places/people.csv", "age,sex,people\n30,male,2\n"},
            {"s/sources.yaml", sources_text}};
}

Lines told_of(Texts texts) {
    return complaints_of([&] {
        Files files = files_in_memory(texts);
        read_study("s/studies/county.yaml", files);
    });
}

/// Complaints of a study with one line changed.
Lines told_when(const std::string& line, const std::string& instead) {
    Texts texts = good_study();
    std::string& study = texts["s/studies/county.yaml"];
    study.replace(study.find(line), line.size(), instead);
    return told_of(texts);
}

}  // namespace

TEST_CASE("a study brings its model, its place and every text", "[io]") {
    Files files = files_in_memory(good_study());
    const StudyFiles read = read_study("s/studies/county.yaml", files);
    CHECK(read.study.name.text == "county");
    CHECK(read.study.start == Date{2024, 7, 1});
    CHECK(read.study.end == Date{2030, 1, 1});
    CHECK(read.study.window == Window::month);
    CHECK(read.study.seed == 1);
    CHECK(read.study.replicates == 1);
    CHECK_FALSE(read.study.sampled_contacts);
    REQUIRE(read.study.arms.size() == 2);
    CHECK(read.study.arms[0].title == "Today's care goes on");
    REQUIRE(read.study.arms[1].times.size() == 1);
    CHECK(read.study.arms[1].times[0].first.text == "p");
    CHECK(read.study.arms[1].times[0].second == 0.5);
    CHECK(read.model.name.text == "small");
    CHECK(read.place.population.rows.at(0).people == 2);

    Lines paths;
    for (const auto& [path, text] : read.texts) paths.push_back(path);
    CHECK(paths == Lines{"../models/model.yaml", "../places/people.csv", "../places/place.yaml",
                         "../sources.yaml", "county.yaml"});
    CHECK(read.texts.back().second == study_text);
}

TEST_CASE("every setting of a study is read", "[io]") {
    Texts texts = good_study();
    texts["s/studies/county.yaml"] +=
        "window: year\nstrata: [age, layer]\nage_bands: [0, 65.5]\ncontacts: sampled\n"
        "seed: 9007199254740991\nreplicates: 20\n";
    Files files = files_in_memory(texts);
    const StudySpec study = read_study("s/studies/county.yaml", files).study;
    CHECK(study.window == Window::year);
    REQUIRE(study.strata.size() == 2);
    CHECK(study.strata[1].text == "layer");
    CHECK(to_string(study.strata[1].where) == "s/studies/county.yaml:12:15");
    CHECK(study.age_bands == std::vector<double>{0, 65.5});
    CHECK(study.sampled_contacts);
    CHECK(study.seed == 9007199254740991u);
    CHECK(study.replicates == 20);
}

TEST_CASE("a missing file is told at the line that names it", "[io]") {
    Texts texts = good_study();
    texts.erase("s/models/model.yaml");
    texts.erase("s/places/people.csv");
    CHECK(
        told_of(texts) ==
        Lines{
            "s/places/place.yaml:5:20: cannot read 's/places/people.csv' (there is no such file); paths are "
            "relative to the file that names them",
            "s/studies/county.yaml:4:8: cannot read 's/models/model.yaml' (there is no such file); paths are "
            "relative to the file that names them"});
}

TEST_CASE("a missing file that only the user named is told without a line", "[io]") {
    CHECK(complaints_of([] { read_study("/nowhere/at/all.yaml"); }) ==
          Lines{"/nowhere/at/all.yaml: the file cannot be read (there is no such file)"});
}

TEST_CASE("a folder is not a file", "[io]") {
    CHECK(complaints_of([] { read_model(scenarios); }) ==
          Lines{scenarios.generic_string() + ": the file cannot be read (it is not a file)"});
}

TEST_CASE("problems of all files are told together", "[io]") {
    Texts texts = good_study();
    texts["s/studies/county.yaml"] += "sed: 1\n";
    texts["s/models/model.yaml"] += "layer: []\n";
    texts["s/places/place.yaml"] += "capacities: {}\n";
    texts["s/places/people.csv"] += "x,male,1\n";
    texts["s/sources.yaml"] += "  third: {title: Third, grade: sen}\n";
    const Lines lines = told_of(texts);
    REQUIRE(lines.size() == 5);
    CHECK(lines[0].rfind("s/models/model.yaml:7:1: unknown key 'layer'", 0) == 0);
    CHECK(lines[1].rfind("s/places/people.csv:3: 'x' in column 'age'", 0) == 0);
    CHECK(lines[2].rfind("s/places/place.yaml:6:1: unknown key 'capacities'", 0) == 0);
    CHECK(lines[3] ==
          "s/sources.yaml:5:32: 'grade' of source 'third' is 'sen' (it may be seen, quoted, derived, "
          "recalled, assumed); did you mean 'seen'?");
    CHECK(lines[4].rfind("s/studies/county.yaml:11:1: unknown key 'sed'", 0) == 0);
}

TEST_CASE("the gate's refusal of one file does not hide problems of another", "[io]") {
    Texts texts = good_study();
    texts["s/models/model.yaml"] = "a: &a [*a]\n";
    texts["s/places/place.yaml"] += "capacities: {}\n";
    CHECK(told_of(texts).size() == 2);
}

TEST_CASE("a place where a model belongs is told", "[io]") {
    CHECK(told_when("../models/model.yaml", "../places/place.yaml") ==
          Lines{"s/studies/county.yaml:4:8: 's/places/place.yaml' is a place file (a model file belongs "
                "here); name a "
                "model file"});
}

TEST_CASE("a file that names itself as its sources is told", "[io]") {
    Texts texts = good_study();
    std::string& place = texts["s/places/place.yaml"];
    place.replace(place.find("../sources.yaml"), 15, "place.yaml");
    CHECK(told_of(texts) ==
          Lines{"s/places/place.yaml:4:10: 's/places/place.yaml' is a place file (a sources file "
                "belongs here); name a sources file"});
}

TEST_CASE("dates, seeds and bands that cannot be are told", "[io]") {
    CHECK(told_when("2030-01-01", "2024-07-01") == Lines{"s/studies/county.yaml:7:6: the end 2024-07-01 is "
                                                         "not after the start 2024-07-01; give a later end"});
    CHECK(told_when("2030-01-01", "2030-02-30") ==
          Lines{"s/studies/county.yaml:7:6: 'end' of the study file is '2030-02-30' (a date is written "
                "year-month-day); write it like 2024-07-01"});
    CHECK(told_when("end:", "seed: -1\nend:") ==
          Lines{"s/studies/county.yaml:7:7: 'seed' of the study file is -1 (it is a whole number from 0 to "
                "9007199254740991); write a number such as 1"});
    CHECK(told_when("end:", "replicates: 2.5\nend:") ==
          Lines{"s/studies/county.yaml:7:13: 'replicates' of the study file is 2.5 (it is a whole number "
                "from 1 to "
                "100000); write a number such as 20"});
    CHECK(told_when("end:", "age_bands: [65, 0]\nend:") ==
          Lines{"s/studies/county.yaml:7:17: 0 after 65 in 'age_bands' (the numbers must rise); put them in "
                "order"});
    CHECK(told_when("{p: 0.5}", "{p: -0.5}") == Lines{"s/studies/county.yaml:10:23: 'p' of 'times' of arm "
                                                      "'slower' is -0.5 (a multiplier is a ratio, at "
                                                      "least 0); write a number of at least 0"});
}

TEST_CASE("a user who names the wrong kind of file is told", "[io]") {
    const auto study = scenarios / "studies/england.yaml";
    CHECK(complaints_of([&] { read_place(study); }) ==
          Lines{study.generic_string() +
                ": this is a study file (a place file belongs here); name a place file"});
}

TEST_CASE("a file says what kind it is", "[io]") {
    CHECK(kind_of(scenarios / "evidence/sources.yaml") == FileKind::sources);
    CHECK(kind_of(scenarios / "studies/england.yaml") == FileKind::study);
}

TEST_CASE("the studies that come with the program are read without a problem", "[io]") {
    for (const char* name :
         {"birmingham_and_solihull", "buckinghamshire", "england", "mid_and_south_essex", "norfolk"}) {
        std::string study = name;
        std::replace(study.begin(), study.end(), '_', '-');
        const auto path = scenarios / "studies" / (study + ".yaml");
        CHECK(complaints_of([&] { check_file(path); }) == Lines{});
        const StudyFiles read = read_study(path);
        CHECK(read.place.name.text == name);
        CHECK(read.place.population.rows.size() > 900);
        CHECK(read.model.processes.size() > 5);
    }
}

TEST_CASE("a file that does not say what kind it is is told", "[io]") {
    const TestFolder folder;
    const auto file = folder / "file.yaml";
    const auto told = [&](const std::string& text) {
        put(file, text);
        return complaints_of([&] { check_file(file); });
    };
    CHECK(told("name: a\n") ==
          Lines{file.generic_string() +
                ":1:1: the key 'forestall' is missing (it says what kind of file this is); "
                "start the file with 'forestall: KIND', where KIND is one of model, place, study, sources, "
                "calibration, parameters, programme"});
    CHECK(told("forestall: modle\n") ==
          Lines{file.generic_string() + ":1:12: unknown kind of file 'modle'; did you mean 'model'?"});
    CHECK(told("a: &a [*a]\n").size() == 1);
    CHECK(told("forestall: sources\nsources: {}\n").empty());
}

TEST_CASE("a file on disk over a mebibyte is not even opened", "[io]") {
    const TestFolder folder;
    const auto file = folder / "large.yaml";
    put(file, std::string(largest_yaml_bytes + 1, ' '));
    CHECK(complaints_of([&] { check_file(file); }) ==
          Lines{file.generic_string() + ": the file cannot be read (it is over 1 MiB)"});
}
