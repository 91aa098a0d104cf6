// Ways of evaluating a programme: with one that does nothing, those that compare like with like find nothing.
#include "sim/study/evaluation.hpp"

#include <cmath>

#include "sim/core/errors.hpp"
#include "sim/study/study.hpp"
#include "sim/study/trace.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Forty thousand people who differ much in how often they are admitted; those admitted at least twice in the
/// year past are offered a place.
StudyText pilot(const std::string& ratio) {
    StudyText text;
    text.model = R"(tracks:
  sex: [female, male]
propensities:
  acute: {shape: 0.7, source: assumed}
counters:
  admissions_12m: {counts: admission, window: 12 months, up_to: 5}
processes:
  admission:
    rate: {value: 0.35, unit: per_year}
    times: {propensity: acute}
    source: assumed
  death: {rate: {value: 0.02, unit: per_year}, then: {life: dies}, source: assumed}
measures:
  admissions: {count: admission}
)";
    text.people = "age,sex,people\n70,female,20000\n70,male,20000\n";
    text.end = "2027-07-01";
    text.tables["p.yaml"] =
        "forestall: programme\nname: p\ntitle: P\nsources: sources.yaml\nkind: tertiary\napproach: formal\n"
        "starts: 2025-01-01\neligible: {admissions_12m: {at_least: 2}}\nfound: everyone\n"
        "offered: {a_month: 400, source: assumed}\ntaken_up: {chance: 0.8, source: assumed}\n"
        "felt:\n  fewer: {rates: admission, claimed: {times: " +
        ratio + "}, controlled: {times: " + ratio + "}, source: assumed}\n";
    text.arms = "  today: {title: Today}\n  p: {programmes: [{file: p.yaml}]}\n";
    text.study = "seed: 5\n";
    return text;
}

Evaluation evaluated(const std::string& ratio) {
    const SmallStudy study(pilot(ratio));
    SerialExecutor serial;
    EvaluationSettings settings;
    settings.outcome = "admission";
    settings.seed = 5;
    return evaluate(study.files, study.model, settings, serial);
}

const DesignResult& design(const Evaluation& made, const std::string& name) {
    for (const auto& one : made.designs)
        if (one.name == name) return one;
    throw std::runtime_error("no such design");
}

}  // namespace

// Seed fixed; the intervals below are at four standard errors, so that a right design fails once in 16,000
// seeds.
TEST_CASE(
    "a programme that does nothing looks like a success before and after, and like nothing when randomised",
    "[study]") {
    const Evaluation made = evaluated("1");
    REQUIRE(made.means.people > 3000);
    const DesignResult& naive = design(made, "Before and after");
    // Of somebody picked for two admissions or more, less than half are to be expected in the next year.
    CHECK(naive.found.value < -1);
    CHECK(naive.found.value + 10 * naive.found.error < 0);
    for (const auto& one : made.designs) CHECK(one.truth.value == 0);
    CHECK(made.means.regression() == Approx(naive.found.value));
    for (const char* fair : {"Randomised", "Stepped wedge", "Pilot in half of the area"}) {
        CAPTURE(fair);
        const DesignResult& one = design(made, fair);
        REQUIRE(one.treated > 1000);
        CHECK(std::abs(one.found.value) < 4 * one.found.error);
        // It would have seen half of what before-and-after claims.
        CHECK(4 * one.found.error < std::abs(naive.found.value) / 2);
    }
    // Matching on past use leaves what past use does not tell.
    const DesignResult& matched = design(made, "Matched control");
    CHECK(matched.treated > 2500);
    CHECK(std::abs(matched.found.value) < 0.1 * std::abs(naive.found.value));
}

TEST_CASE("a programme that works is found by those that compare like with like", "[study]") {
    const Evaluation made = evaluated("0.6");
    const DesignResult& random = design(made, "Randomised");
    CHECK(random.truth.value < -0.2);
    CHECK(std::abs(random.bias()) < 4 * random.found.error);
    CHECK(random.found.value + 3 * random.found.error < 0);
    const DesignResult& naive = design(made, "Before and after");
    CHECK(naive.bias() < -1);
    // Events by month since the start: the same before, fewer after.
    REQUIRE(made.with_programme.size() == 24);
    for (std::size_t m = 0; m < 12; ++m) CHECK(made.with_programme[m] == made.without[m]);
    double with = 0, without = 0;
    for (std::size_t m = 12; m < 24; ++m) with += made.with_programme[m], without += made.without[m];
    CHECK(with == Approx(0.6 * without).epsilon(0.1));
}

TEST_CASE("an evaluation that cannot be made says why", "[study]") {
    const SmallStudy study(pilot("1"));
    SerialExecutor serial;
    EvaluationSettings settings;
    settings.outcome = "admissions";
    settings.arm = "q";
    settings.before = 40;
    try {
        evaluate(study.files, study.model, settings, serial);
        FAIL("accepted");
    } catch (const InputError& error) {
        CHECK(error.problems().size() == 3);
        CHECK(std::string(error.what()).find("did you mean 'admission'") != std::string::npos);
    }
}

TEST_CASE("a traced life is the life that was run, with programmes and without", "[study]") {
    const SmallStudy study(pilot("0.6"));
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 5;
    settings.keep_what_happened = true;
    const StudyOutcome outcome = run_study(study.files, study.model, settings, serial);
    const auto& told = outcome.programmes.front();
    REQUIRE(told.started.size() > 3000);
    REQUIRE(told.changed_lives[1] > 500);
    REQUIRE(told.changed_lives[1] < told.started.size());
    const auto clock = static_cast<std::size_t>(
        study.model.processes[static_cast<std::size_t>(study.process("admission"))].clock);
    int traced = 0, differ = 0;
    for (std::size_t i = 0; i < told.endings.size() && traced < 60; i += 97) {
        const Ending& one = told.endings[i];
        const auto traces = trace_person(study.files, study.model, one.key, 5, 0, told.started);
        for (int arm = 0; arm < 2; ++arm) {
            if (!holds(one.arms, arm)) continue;
            int admissions = 0;
            for (const auto& event : traces[static_cast<std::size_t>(arm)].events)
                admissions += event.process == study.process("admission");
            CHECK(admissions == one.happened[clock]);
            CHECK(traces[static_cast<std::size_t>(arm)].died == (one.gone != never));
        }
        differ += traces[0].events.size() != traces[1].events.size();
        ++traced;
    }
    CHECK(traced == 60);
    CHECK(differ > 10);
}
