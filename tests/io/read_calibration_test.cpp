// Calibrations, their targets, and studies with fitted parameters: what reading takes and what it complains
// about.
#include <algorithm>

#include "sim/core/sha256.hpp"
#include "sim/io/fitted_text.hpp"
#include "sim/model/parameters.hpp"
#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

Texts good_files() {
    return {{"c/fit.yaml", R"(forestall: calibration
name: hamlet
title: Hamlet fitted
study: ../study.yaml
targets: targets.csv
sources: ../sources.yaml
free:
  - {parameters: processes/p/rate, at_least: 0.5, at_most: 2}
  - {parameters: [processes/q/rate, processes/r/rate], at_least: 0.9, at_most: 1.1, range: [0.8, 1.2]}
)"},
            {"c/targets.csv", R"(measure,per,of,year,value,low,high,place,source,sex,note
ps,,,2025,10,8,12,hamlet,office,,by hand
ps + qs,per_1000_people,,2025,5,4,6,hamlet,assumed,female; male,
qs,share,ps,2026,0.5,0.4,0.6,elsewhere,office,male,
)"},
            {"study.yaml", R"(forestall: study
name: hamlet
title: Hamlet
model: model.yaml
place: place.yaml
parameters: fitted.yaml
start: 2024-07-01
end: 2030-01-01
arms: {today: {}}
)"},
            {"fitted.yaml", R"(forestall: parameters
name: hamlet
title: Hamlet fitted
fitted:
  - {parameters: processes/p/rate, factor: 1.5, standard_error: 0.1}
  - {parameters: [processes/q/rate, processes/r/rate], factor: 0.5, standard_error: 0.2}
correlation: [[1, 0.25], [0.25, 1]]
seed: 9
)"},
            {"model.yaml", model_head + R"(processes:
  p: {rate: {value: 1, unit: per_year}, source: office}
  q: {rate: {value: 2, unit: per_year}, source: office}
  r: {rate: {value: 4, unit: per_year}, source: office}
measures: {ps: {count: p}, qs: {count: q}}
)"},
            {"place.yaml", R"(forestall: place
name: hamlet
title: Hamlet
sources: sources.yaml
population: {file: people.csv, source: office}
)"},
            {"people.csv", "age,sex,people\n30,male,2\n"},
            {"sources.yaml", sources_text}};
}

Texts changed(const std::string& file, const std::string& from, const std::string& to) {
    Texts texts = good_files();
    std::string& text = texts[file];
    text.replace(text.find(from), from.size(), to);
    return texts;
}

Lines told_of_calibration(const Texts& texts) {
    return complaints_of([&] {
        Files files = files_in_memory(texts);
        read_calibration("c/fit.yaml", files);
    });
}

Lines told_of_study(const Texts& texts, int draw = 0) {
    return complaints_of([&] {
        Files files = files_in_memory(texts);
        read_study("study.yaml", files, draw);
    });
}

std::vector<double> rates_of(StudyFiles study) {
    std::vector<double> rates;
    for (const Parameter& parameter : parameters_of(study)) rates.push_back(values_of(parameter).lowest);
    return rates;
}

}  // namespace

TEST_CASE("a calibration is read with its targets and its study as written", "[io]") {
    Files files = files_in_memory(good_files());
    const CalibrationFiles read = read_calibration("c/fit.yaml", files);
    REQUIRE(read.calibration.free.size() == 2);
    CHECK(read.calibration.free[0].paths.front().text == "processes/p/rate");
    CHECK_FALSE(read.calibration.free[0].range);
    CHECK(read.calibration.free[1].paths.size() == 2);
    CHECK(read.calibration.free[1].at_most == 1.1);
    CHECK(read.calibration.free[1].range->high == 1.2);
    REQUIRE(read.calibration.targets.size() == 3);
    const TargetSpec &first = read.calibration.targets[0], &second = read.calibration.targets[1],
                     &third = read.calibration.targets[2];
    CHECK((first.value == 10 && first.low == 8 && first.high == 12 && first.year == 2025));
    CHECK((first.per == TargetSpec::Per::total && first.strata.empty() && first.source == "office"));
    CHECK((second.measures.size() == 2 && second.measures[1].text == "qs"));
    CHECK(second.per == TargetSpec::Per::per_1000_people);
    CHECK(second.strata.at(0).second == Lines{"female", "male"});
    CHECK((third.per == TargetSpec::Per::share && third.of.at(0).text == "ps" && third.place == "elsewhere"));
    CHECK(third.where.line == 4);
    CHECK(rates_of(read.study) == std::vector<double>{1, 2, 4});
    CHECK(read.study.texts.size() == 7);  // all but the fitted parameters, which are not asked for
}

