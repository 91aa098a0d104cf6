// forestall calibrate: what it prints, writes and refuses; and runs with what it found.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "tests/catch.hpp"
#include "tests/cli/json_text.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using Names = std::vector<std::string>;

namespace {

/// The tiny study with more people, and what it should come to.
class TinyCalibration : public TinyStudy {
  public:
    TinyCalibration() {
        put(*this / "population.csv", "age,sex,people\n40,female,8000\n40,male,8000\n");
        put(*this / "fit.yaml", R"(forestall: calibration
name: tiny_fit
title: Tiny, fitted
study: study.yaml
targets: targets.csv
sources: sources.yaml
free:
  - {parameters: tables/mortality, at_least: 0.5, at_most: 2}
  - {parameters: processes/becomes_frail/rate, at_least: 0.5, at_most: 2}
)");
        put(*this / "targets.csv", R"(measure,per,year,value,low,high,place,source,sex
deaths,per_1000_people,2025,7.5,7,8,hamlet,made_up,
population,,2026,15700,15600,15800,hamlet,made_up,
deaths,,2026,1,0.5,2,elsewhere,made_up,male
)");
        change("model.yaml", "  deaths: {", "  frail: {title: Frail, people: {frailty: frail}}\n  deaths: {");
        change("targets.csv", "population,", "frail,,2026,5500,5300,5700,hamlet,made_up,\npopulation,");
    }

    Ended fit(Words options = {}) const {
        options.insert(options.begin(), {"calibrate", "fit.yaml", "--out", "fit"});
        return forestall_in(path(), options);
    }
    bool has_fit() const { return std::filesystem::exists(*this / "fit"); }
};

}  // namespace

TEST_CASE("calibrate prints targets and factors, and writes them", "[cli]") {
    const TinyCalibration tiny;
    const Ended ended = tiny.fit();
    REQUIRE(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK_THAT(
        ended.out,
        StartsWith("Tiny, fitted\nPassed over: 1 target for 'elsewhere'; the study is of 'hamlet'.\n") &&
            ContainsSubstring("\nTarget ") && ContainsSubstring("deaths 2025 per 1,000 people") &&
            ContainsSubstring("\ntables/mortality ") && ContainsSubstring("Everyone is synthetic."));
    const std::string parameters = content_of(tiny / "fit/parameters.yaml");
    CHECK_THAT(parameters, ContainsSubstring("forestall: parameters\nname: tiny_fit\n") &&
                               ContainsSubstring("  - parameters: [tables/mortality]\n    factor: ") &&
                               ContainsSubstring("study: tiny\n") && ContainsSubstring("\nsample: 1\n"));
    CHECK_THAT(content_of(tiny / "fit/fit.csv"),
               StartsWith("measure,per,of,year,strata,place,source,value,low,high,before,after,") &&
                   ContainsSubstring("\nfrail,total,,2026,,hamlet,made_up,5500,5300,5700,"));
    CHECK(forestall_in(tiny.path(), {"check", "fit/parameters.yaml"}).code == 0);
}

TEST_CASE("a fit is the same bytes on any number of threads", "[cli]") {
    const TinyCalibration tiny;
    REQUIRE(tiny.fit({"--threads", "1"}).code == 0);
    const std::string parameters = content_of(tiny / "fit/parameters.yaml"),
                      fit = content_of(tiny / "fit/fit.csv");
    REQUIRE(tiny.fit({"--threads", "2", "--force"}).code == 0);
    CHECK(content_of(tiny / "fit/parameters.yaml") == parameters);
    CHECK(content_of(tiny / "fit/fit.csv") == fit);
}

TEST_CASE("a study with fitted parameters meets the targets, and its draws lie around them", "[cli]") {
    TinyCalibration tiny;
    REQUIRE(tiny.fit().code == 0);
    tiny.change("study.yaml", "start:", "parameters: fit/parameters.yaml\nstart:");
    CHECK(forestall_in(tiny.path(), {"check", "study.yaml"}).code == 0);
    const auto run = [&](const Words& options) {
        Words words{"run", "study.yaml", "--quiet", "--until", "2027-01-01", "--out", "x.h5"};
        words.insert(words.end(), options.begin(), options.end());
        REQUIRE(forestall_in(tiny.path(), words).code == 0);
        return content_of(tiny / "x.h5");
    };
    const std::string central = run({});
    CHECK(run({"--draw", "0"}) == central);
    const std::string first = run({"--draw", "1"});
    CHECK(first != central);
    CHECK(is_json(content_of(tiny / "x.run.json")));
    CHECK_THAT(content_of(tiny / "x.run.json"), ContainsSubstring("\"draw\": 1,\n"));
    CHECK(run({"--draw", "2"}) != first);
    CHECK(run({"--draw", "1"}) == first);
    // Fitting again is to the figures as written, not to those fitted before.
    const std::string parameters = content_of(tiny / "fit/parameters.yaml");
    const Ended again = tiny.fit({"--force"});
    CHECK(again.code == 0);
    CHECK_THAT(again.out,
               ContainsSubstring("Passed over: the study's fitted parameters (fit/parameters.yaml)."));
    const auto factors = [](const std::string& text) { return text.substr(text.find("fitted:")); };
    CHECK(factors(content_of(tiny / "fit/parameters.yaml")) == factors(parameters));
}

TEST_CASE("a target out of reach fails the fit, which is written all the same", "[cli]") {
    TinyCalibration tiny;
    tiny.change("targets.csv", "7.5,7,8", "75,70,80");
    const Ended ended = tiny.fit();
    CHECK(ended.code == 1);
    CHECK_THAT(ended.err,
               StartsWith("targets.csv:2: deaths 2025 per 1,000 people is missed by ") &&
                   ContainsSubstring(
                       "(what would bring it nearer is tables/mortality at its upper bound 2); widen") &&
                   ContainsSubstring("\nThe fit has failed; the files show how far it came.\n"));
    CHECK_THAT(ended.out, ContainsSubstring("at its upper bound"));
    CHECK(tiny.has_fit());
}

TEST_CASE("a fit that does not settle writes nothing and says what to do", "[cli]") {
    const TinyCalibration tiny;
    const Ended ended = tiny.fit({"--max-evaluations", "3"});
    CHECK(ended.code == 1);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err,
               StartsWith("fit.yaml:1:1: the fit has not settled after 3 trials (furthest off are ") &&
                   ContainsSubstring("--max-evaluations"));
    CHECK_FALSE(tiny.has_fit());
}

