#include "sim/fit/luck.hpp"

#include <cmath>

#include "sim/fit/targets.hpp"

namespace forestall {

namespace {

/// By how much a figure is off in each batch, in standard errors of its target.
std::vector<double> misses_of(const std::vector<Figures>& batches, std::size_t target,
                              const Yardstick& yardstick) {
    double mean = 0;
    for (const Figures& batch : batches) mean += batch[target] / static_cast<double>(batches.size());
    std::vector<double> misses;
    for (const Figures& batch : batches)
        misses.push_back(yardstick.in_standard_errors(batch[target] - mean, mean));
    return misses;
}

/// Of the mean of all batches.
double variance(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    const auto batches = static_cast<double>(a.size());
    return sum / (batches * (batches - 1));
}

}  // namespace

Luck luck_at(Trials& trials, const LogFactors& logs, const Matrix& slopes, const Matrix& fit) {
    const std::vector<Figures> batches = trials.batches_at(logs);
    const std::size_t groups = logs.size();
    Luck luck;
    // moves[g][b]: what batch b alone would do to the factor of group g.
    Matrix moves(groups, std::vector<double>(batches.size()));
    for (std::size_t t = 0; t < slopes.size(); ++t) {
        const Yardstick yardstick(trials.targets()[t]);
        const std::vector<double> misses = misses_of(batches, t, yardstick);
        luck.distances.push_back(std::sqrt(variance(misses, misses)));
        luck.errors.push_back(luck.distances.back() /
                              yardstick.in_standard_errors(1, trials.surely_at(logs)[t]));
        for (std::size_t g = 0; g < groups; ++g) {
            double pull = 0;
            for (std::size_t h = 0; h < groups; ++h) pull += fit[g][h] * slopes[t][h];
            for (std::size_t b = 0; b < batches.size(); ++b) moves[g][b] += pull * misses[b];
        }
    }
    luck.covariance.assign(groups, std::vector<double>(groups));
    for (std::size_t g = 0; g < groups; ++g)
        for (std::size_t h = 0; h < groups; ++h) luck.covariance[g][h] = variance(moves[g], moves[h]);
    return luck;
}

}  // namespace forestall