TEST_CASE("a study multiplies its fitted parameters in and keeps their text", "[io]") {
    Files files = files_in_memory(good_files());
    const StudyFiles read = read_study("study.yaml", files);
    CHECK(rates_of(read) == std::vector<double>{1.5, 1, 2});
    CHECK(read.draw == 0);
    CHECK(std::any_of(read.texts.begin(), read.texts.end(),
                      [](const auto& one) { return one.first == "fitted.yaml"; }));
}

TEST_CASE("a draw of the fitted parameters is another study, the same each time", "[io]") {
    const auto drawn = [](int draw) {
        Files files = files_in_memory(good_files());
        const StudyFiles read = read_study("study.yaml", files, draw);
        CHECK(read.draw == draw);
        return rates_of(read);
    };
    CHECK(drawn(1) == drawn(1));
    CHECK(drawn(1) != drawn(2));
    CHECK(drawn(1)[2] == Approx(2 * drawn(1)[1]));  // one factor for both
}

TEST_CASE("a draw of a study without fitted parameters is refused", "[io]") {
    CHECK(
        told_of_study(changed("study.yaml", "parameters: fitted.yaml\n", ""), 2) ==
        Lines{"study.yaml:1:1: --draw 2: the study has no fitted parameters (draws are of what a calibration "
              "found); leave --draw out, or give the study a key 'parameters: FILE'"});
}

TEST_CASE("fitted parameters that the study lacks are told with the nearest", "[io]") {
    CHECK(
        told_of_study(changed("fitted.yaml", "processes/p/rate", "processes/p/rat")) ==
        Lines{"fitted.yaml:5:18: unknown parameter 'processes/p/rat' (model and place have no figure of that "
              "path); did you mean 'processes/p/rate'?"});
}

TEST_CASE("correlations must be of as many groups, and possible", "[io]") {
    CHECK(
        told_of_study(changed("fitted.yaml", "[0.25, 1]", "[0.25]")) ==
        Lines{"fitted.yaml:7:14: the correlations are not 2 rows of 2 (there is a row and a column for each "
              "group of fitted parameters); take the file as `forestall calibrate` wrote it"});
    CHECK(
        told_of_study(changed("fitted.yaml", "[0.25, 1]", "[0.5, 1]")) ==
        Lines{"fitted.yaml:7:14: these cannot be correlations (they must be the same across the diagonal, 1 "
              "on it, and possible together); take the file as `forestall calibrate` wrote it"});
}

TEST_CASE("fitted parameters written as text are read back to the bit", "[io]") {
    FittedSpec fitted;
    fitted.groups = {{{{"a/b", {}}, {"c", {}}}, 1.0 / 3, 0.1}, {{{"d", {}}}, 2, 1e-9}};
    fitted.correlation = {{1, 0.1 + 0.2}, {0.1 + 0.2, 1}};
    fitted.seed = 123;
    const std::string text =
        to_yaml(fitted, {"hamlet", "Hamlet: \"fitted\"", "hamlet", "ab12", "cd34", "ef56", "0.1.0", 0.05});
    CHECK_THAT(text, Catch::Matchers::ContainsSubstring("sample: 0.05\n") &&
                         Catch::Matchers::ContainsSubstring("model_hash: ab12\n"));
    Files files = files_in_memory({{"p.yaml", text}});
    const FittedSpec read = read_fitted("p.yaml", files);
    REQUIRE(read.groups.size() == 2);
    CHECK(read.groups[0].paths.size() == 2);
    CHECK(read.groups[0].factor == 1.0 / 3);
    CHECK(read.groups[1].standard_error == 1e-9);
    CHECK(read.correlation == fitted.correlation);
    CHECK(read.seed == 123);
}

