// Parameters made otherwise than written, and those of programmes.
#include "sim/model/parameters.hpp"

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyFiles files() {
    StudyText text;
    text.model = R"(tracks:
  frailty: [fit, frail]
processes:
  admission:
    rate: {by: age, unit: per_year, breaks: [50], values: [0.1, 0.2]}
    times: {frailty: {fit: 1, frail: 2}}
    source: assumed
measures:
  admissions: {count: admission}
)";
    text.people = "age,frailty,people\n70,fit,100\n";
    text.tables["help.yaml"] = R"(forestall: programme
name: help
title: Help
sources: sources.yaml
kind: tertiary
approach: formal
starts: 2024-03-01
eligible: everyone
found: everyone
offered: {a_month: 50, source: assumed}
taken_up: {chance: 0.8, source: assumed}
felt:
  fewer:
    rates: [admission]
    claimed: {times: 0.5, range: [0.4, 0.6], source: assumed}
    controlled: {times: 1, range: [0.9, 1.1], source: assumed}
)";
    text.arms = "  today: {title: Today}\n  helped: {programmes: [{file: help.yaml}]}\n";
    return read_text(text);
}

std::vector<std::string> problems_with(const Change& change) {
    StudyFiles own = files();
    Problems problems;
    make_changes({change}, own, problems);
    std::vector<std::string> told;
    for (const Problem& one : problems.list())
        told.push_back(one.what + " | " + one.why + " | " + one.remedy);
    return told;
}

}  // namespace

TEST_CASE("a programme's figures are parameters, its effects with their own ranges", "[model]") {
    StudyFiles own = files();
    const auto all = all_parameters_of(own);
    const auto find = [&](const std::string& path) -> const Parameter& {
        const auto at =
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.path == path; });
        REQUIRE(at != all.end());
        return *at;
    };
    CHECK(*find("programmes/help/offered/a_month").figures.front() == 50);
    CHECK(find("programmes/help/taken_up/chance").at_most == 1);
    const Parameter& effect = find("programmes/help/felt/fewer/controlled");  // kept although it is 1
    REQUIRE(effect.range);
    CHECK(effect.range->low == Approx(0.9));
    CHECK(find("programmes/help/felt/fewer/claimed").range->high == Approx(1.2));
    // Model and place alone, as calibration sees them, are as before.
    for (const Parameter& one : parameters_of(own)) CHECK_FALSE(one.path.starts_with("programmes/"));
}

TEST_CASE("changes are made and told", "[model]") {
    StudyFiles own = files();
    Problems problems;
    make_changes({{Change::How::value, "programmes/help/offered/a_month", 75},
                  {Change::How::factor, "processes/admission/rate", 2}},
                 own, problems);
    CHECK(problems.empty());
    CHECK(own.programmes.front().offered.a_month->value == 75);
    CHECK(own.model.processes.front().rate->pieces.values == std::vector<double>{0.2, 0.4});
    CHECK(own.changes ==
          std::vector<std::string>{"programmes/help/offered/a_month = 75", "processes/admission/rate x 2"});
}

TEST_CASE("changes that cannot be made are told with the reason", "[model]") {
    using How = Change::How;
    CHECK(problems_with({How::value, "programmes/help/offerd/a_month", 1}) ==
          std::vector<std::string>{"unknown parameter 'programmes/help/offerd/a_month' | model, place and "
                                   "programmes have no figure of that path | did you mean "
                                   "'programmes/help/offered/a_month'?"});
    CHECK(problems_with({How::value, "processes/admission/rate", 1}) ==
          std::vector<std::string>{
              "a value of 1 for 'processes/admission/rate' | it stands for 2 figures | give "
              "a factor, which multiplies them all"});
    CHECK(problems_with({How::value, "programmes/help/taken_up/chance", 1.5}) ==
          std::vector<std::string>{"a value of 1.5 for 'programmes/help/taken_up/chance' | it is at most 1 | "
                                   "give a lower one"});
    CHECK(problems_with({How::factor, "processes/admission/rate", -1}).size() == 1);
}