TEST_CASE("calibrate refuses what it cannot do before it runs anything", "[cli]") {
    TinyCalibration tiny;
    CHECK(tiny.fit({"--sample", "2", "--max-evaluations", "0", "--seed", "-1"}).err ==
          "--sample 2 (a sample is a share of the people, above 0 and at most 1); try --sample 0.1\n"
          "--seed -1 (a seed is a whole number from 0 to 9007199254740991); try --seed 1\n"
          "--max-evaluations 0 (the study must run at least once); leave it out for what is usual\n"
          "3 problems; nothing was run or written\n");
    const Ended study = forestall_in(tiny.path(), {"calibrate", "study.yaml", "--out", "fit"});
    CHECK(study.code == 1);
    CHECK_THAT(study.err, StartsWith("study.yaml: a study file cannot be calibrated"));
    CHECK(forestall_in(tiny.path(), {"calibrate", "fit.yaml"}).code == 3);
    tiny.change("targets.csv", "frail,,2026", "frial,,2026");
    tiny.change("fit.yaml", "becomes_frail", "become_frail");
    const Ended wrong = tiny.fit();
    CHECK(wrong.code == 1);
    CHECK_THAT(wrong.err,
               ContainsSubstring("fit.yaml:9:18: unknown parameter 'processes/become_frail/rate'") &&
                   ContainsSubstring("targets.csv:3: unknown measure 'frial'") &&
                   ContainsSubstring("2 problems; nothing was run or written"));
    CHECK(forestall_in(tiny.path(), {"check", "fit.yaml"}).err == wrong.err);
    CHECK_FALSE(tiny.has_fit());
}

TEST_CASE("an earlier fit is kept unless --force is said", "[cli]") {
    const TinyCalibration tiny;
    std::filesystem::create_directory(tiny / "fit");
    put(tiny / "fit/parameters.yaml", "mine");
    const Ended ended = tiny.fit();
    CHECK(ended.code == 1);
    CHECK_THAT(ended.err, StartsWith("'fit/parameters.yaml' is there already"));
    CHECK(content_of(tiny / "fit/parameters.yaml") == "mine");
}

TEST_CASE("Ctrl-C stops a calibration soon and writes nothing", "[cli]") {
    TinyCalibration tiny;
    tiny.make_long();
    Program program(tiny.path(), {"calibrate", "fit.yaml", "--out", "fit", "--progress"});
    REQUIRE(program.has_said("evaluation 1 of at most 90"));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    program.send(SIGINT);
    REQUIRE(program.ends_within(std::chrono::milliseconds{4000}));
    const Ended ended = program.end();
    CHECK(ended.code == 130);
    CHECK_THAT(ended.err, ContainsSubstring("stopped on request; nothing was written\n"));
    CHECK_FALSE(tiny.has_fit());
}

TEST_CASE("the shipped calibration finds the factors that its targets were made with", "[cli]") {
    // Made with 1.1, 1.25 and 0.9. With a tenth of the people: luck of 0.6%, 1.2% and 4%, rounding of targets
    // well within their errors of 0.3%, 1.6% and 3%. Held within 4 of both together.
    const TestFolder folder;
    const auto calibration =
        std::filesystem::path{FORESTALL_SOURCE_DIR} / "scenarios/calibrations/illness-death.yaml";
    const Ended ended =
        forestall_in(folder.path(), {"calibrate", calibration.string(), "--out", "fit", "--sample", "0.1"});
    REQUIRE(ended.code == 0);
    const std::string parameters = content_of(folder / "fit/parameters.yaml");
    std::vector<double> factors;
    for (std::size_t at = parameters.find("factor: ", parameters.find("fitted:")); at != std::string::npos;
         at = parameters.find("factor: ", at + 1))
        factors.push_back(std::stod(parameters.substr(at + 8)));
    REQUIRE(factors.size() == 3);
    CHECK(factors[0] == Approx(1.1).epsilon(4 * 0.007));
    CHECK(factors[1] == Approx(1.25).epsilon(4 * 0.02));
    CHECK(factors[2] == Approx(0.9).epsilon(4 * 0.05));
}
