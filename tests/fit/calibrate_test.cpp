#include "sim/fit/calibrate.hpp"

#include <cmath>

#include "sim/core/errors.hpp"
#include "sim/fit/least_squares.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

constexpr double people = 50'000, death = 0.1, falls = 0.5;  // a year, as written

/// People who die, and fall, at rates that never change: every figure has a closed form.
CalibrationFiles two_rates() {
    StudyText text;
    text.model = R"(tracks: {sex: [female, male]}
processes:
  death: {rate: {value: 0.1, unit: per_year}, then: {life: dies}, source: assumed}
  fall: {rate: {value: 0.5, unit: per_year}, source: assumed}
  idle: {rate: {value: 0.5, unit: per_year}, source: assumed}
measures: {people: {people: everyone}, deaths: {count: death}, falls: {count: fall}}
)";
    text.people = "age,sex,people\n30,female,25000\n30,male,25000\n";
    text.start = "2024-01-01", text.end = "2027-01-01";
    text.study = "window: none\nstrata: [sex]\n";
    CalibrationFiles files;
    files.study = read_text(text);
    files.calibration.where = {"c.yaml", 1, 1};
    return files;
}

/// In 2025, 366 days after the start, at these rates: hazard times person-years, survivors only.
struct Expected {
    double deaths, falls;
    Expected(double death_rate, double fall_rate) {
        const double before = 366 / 365.25, year = 365 / 365.25;
        deaths = people * std::exp(-death_rate * before) * -std::expm1(-death_rate * year);
        falls = deaths / death_rate * fall_rate;
    }
};

/// Known to within 2% (95% interval).
TargetSpec target(const std::string& measure, double value, double width = 0.02) {
    TargetSpec made;
    made.measures = {{measure, {"t.csv", 2, 0}}};
    made.year = 2025;
    made.value = value, made.low = value * (1 - width), made.high = value * (1 + width);
    made.place = "somewhere";
    made.where = {"t.csv", 2, 0};
    return made;
}

FreeSpec free_between(double low, double high, const std::string& path) {
    return {{{path, {"c.yaml", 9, 5}}}, low, high, RatioRange{0.1, 10}, {"c.yaml", 8, 5}};
}

/// The truth: factors of 1.3 and 0.8.
CalibrationFiles known_truth() {
    CalibrationFiles files = two_rates();
    const Expected truth(1.3 * death, 0.8 * falls);
    files.calibration.targets = {target("deaths", truth.deaths), target("falls", truth.falls)};
    files.calibration.free = {free_between(0.5, 2, "processes/death/rate"),
                              free_between(0.5, 2, "processes/fall/rate")};
    return files;
}

Calibration fit(const CalibrationFiles& files, const CalibrationSettings& settings = {}) {
    SerialExecutor serial;
    return calibrate(files, settings, serial);
}

/// The fit to the truth, made once.
const Calibration& found_truth() {
    static const Calibration found = fit(known_truth());
    return found;
}

std::vector<std::string> complaints_of(const CalibrationFiles& files,
                                       const CalibrationSettings& settings = {}) {
    std::vector<std::string> lines;
    try {
        fit(files, settings);
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems()) lines.push_back(to_string(problem));
    }
    return lines;
}

}  // namespace

