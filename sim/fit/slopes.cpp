#include "sim/fit/slopes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/fit/targets.hpp"

namespace forestall {

namespace {

constexpr std::array<double, 3> steps{0.06, 0.18, 0.54};  // of the logarithm: 6%, 20%, 72%
constexpr double clear_change = 0.05;  // standard errors of some target: no larger step is needed

Figures distances(const Trials& trials, const Figures& figures) {
    Figures all;
    for (std::size_t t = 0; t < figures.size(); ++t)
        all.push_back(Yardstick(trials.targets()[t]).distance(figures[t]));
    return all;
}

/// One column, by trials on both sides of a point.
class Slope {
  public:
    Slope(Trials& trials, const LogFactors& logs, const LogBounds& bounds, std::size_t group)
        : trials_(trials), logs_(logs), bounds_(bounds), group_(group), here_(distances_at(trials, logs)) {}

    Figures slope() {
        Figures slope(here_.size());
        for (const double step : steps) {
            const End below = end(-step), above = end(step);
            if (above.change == below.change) continue;
            double largest = 0;
            for (std::size_t t = 0; t < slope.size(); ++t) {
                const double change = above.distances[t] - below.distances[t];
                slope[t] = change / (above.change - below.change);
                largest = std::max(largest, std::abs(change));
            }
            if (largest > clear_change) break;
        }
        return slope;
    }

  private:
    struct End {
        double change = 0;
        Figures distances;
    };

    /// As far as a step gets before its bound; nowhere, where no model can be made there.
    End end(double step) {
        const double to = std::clamp(logs_[group_] + step, bounds_.low[group_], bounds_.high[group_]);
        LogFactors there = logs_;
        there[group_] = to;
        const auto& figures = trials_.at(there);
        if (!figures) return {0, here_};
        return {to - logs_[group_], distances(trials_, *figures)};
    }

    Trials& trials_;
    const LogFactors& logs_;
    const LogBounds& bounds_;
    std::size_t group_;
    Figures here_;
};

}  // namespace

Figures distances_at(Trials& trials, const LogFactors& logs) {
    return distances(trials, trials.surely_at(logs));
}

Matrix slopes_at(Trials& trials, const LogFactors& logs, const LogBounds& bounds) {
    Matrix slopes(trials.targets().size(), std::vector<double>(logs.size()));
    for (std::size_t group = 0; group < logs.size(); ++group) {
        const Figures slope = Slope(trials, logs, bounds, group).slope();
        for (std::size_t target = 0; target < slope.size(); ++target) slopes[target][group] = slope[target];
    }
    return slopes;
}

}  // namespace forestall
