#include "sim/programmes/score.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "sim/core/errors.hpp"

namespace forestall {

namespace {

constexpr double smallest_risk = 1e-9;  // a year; somebody who is at no risk still has a place in the order

/// Highest score first; who comes first among equals does not depend on scores.
std::vector<std::size_t> order_by_score(std::span<const Scored> people, double spread) {
    std::vector<double> scores(people.size());
    std::transform(people.begin(), people.end(), scores.begin(),
                   [&](const Scored& one) { return score_of(one, spread); });
    std::vector<std::size_t> order(people.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    return order;
}

double wanted_of(const ScoreQuality& quality, ScoreTargetSpec::Quality which) {
    switch (which) {
    case ScoreTargetSpec::Quality::auc: return quality.auc;
    case ScoreTargetSpec::Quality::ppv: return quality.ppv;
    case ScoreTargetSpec::Quality::sensitivity: break;
    }
    return quality.sensitivity;
}

const char* word_of(ScoreTargetSpec::Quality which) {
    switch (which) {
    case ScoreTargetSpec::Quality::auc: return "an area under the curve";
    case ScoreTargetSpec::Quality::ppv: return "a positive predictive value";
    case ScoreTargetSpec::Quality::sensitivity: break;
    }
    return "a sensitivity";
}

}  // namespace

double score_of(const Scored& person, double spread) {
    return std::log(std::max(person.risk, smallest_risk)) + spread * person.error;
}

ScoreQuality quality_of(std::span<const Scored> people, std::span<const double> outcomes, double spread,
                        double flagged, double* threshold) {
    const auto order = order_by_score(people, spread);
    const auto many = std::clamp<std::size_t>(
        static_cast<std::size_t>(std::llround(flagged * static_cast<double>(people.size()))), 1,
        people.size());
    double all = 0, found = 0, pairs = 0, without_below = 0, without = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double outcome = outcomes[order[i]];
        all += outcome;
        if (i < many) found += outcome;
    }
    for (std::size_t i = order.size(); i-- > 0;) {
        const double outcome = outcomes[order[i]];
        pairs += outcome * without_below;
        without_below += 1 - outcome;
    }
    without = without_below;
    if (threshold) *threshold = score_of(people[order[many - 1]], spread);
    ScoreQuality quality;
    if (all > 0) quality.sensitivity = found / all;
    quality.ppv = found / static_cast<double>(many);
    if (all > 0 && without > 0) quality.auc = pairs / (all * without);
    return quality;
}

SolvedScore solve_score(std::span<const Scored> people, std::span<const double> outcomes,
                        const Programme::Score& score, const std::string& programme) {
    const auto reached = [&](double spread) {
        return wanted_of(quality_of(people, outcomes, spread, score.flagged), score.quality);
    };
    const double best = reached(0);
    constexpr double tolerance = 1e-4;
    if (best + tolerance < score.wanted)
        throw InputError(Problem{
            score.where,
            fmt::format("programme '{}' asks for {} of {:g}; the most that can be had is {:.2f}", programme,
                        word_of(score.quality), score.wanted, best),
            fmt::format(
                "of {} people who are eligible when it starts, {:g} are flagged, and even a score that "
                "knew every rate of the model cannot tell luck beforehand",
                people.size(), score.flagged),
            "ask for less, flag more, or look further ahead"});
    // Quality falls as the error grows; at a spread of 64 nothing is left of it.
    double low = 0, high = 64;
    constexpr int halvings = 30;
    for (int i = 0; i < halvings; ++i) {
        const double middle = (low + high) / 2;
        (reached(middle) >= score.wanted ? low : high) = middle;
    }
    SolvedScore solved;
    solved.spread = low;
    solved.expected = quality_of(people, outcomes, low, score.flagged, &solved.threshold);
    return solved;
}

}  // namespace forestall