TEST_CASE("two rates are found again from what they lead to", "[fit]") {
    // The people simulated have luck: some 5,300 deaths and 16,000 falls, standard errors 1.4% and 0.8% of
    // the factors. Held within 4 of these: by chance one seed in 8,000 fails.
    const Calibration& found = found_truth();
    CHECK(found.groups[0].factor == Approx(1.3).epsilon(4 * 0.014));
    CHECK(found.groups[1].factor == Approx(0.8).epsilon(4 * 0.008));
    CHECK(found.reaches_all());
    // At the truth only the priors are left, and the search may end short of it by what it calls settled.
    const double prior_error = std::log(10 / 0.1) / 3.92;
    const double priors =
        (std::pow(std::log(1.3), 2) + std::pow(std::log(0.8), 2)) / (prior_error * prior_error);
    CHECK(found.squares_after < 1.1 * priors + settled_squares);
    CHECK(found.squares_before > 100);
    CHECK(found.trials < 30);
    CHECK(found.people == 50'000);
    for (const TargetFit& one : found.targets) {
        CHECK(one.is_inside());
        CHECK(std::abs(one.distance) < 0.2);
        CHECK(one.noise_distance > 0.5);
    }
}

TEST_CASE("standard errors follow from the targets' own, and from luck", "[fit]") {
    // Slopes of the logarithms of the figures by that of the death rate, by differences of the closed form;
    // by that of the rate of falls they are 0 and 1. A slope of a simulation is within 5% or so.
    const Calibration& found = found_truth();
    const double a = found.groups[0].factor * death, b = found.groups[1].factor * falls, step = 1e-5;
    const Expected at(a, b), more(a * (1 + step), b);
    const double deaths_by_a = std::log(more.deaths / at.deaths) / step;
    const double falls_by_a = std::log(more.falls / at.falls) / step;
    const double error = 0.04 / 3.92;  // of both targets' logarithms
    const double expected[] = {error / deaths_by_a, error * std::hypot(1, falls_by_a / deaths_by_a)};
    for (int g = 0; g < 2; ++g) {
        const GroupFit& group = found.groups[g];
        CHECK(std::sqrt(std::pow(group.standard_error, 2) - std::pow(group.luck_error, 2)) ==
              Approx(expected[g]).epsilon(0.05));
    }
    // Deaths are counted: 1.4% of them. From eight batches this is 0.29 to 1.87 of the truth (0.1% and 99.9%
    // points of chi-square with 7 degrees of freedom, 0.60 and 24.3); who is in the batches adds a little.
    CHECK(found.groups[0].luck_error > 0.29 * 0.014);
    CHECK(found.groups[0].luck_error < 1.87 * 0.016);
    CHECK(found.correlation[0][1] == found.correlation[1][0]);
    CHECK(found.correlation[1][1] == 1);
}

TEST_CASE("a fit is the same to the bit on any number of threads, and another with another seed", "[fit]") {
    const auto executor = make_tbb_executor(2);
    const Calibration &one = found_truth(), two = calibrate(known_truth(), {}, *executor);
    CHECK(one.trials == two.trials);
    CHECK(one.correlation == two.correlation);
    for (std::size_t g = 0; g < 2; ++g) {
        CHECK(one.groups[g].factor == two.groups[g].factor);
        CHECK(one.groups[g].standard_error == two.groups[g].standard_error);
        CHECK(one.targets[g].noise == two.targets[g].noise);
    }
    CalibrationSettings other;
    other.seed = 2;
    CHECK(fit(known_truth(), other).groups[0].factor != one.groups[0].factor);
}

TEST_CASE("a factor that no target pulls away stays at its prior", "[fit]") {
    CalibrationFiles files = known_truth();
    files.calibration.targets[1] = target("falls", 10'000, 0.99);  // next to nothing is known
    files.calibration.free[1].range = RatioRange{0.99, 1.01};
    const GroupFit falls_group = fit(files).groups[1];
    CHECK(falls_group.factor == Approx(1).epsilon(0.01));
    CHECK(falls_group.standard_error == Approx(falls_group.prior_error).epsilon(0.02));
    CHECK(falls_group.prior_error == Approx(std::log(1.01 / 0.99) / 3.92));
}

TEST_CASE("without a range of its own a group has that of its parameters' sources", "[fit]") {
    CalibrationFiles files = known_truth();
    files.calibration.free[0].range.reset();  // source 'assumed': 0.67 to 1.5
    CHECK(fit(files).groups[0].prior_error == Approx(std::log(1.5 / 0.67) / 3.92));
}

TEST_CASE("a target out of reach is named with the bound that stops it, the rest fits", "[fit]") {
    CalibrationFiles files = known_truth();
    files.calibration.free[0].at_most = 1.05;
    const Calibration found = fit(files);
    CHECK_FALSE(found.reaches_all());
    CHECK(found.groups[0].at_bound == AtBound::upper);
    CHECK(found.groups[0].factor == Approx(1.05));
    CHECK(found.targets[0].trouble ==
          "what would bring it nearer is processes/death/rate at its upper bound 1.05");
    CHECK(found.targets[1].trouble.empty());
    CHECK(std::abs(found.targets[1].distance) < 0.2);
}

TEST_CASE("targets that contradict each other are named as such", "[fit]") {
    CalibrationFiles files = known_truth();
    TargetSpec women = target("falls", 20'000);
    women.strata = {{{"sex", {}}, {"female"}}};
    files.calibration.targets.push_back(women);  // more than all together
    const Calibration found = fit(files);
    CHECK_FALSE(found.reaches_all());
    CHECK_THAT(found.targets[2].trouble, Catch::Matchers::ContainsSubstring("pull processes/death/rate") ||
                                             Catch::Matchers::ContainsSubstring("pull processes/fall/rate"));
}

TEST_CASE("a fit that has not settled names what is furthest off and what to do", "[fit]") {
    CalibrationSettings settings;
    settings.at_most = 4;
    const auto lines = complaints_of(known_truth(), settings);
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Catch::Matchers::StartsWith(
                             "c.yaml:1:1: the fit has not settled after 4 trials (furthest off are ") &&
                             Catch::Matchers::ContainsSubstring("falls 2025 (+") &&
                             Catch::Matchers::ContainsSubstring("so far are processes/death/rate 1") &&
                             Catch::Matchers::ContainsSubstring("allow more with --max-evaluations"));
}

TEST_CASE("free parameters that move no target are named, all of them", "[fit]") {
    CalibrationFiles files = known_truth();
    files.calibration.targets.pop_back();
    files.calibration.free.push_back(free_between(0.9, 1.1, "processes/idle/rate"));
    const auto lines = complaints_of(files);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] ==
          "c.yaml:8:5: no target depends on processes/fall/rate (no figure moved, however far its "
          "factor went within its bounds); delete it from 'free', or add a target that it moves");
    CHECK_THAT(lines[1], Catch::Matchers::ContainsSubstring("processes/idle/rate"));
}

