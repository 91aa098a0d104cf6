#include "sim/fit/misses.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/core/errors.hpp"
#include "sim/fit/slopes.hpp"
#include "sim/fit/targets.hpp"

namespace forestall {

namespace {

constexpr double clear_share = 0.1;  // of the steepest slope of a target: less hardly moves it

bool moves(const std::vector<double>& slopes, std::size_t group) {
    double steepest = 0;
    for (const double slope : slopes) steepest = std::max(steepest, std::abs(slope));
    return std::abs(slopes[group]) > clear_share * steepest;
}

/// Whether the bound is what keeps the group from bringing the target nearer.
bool is_stopped(const TargetFit& target, double slope, AtBound at_bound) {
    const bool must_rise = target.distance * slope < 0;
    return at_bound == (must_rise ? AtBound::upper : AtBound::lower);
}

std::string reason(const TargetFit& target, const std::vector<double>& slopes, const Calibration& result) {
    std::vector<std::string> stopped, all;
    for (std::size_t g = 0; g < result.groups.size(); ++g) {
        const GroupFit& group = result.groups[g];
        if (!moves(slopes, g)) continue;
        all.push_back(in_words(group.free));
        if (!is_stopped(target, slopes[g], group.at_bound)) continue;
        stopped.push_back(fmt::format("{} at its {} bound {:.4g}", in_words(group.free),
                                      group.at_bound == AtBound::upper ? "upper" : "lower", group.factor));
    }
    if (!stopped.empty()) return fmt::format("what would bring it nearer is {}", fmt::join(stopped, ", "));
    if (all.empty()) return "none of the free parameters moves it";
    return fmt::format("other targets or the priors pull {} the other way", fmt::join(all, ", "));
}

/// The targets furthest off, worst first.
std::vector<std::size_t> worst_of(const Figures& distances, std::size_t most) {
    std::vector<std::size_t> order(distances.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(distances[a]) > std::abs(distances[b]);
    });
    order.resize(std::min(order.size(), most));
    return order;
}

}  // namespace

std::string in_words(const FreeSpec& free) {
    const std::size_t more = free.paths.size() - 1;
    return more == 0 ? free.paths.front().text : fmt::format("{} and {} more", free.paths.front().text, more);
}

void explain_misses(const Matrix& slopes, Calibration& result) {
    for (std::size_t t = 0; t < result.targets.size(); ++t)
        if (TargetFit& target = result.targets[t]; std::abs(target.distance) > too_far)
            target.trouble = reason(target, slopes[t], result);
}

void raise_not_settled(const CalibrationSpec& calibration, Trials& trials, const LogFactors& best,
                       int at_most) {
    const Figures distances = distances_at(trials, best);
    std::vector<std::string> rows, factors;
    for (const std::size_t t : worst_of(distances, 3))
        rows.push_back(
            fmt::format("{} ({:+.1f} standard errors)", in_words(trials.targets()[t]), distances[t]));
    for (std::size_t g = 0; g < best.size(); ++g)
        factors.push_back(fmt::format("{} {:.4g}", in_words(trials.free()[g]), std::exp(best[g])));
    throw InputError(
        Problem{calibration.where, fmt::format("the fit has not settled after {} trials", at_most),
                fmt::format("furthest off are {}; the best factors so far are {}", fmt::join(rows, ", "),
                            fmt::join(factors, ", ")),
                "allow more with --max-evaluations, or free fewer parameters; a larger --sample makes a "
                "smoother fit"});
}

}  // namespace forestall
