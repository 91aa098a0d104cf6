// Code that a study hands in: what it is shown, what its answers do, what is refused.
#include "sim/programmes/callables.hpp"

#include <cmath>
#include <limits>
#include <set>

#include "sim/core/errors.hpp"
#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Ten thousand people, admitted once a year, half as often while a programme is felt.
StudyText with_programme(const std::string& found,
                         const std::string& offered = "{a_month: 500, source: assumed}") {
    StudyText text;
    text.model = R"(tracks:
  frailty: [fit, frail]
processes:
  admission:
    rate: {value: 1, unit: per_year}
    source: assumed
measures:
  admissions: {count: admission}
payers: {nhs: NHS}
costs:
  bed: {of: admissions, payer: nhs, value: 100, unit: gbp_2023_24, source: assumed}
)";
    text.people = "age,frailty,people\n70,fit,8000\n70,frail,2000\n";
    text.end = "2026-01-01";
    text.tables["help.yaml"] = R"(forestall: programme
name: help
title: Help
sources: sources.yaml
kind: tertiary
approach: formal
starts: 2024-03-01
eligible: everyone
found: )" + found +
                               "\noffered: " + offered + R"(
delivered: {lasts: 12 months, source: assumed}
felt:
  fewer:
    rates: [admission]
    claimed: {times: 0.5, range: [0.4, 0.6], source: assumed}
    controlled: {times: 0.5, range: [0.4, 0.6], source: assumed}
)";
    text.arms = "  today: {title: Today}\n  helped: {programmes: [{file: help.yaml}]}\n";
    text.study = "seed: 5\n";
    return text;
}

StudyOutcome run_with(const SmallStudy& study, const Callables& callables) {
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 5;
    settings.callables = callables;
    return run_study(study.files, study.model, settings, serial);
}

double admissions(const StudyOutcome& outcome, std::size_t arm) {
    for (const Variable& one : outcome.results.monthly) {
        if (one.name != "admissions") continue;
        const auto& values = std::get<std::vector<std::int64_t>>(one.values);
        double sum = 0;
        for (std::size_t i = 0; i < values.size() / 2; ++i)
            sum += static_cast<double>(values[arm * values.size() / 2 + i]);
        return sum;
    }
    return -1;
}

}  // namespace

TEST_CASE("whoever a finder scores as never is never started", "[programmes]") {
    const SmallStudy study(with_programme("everyone"));
    Callables callables;
    const int frailty = study.model.factor_named("frailty");
    std::set<int> months;
    callables.finders["help"] = [&](const PeopleSeen& people, std::span<double> scores) {
        months.insert(people.month());
        CHECK(people.date().month == people.month() % 12 + 1);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            CHECK(people.age(i) > 69.9f);
            scores[i] = people.factor(i, frailty) == 1 ? 1 : -std::numeric_limits<double>::infinity();
        }
    };
    const StudyOutcome outcome = run_with(study, callables);
    const auto& started = outcome.programmes.front().started;
    CHECK(started.size() == 2000);  // the frail: keys 8,001 to 10,000
    for (const Started& one : started) CHECK(one.key > 8000);
    CHECK(*months.begin() == 2);
}

TEST_CASE("a response of 1 changes nothing, of 0 takes the effect away, of 0.5 halves it", "[programmes]") {
    const SmallStudy study(with_programme("everyone", "{a_month: 100000, source: assumed}"));
    const StudyOutcome plain = run_with(study, {});
    const auto responding = [&](double strength) {
        Callables callables;
        callables.responses["help"] = [strength](const PeopleSeen& people, std::span<double> strengths) {
            REQUIRE(people.size() == strengths.size());
            std::fill(strengths.begin(), strengths.end(), strength);
        };
        return run_with(study, callables);
    };
    CHECK(admissions(responding(1), 1) == admissions(plain, 1));
    CHECK(admissions(responding(0), 1) == admissions(plain, 0));
    // About 10,000 fewer of 20,000 over a year for a whole effect of one half, so 5,000 and 2,500; a Poisson
    // difference of that size has a standard error of at most 120: the margin of 500 is four of these.
    const double whole = admissions(plain, 0) - admissions(plain, 1);
    CHECK(whole == Approx(5000).margin(500));
    CHECK(admissions(plain, 0) - admissions(responding(0.5), 1) == Approx(whole / 2).margin(500));
}

TEST_CASE("a stop rule ends the offers, and sees what was saved and who was started", "[programmes]") {
    const SmallStudy study(with_programme("everyone"));
    Callables callables;
    std::vector<double> started;
    callables.stop_rules["help"] = [&](const Review& review) {
        CHECK(review.arm == "helped");
        started.push_back(review.started());
        return review.months_open >= 3 && review.saved() > 0;
    };
    const StudyOutcome outcome = run_with(study, callables);
    const UseReport& use = outcome.programmes.front().uses[1].front();
    CHECK(use.first_month == 2);
    CHECK(use.last_month == 5);
    CHECK(use.stopped_by_review);
    CHECK(started == std::vector<double>{500, 1000, 1500});
    CHECK(outcome.programmes.front().started.size() == 1500);
}

TEST_CASE("answers that are no numbers are told with the person and the month", "[programmes]") {
    const SmallStudy study(with_programme("everyone"));
    Callables callables;
    callables.finders["help"] = [](const PeopleSeen&, std::span<double> scores) { scores[3] = std::nan(""); };
    CHECK_THROWS_WITH(run_with(study, callables),
                      "the finder of 'help' gave no number (NaN) for person 4 in 2024-03-01");
    callables.finders.clear();
    callables.responses["help"] = [](const PeopleSeen&, std::span<double> strengths) { strengths[0] = -1; };
    CHECK_THROWS_AS(run_with(study, callables), RunError);
}

TEST_CASE("code for a programme that is not there is refused", "[programmes]") {
    const SmallStudy study(with_programme("everyone"));
    Callables callables;
    callables.stop_rules["helpp"] = [](const Review&) { return false; };
    CHECK_THROWS_WITH(run_with(study, callables),
                      "a stop rule for 'helpp', which is no programme of the study; did you mean 'help'?");
    const SmallStudy referred(with_programme("{events: [admission], chance: 0.5, source: assumed}"));
    callables.stop_rules.clear();
    callables.finders["help"] = [](const PeopleSeen&, std::span<double>) {};
    CHECK_THROWS_AS(run_with(referred, callables), InputError);
}

TEST_CASE("a finder of a programme with a score flags the same share, and is judged like the score",
          "[programmes]") {
    const SmallStudy study(with_programme(
        "{predicts: {admission: 1}, within: 6 months, flagged: 0.2, sensitivity: 0.21, source: assumed}"));
    Callables callables;
    const int frailty = study.model.factor_named("frailty");
    callables.finders["help"] = [&](const PeopleSeen& people, std::span<double> scores) {
        for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = people.factor(i, frailty);
    };
    const StudyOutcome outcome = run_with(study, callables);
    REQUIRE(outcome.programmes.front().scores.size() == 1);
    const ScoreReport& report = outcome.programmes.front().scores.front();
    CHECK(report.by_finder);
    CHECK(report.flagged == 2000);
    // Risk does not depend on frailty here: the frail fifth holds a fifth of the events. Of 20,000 and more
    // outcomes a share of 0.2 has a standard error below 0.003: the margin is more than three of these.
    CHECK(report.achieved.sensitivity == Approx(0.2).margin(0.01));
    for (const Started& one : outcome.programmes.front().started) CHECK(one.key > 8000);
}