TEST_CASE("the origin of a fit holds the digests of its model and place, wherever they lie", "[io]") {
    Files files = files_in_memory(good_files());
    const FittedOrigin origin = origin_of(read_calibration("c/fit.yaml", files));
    CHECK(origin.name == "hamlet");
    CHECK(origin.model_hash == sha256(good_files().at("model.yaml")));
    CHECK(origin.place_hash == sha256(good_files().at("place.yaml")));
    CHECK(origin.hash.size() == 64);
}

TEST_CASE("every wrong cell of the targets is told at once", "[io]") {
    const std::string header = "measure,per,of,year,value,low,high,place,source\n";
    Texts texts = good_files();
    texts["c/targets.csv"] = header + ",,,2025,1,0,2,hamlet,office\n"
                                      "ps,,,25.5,1,2,0,hamlet,office\n"
                                      "ps,per_head,,2025,9,1,2,hamlet,offise\n"
                                      "ps,share,,2025,x,1,2,hamlet,office\n"
                                      "ps,,qs,2026,1,0,2,hamlet,office\n"
                                      "ps,,qs,2026,3,2,4,hamlet,assumed\n";
    const Lines lines = told_of_calibration(texts);
    const Lines expected{
        "c/targets.csv:2: no measure; name a measure of the study, or several with + between them",
        "c/targets.csv:3: '25.5' in column 'year' (a target is for one calendar year); write it like 2024",
        "c/targets.csv:3: an interval from 2 to 0 (its low end lies below its high end); turn them round, or "
        "give the 95% interval",
        "c/targets.csv:4: 'per_head' in column 'per'; use one of total, per_1000_people, share",
        "c/targets.csv:4: the value 9 (it lies outside its interval, 1 to 2); mend one of the three",
        "c/targets.csv:4: unknown source 'offise' (it is not in sources.yaml); did you mean 'office'?",
        "c/targets.csv:5: 'x' in column 'value' (not a number); write a number, with a point for decimals "
        "and "
        "no separators",
        "c/targets.csv:5: a share without a measure in column 'of' (a share is of something); name the "
        "measure "
        "in 'of'",
        "c/targets.csv:6: a measure in column 'of' (only a share is of something); write share in 'per', or "
        "leave 'of' empty",
        "c/targets.csv:7: the same combination as in line 6 (only one of the two could count); delete one of "
        "them"};
    for (const std::string& line : expected) {
        CAPTURE(line);
        CHECK(std::find(lines.begin(), lines.end(), line) != lines.end());
    }
}

TEST_CASE("targets without a column that is needed are refused", "[io]") {
    Texts texts = good_files();
    texts["c/targets.csv"] = "measure,year,value,low,high,place\nps,2025,1,0,2,hamlet\n";
    CHECK(
        told_of_calibration(texts) ==
        Lines{"c/targets.csv:1: missing column 'source' (targets have the columns measure, year, value, low, "
              "high, place, source); add it"});
}

TEST_CASE("the bounds of a factor lie around 1", "[io]") {
    CHECK(
        told_of_calibration(
            changed("c/fit.yaml", "at_least: 0.5, at_most: 2", "at_least: 1.1, at_most: 2")) ==
        Lines{
            "c/fit.yaml:8:5: the factor goes from 1.1 to 2 (the search starts with the figure as written, a "
            "factor of 1); choose an 'at_least' below and an 'at_most' above 1"});
}
