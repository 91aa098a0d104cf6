#include "sim/programmes/score.hpp"

#include "sim/core/errors.hpp"
#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Thirty thousand people whose risks differ sixteenfold by state and again by a propensity.
StudyText with_score(const std::string& found) {
    StudyText text;
    text.model = R"(tracks:
  frailty: [fit, mild, severe]
propensities:
  acute: {shape: 1, source: assumed}
processes:
  admission:
    rate: {value: 0.1, unit: per_year}
    times: {frailty: {fit: 1, mild: 4, severe: 16}, propensity: acute}
    source: assumed
  death:
    rate: {value: 0.02, unit: per_year}
    times: {frailty: {fit: 1, mild: 3, severe: 12}}
    then: {life: dies}
    source: assumed
measures:
  admissions: {count: admission}
)";
    text.people = "age,frailty,people\n70,fit,18000\n70,mild,9000\n70,severe,3000\n";
    text.end = "2025-03-01";
    text.tables["score.yaml"] = "forestall: programme\nname: score\ntitle: Score\nsources: "
                                "sources.yaml\nkind: tertiary\napproach: formal\n"
                                "starts: 2024-02-01\neligible: everyone\nfound: " +
                                found + "\noffered: {a_month: 100, source: assumed}\n";
    text.arms = "  today: {title: Today}\n  score: {programmes: [{file: score.yaml}]}\n";
    text.study = "seed: 11\n";
    return text;
}

ScoreReport report_of(const std::string& found) {
    const SmallStudy study(with_score(found));
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 11;
    const StudyOutcome outcome = run_study(study.files, study.model, settings, serial);
    REQUIRE(outcome.programmes.front().scores.size() == 1);
    return outcome.programmes.front().scores.front();
}

}  // namespace

// Trials go on until something has happened to 20,000 people, so that a share found has a standard error of
// about 0.004 when solved for and again when tried, 0.006 in all: the margin of 0.02 is more than three of
// these (level 0.1%; the seed is fixed). A score that is off by 0.04 is found out with a chance of 99.9%.
TEST_CASE("a score has the sensitivity that is asked for, on luck of its own", "[programmes]") {
    const ScoreReport report = report_of(
        "{predicts: {admission: 1}, within: 6 months, flagged: 0.4, sensitivity: 0.70, source: assumed}");
    CHECK(report.people > 29'000);
    CHECK(report.expected.sensitivity == Approx(0.70).margin(0.001));
    CHECK(report.achieved.sensitivity == Approx(0.70).margin(0.02));
    CHECK(report.spread > 0.05);
    CHECK(report.achieved.ppv == Approx(report.expected.ppv).margin(0.02));
    CHECK(report.achieved.auc == Approx(report.expected.auc).margin(0.02));
    // It is calibrated by tenth, and the tenths rise.
    for (std::size_t d = 0; d < 10; ++d)
        CHECK(report.tenth_happened[d] == Approx(report.tenth_expected[d]).margin(0.04));
    CHECK(report.tenth_happened[9] > 3 * report.tenth_happened[0]);
}

TEST_CASE("a score has the area under the curve that is asked for", "[programmes]") {
    const ScoreReport report =
        report_of("{predicts: {admission: 1}, within: 6 months, flagged: 0.1, auc: 0.68, source: assumed}");
    CHECK(report.expected.auc == Approx(0.68).margin(0.001));
    CHECK(report.achieved.auc == Approx(0.68).margin(0.02));
}

TEST_CASE("a score has the predictive value that is asked for", "[programmes]") {
    const ScoreReport report =
        report_of("{predicts: {admission: 1}, within: 12 months, flagged: 0.1, ppv: 0.5, source: assumed}");
    CHECK(report.expected.ppv == Approx(0.5).margin(0.002));
    CHECK(report.achieved.ppv == Approx(0.5).margin(0.03));
}

TEST_CASE("a score weighed by cost finds its share of the worth", "[programmes]") {
    const ScoreReport report = report_of(
        "{predicts: {admission: 3000}, within: 12 months, flagged: 0.3, sensitivity: 0.65, source: assumed}");
    CHECK(report.achieved.sensitivity == Approx(0.65).margin(0.03));
}

TEST_CASE("what no knowledge of rates can reach is refused with what can be had", "[programmes]") {
    const SmallStudy study(with_score(
        "{predicts: {admission: 1}, within: 1 months, flagged: 0.05, sensitivity: 0.9, source: assumed}"));
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 11;
    try {
        run_study(study.files, study.model, settings, serial);
        FAIL("accepted");
    } catch (const InputError& error) {
        const std::string text = error.what();
        CHECK(text.find("asks for a sensitivity of 0.9; the most that can be had is 0.") !=
              std::string::npos);
        CHECK(text.find("score.yaml") != std::string::npos);
    }
}

TEST_CASE("a finder ranks instead of the score, and must give numbers", "[programmes]") {
    const std::string found =
        "{predicts: {admission: 1}, within: 12 months, flagged: 0.4, sensitivity: 0.7, source: assumed}";
    const SmallStudy study(with_score(found));
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 11;
    int frail = -1;
    std::size_t seen = 0;
    settings.callables.finders["score"] = [&](const PeopleSeen& people, std::span<double> scores) {
        frail = people.model().factor_named("frailty");
        seen = people.size();
        for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = people.factor(i, frail);
    };
    const StudyOutcome outcome = run_study(study.files, study.model, settings, serial);
    CHECK(seen > 20'000);
    const auto& started = outcome.programmes.front().started;
    REQUIRE(started.size() > 1000);
    // There are 3,000 of the severely frail, keys 27,001 to 30,000, and twelve hundred places.
    CHECK(std::all_of(started.begin(), started.end(), [](const Started& one) { return one.key > 27'000; }));
    settings.callables.finders["score"] = [](const PeopleSeen&, std::span<double> scores) {
        scores[5] = std::nan("");
    };
    CHECK_THROWS_AS(run_study(study.files, study.model, settings, serial), RunError);
}
