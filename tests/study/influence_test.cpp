#include "sim/study/influence.hpp"

#include <algorithm>

#include "sim/core/errors.hpp"
#include "sim/model/parameters.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

const char* const hamlet_model = R"(tracks: {health: [well, ill]}
processes:
  death: {rate: {value: 0.01, unit: per_year}, then: {life: dies}, source: assumed}
  falls_ill: {when: {health: well}, rate: {value: 0.1, unit: per_year}, then: {health: ill}, source: assumed}
  odd: {rate: {value: 1, unit: per_year}, then: {branch: [{chance: 0.5, then: {counts: heads}}]}, source: assumed}
contacts:
  visits: {unit: visits, rate: {value: 2, unit: per_year}, source: assumed}
measures:
  people: {title: People, people: everyone}
  deaths: {title: Deaths, count: death}
  heads: {title: Heads, count: heads}
payers: {state: The state}
costs: {visit: {of: visits, payer: state, value: 10, unit: gbp, source: assumed}}
)";

StudyText hamlet() {
    StudyText text;
    text.model = hamlet_model;
    text.people = "age,people\n0,4000\n40,4000\n";
    return text;
}

std::size_t number_of(StudyFiles& files, const std::string& path) {
    const auto all = parameters_of(files);
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const Parameter& one) { return one.path == path; });
    return static_cast<std::size_t>(at - all.begin());
}

Influences influence_on(const std::vector<std::string>& measures, const std::string& path, RatioRange range,
                        Executor& executor) {
    StudyFiles files = read_text(hamlet());
    InfluenceSettings settings;
    settings.measures = measures;
    return influences_of(files, {{number_of(files, path), range}}, settings, executor);
}

Influences influence_on(const std::vector<std::string>& measures, const std::string& path, RatioRange range) {
    SerialExecutor serial;
    return influence_on(measures, path, range, serial);
}

}  // namespace

TEST_CASE("a price moves cost by its own ratio, without noise, and nothing else", "[study]") {
    const Influence one = influence_on({"cost", "deaths"}, "costs/visit", {0.8, 1.5}).of.at(0);
    REQUIRE((one.low && one.high));
    CHECK(one.low->at(0).percent == Approx(-20));
    CHECK(one.high->at(0).percent == Approx(50));
    CHECK(one.high->at(0).standard_error == Approx(0).margin(1e-9));
    CHECK(one.high->at(1).percent == 0);
    CHECK_FALSE(one.high->at(0).is_noise());
}

TEST_CASE("a rate moves what it counts by about its ratio, within its standard error", "[study]") {
    // Half as many die of a hazard so low that hardly anybody is missed: -50%, less a little for survivors.
    // At 4 standard errors: one seed, so it holds or does not; wrong pairing or a wrong base fails it by far.
    const Influence one = influence_on({"deaths"}, "processes/death/rate", {0.5, 1.000001}).of.at(0);
    REQUIRE((one.low && one.high));
    const InfluenceChange& half = one.low->at(0);
    CHECK(half.standard_error > 0);
    CHECK(half.standard_error < 4);
    CHECK(std::abs(half.percent - -48.8) < 4 * half.standard_error);
    CHECK_FALSE(half.is_noise());
}

TEST_CASE("what a parameter cannot reach stays as it is, to the bit", "[study]") {
    const Influence one = influence_on({"deaths", "cost"}, "processes/falls_ill/rate", {0.1, 10}).of.at(0);
    REQUIRE((one.low && one.high));
    for (const InfluenceEnd* end : {&one.low, &one.high})
        for (const InfluenceChange& change : **end) {
            CHECK(change.percent == 0);
            CHECK(change.standard_error == Approx(0).margin(1e-9));
        }
}

TEST_CASE("influences are the same on any number of threads", "[study]") {
    const auto executor = make_tbb_executor(3);
    const Influences one = influence_on({"heads"}, "processes/odd/then/branch/1/chance", {0.5, 1.5});
    const Influences three =
        influence_on({"heads"}, "processes/odd/then/branch/1/chance", {0.5, 1.5}, *executor);
    CHECK(one.people == three.people);
    CHECK(one.of[0].low->at(0).percent == three.of[0].low->at(0).percent);
    CHECK(one.of[0].high->at(0).percent == three.of[0].high->at(0).percent);
    CHECK(one.of[0].low->at(0).percent < -40);
    CHECK(one.of[0].high->at(0).percent > 40);
}

TEST_CASE("an end that no model can have is left open, the other is answered", "[study]") {
    const Influence one = influence_on({"deaths"}, "processes/odd/rate", {0.5, 1e9}).of.at(0);
    CHECK(one.low);
    CHECK_FALSE(one.high);
}

TEST_CASE("the people of all batches together are the sample", "[study]") {
    const std::uint64_t people = influence_on({"deaths"}, "costs/visit", {0.9, 1.1}).people;
    CHECK(people > 7500);
    CHECK(people < 8500);
}

TEST_CASE("asked to stop, influences stop, having told how far they were", "[study]") {
    StudyFiles files = read_text(hamlet());
    std::atomic<bool> stop{false};
    std::vector<double> told;
    InfluenceSettings settings;
    settings.measures = {"deaths"};
    settings.stop = &stop;
    settings.progress = [&](double share) {
        told.push_back(share);
        if (share > 0.5) stop = true;
    };
    std::vector<ParameterRange> all;
    for (std::size_t i = 0; i < parameters_of(files).size(); ++i) all.push_back({i, {0.9, 1.1}});
    SerialExecutor serial;
    CHECK_THROWS_AS(influences_of(files, all, settings, serial), Interrupted);
    CHECK(told.front() > 0);
    CHECK(told.back() < 1);
    CHECK(std::is_sorted(told.begin(), told.end()));
}

TEST_CASE("a study can be asked about its measures, its contacts and its cost", "[study]") {
    CHECK(influence_measures(read_text(hamlet()).model) ==
          std::vector<std::string>{"people", "deaths", "heads", "visits", "cost"});
}
