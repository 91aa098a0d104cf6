// Sick-Sicker, one million people (crosscheck: exact, by matrix exponential).
//
// The run lasts 11,323 days, the exact figures are for 31 x 365.25 = 11,322.75: the quarter of a day adds 2
// to a cost and 0.0001 to a QALY. Standard errors of one million people: 69 and 0.0053 without treatment
// (spread of one person 69,000 and 5.3), 0.0005 for the QALY gained. |z| < 3.3 on each fails a right model
// once in 1,000; a cost wrong by 0.5% or a QALY wrong by 0.2% is found with power above 0.95.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/crosscheck/crosscheck.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

double cost(const Results& results, std::size_t arm) { return total(results, "cost_discounted", arm); }

double quality(const Results& results, std::size_t arm) {
    return total(results, "quality_discounted", arm) + total(results, "treatment_quality_discounted", arm);
}

/// Cost and QALYs of each replicate, discounted, a person.
struct Replicates {
    std::vector<double> cost, quality;
};

Replicates replicates(const Results& results, std::size_t arm, double people) {
    const auto by_replicate = [&](const char* name) {
        auto sums = sums_by(results, variable(results.monthly, name), "replicate", arm);
        for (double& sum : sums) sum /= people;
        return sums;
    };
    Replicates all{by_replicate("cost_discounted"), by_replicate("quality_discounted")};
    const auto added = by_replicate("treatment_quality_discounted");
    for (std::size_t i = 0; i < added.size(); ++i) all.quality[i] += added[i];
    return all;
}

double variance(const std::vector<double>& values) {
    double mean = 0, squares = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(values.size() - 1);
}

}  // namespace

TEST_CASE("Sick-Sicker: costs, QALYs and the cost of a QALY are the exact ones", "[crosscheck]") {
    constexpr double people = 1e6;
    const Results results = crosscheck("sick-sicker", people);
    const double cost_without = cost(results, 0) / people, cost_with = cost(results, 1) / people;
    const double quality_without = quality(results, 0) / people, quality_with = quality(results, 1) / people;
    CHECK(std::abs(cost_without - 91'692) < 3.3 * 69);
    CHECK(std::abs(cost_with - 170'440) < 3.3 * 128);
    CHECK(std::abs(quality_without - 14.1956) < 3.3 * 0.0053);
    CHECK(std::abs(quality_with - 14.6926) < 3.3 * 0.0053);
    const double icer = (cost_with - cost_without) / (quality_with - quality_without);
    CHECK(std::abs(icer - 158'471) < 3.3 * 160);
    // Treatment changes nobody's health: the same lives in both arms.
    CHECK(by_month(results, "sick", 0) == by_month(results, "sick", 1));
    // Hazards come back.
    const auto rate = [&](const std::string& process, std::size_t state) {
        const auto events = as_numbers(variable(results.occurrences, process + "_events"));
        const auto years = as_numbers(variable(results.occurrences, process + "_person_years"));
        return std::pair{events[state] / years[state], std::sqrt(events[state]) / years[state]};
    };
    for (const auto& [process, state, hazard] : {std::tuple{"falls_sick", std::size_t{0}, 0.2842476},
                                                 {"recovers", std::size_t{1}, 0.9474922},
                                                 {"gets_sicker", std::size_t{1}, 0.1739600}}) {
        CAPTURE(process);
        const auto [lived, error] = rate(process, state);
        CHECK(std::abs(lived - hazard) < 3.5 * error);
    }
}

TEST_CASE("Sick-Sicker: arms that share luck tell their difference with far less noise", "[crosscheck]") {
    // 300 replicates of 1,000 people. Unpaired: an arm against the other arm of the next replicate. A ratio
    // of two variances of 300 draws is within 25% of the truth (99%); the truth is about 200 for QALYs.
    constexpr double people = 1000;
    const Results results = crosscheck("sick-sicker", people, 300);
    const Replicates without = replicates(results, 0, people), with = replicates(results, 1, people);
    std::vector<double> paired_quality, unpaired_quality, paired_cost, unpaired_cost;
    for (std::size_t i = 0; i < with.cost.size(); ++i) {
        const std::size_t other = (i + 1) % with.cost.size();
        paired_quality.push_back(with.quality[i] - without.quality[i]);
        unpaired_quality.push_back(with.quality[i] - without.quality[other]);
        paired_cost.push_back(with.cost[i] - without.cost[i]);
        unpaired_cost.push_back(with.cost[i] - without.cost[other]);
    }
    const double quality_ratio = variance(unpaired_quality) / variance(paired_quality);
    const double cost_ratio = variance(unpaired_cost) / variance(paired_cost);
    CAPTURE(quality_ratio, cost_ratio);
    CHECK(quality_ratio > 100);
    CHECK(cost_ratio > 4);
}