TEST_CASE("everything that does not fit the study is told at once, before any run", "[fit]") {
    CalibrationFiles files = known_truth();
    TargetSpec wrong = target("deths", 1);
    wrong.year = 2031;
    wrong.strata = {{{"sex", {"t.csv", 3, 0}}, {"femal"}}, {{"imd", {"t.csv", 3, 0}}, {"1"}}};
    files.calibration.targets.push_back(wrong);
    files.calibration.free.push_back(free_between(0.9, 1.1, "processes/deth/rate"));
    files.calibration.free.push_back(free_between(0.9, 1.1, "processes/fall/rate"));
    CHECK(
        complaints_of(files) ==
        std::vector<std::string>{
            "c.yaml:9:5: unknown parameter 'processes/deth/rate' (model and place have no figure of that "
            "path); did you mean 'processes/death/rate'?",
            "c.yaml:9:5: the parameter 'processes/fall/rate' stands here a second time (it is free in line 9 "
            "already); delete one of them",
            "t.csv:2: unknown measure 'deths' (the model counts nothing of that name); did you mean "
            "'deaths'?",
            "t.csv:2: a target for 2031 (the study covers the whole years 2024 to 2026); take a year that it "
            "covers, or move the study's start or end",
            "t.csv:3: 'femal' in column 'sex' (the study has no such group); did you mean 'female'?",
            "t.csv:3: unknown column 'imd' (other columns of targets are strata of the study, or 'per', 'of' "
            "and 'note'); use one of sex"});
}

TEST_CASE("targets of other places are passed over, but one must be left", "[fit]") {
    CalibrationFiles files = known_truth();
    files.calibration.targets[1].place = "elsewhere";
    files.calibration.free.pop_back();
    CHECK(fit(files).targets.size() == 1);
    files.calibration.targets[0].place = "elsewhere";
    CHECK(complaints_of(files) ==
          std::vector<std::string>{
              "c.yaml:1:1: no target is for 'somewhere' (that is the place of the study, and "
              "rows of other places are passed over); add targets with that name in column "
              "'place'"});
}

TEST_CASE("asked to stop, a calibration stops, having told how far it was", "[fit]") {
    std::atomic<bool> stop{false};
    std::vector<CalibrationProgress> told;
    CalibrationSettings settings;
    settings.stop = &stop;
    settings.progress = [&](const CalibrationProgress& now) {
        told.push_back(now);
        if (now.trials > 3.5) stop = true;
    };
    CHECK_THROWS_AS(fit(known_truth(), settings), Interrupted);
    CHECK(told.back().trials < 6);
    CHECK(told.back().at_most == 90);
    CHECK(told.back().squares_before > 100);
}
