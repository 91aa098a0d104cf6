#include "sim/fit/slopes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "sim/fit/targets.hpp"

namespace forestall {

namespace {

constexpr std::array<double, 3> steps{0.03, 0.12, 0.48};  // of the logarithm: 3%, 13%, 62%
constexpr double clear_change = 0.05;  // standard errors of some target: no larger step is needed

Figures distances(const Trials& trials, const Figures& figures) {
    Figures all;
    for (std::size_t t = 0; t < figures.size(); ++t)
        all.push_back(Yardstick(trials.targets()[t]).distance(figures[t]));
    return all;
}

/// One column, by trials to one side or both of a point.
class Slope {
  public:
    Slope(Trials& trials, const LogFactors& logs, const LogBounds& bounds, std::size_t group)
        : trials_(trials), logs_(logs), bounds_(bounds), group_(group), here_(distances_at(trials, logs)) {}

    Figures by(Sides sides) {
        Figures slope(here_.size());
        for (const double step : steps) {
            const double up = reach(step), down = reach(-step);
            const bool goes_up = up >= -down;  // the nearer bound may leave no room
            const auto far = end(goes_up ? up : down);
            const auto near = sides == Sides::both ? end(goes_up ? down : up) : std::nullopt;
            if (!far && !near) continue;
            const double from = near ? (goes_up ? down : up) : 0, to = far ? (goes_up ? up : down) : 0;
            const Figures &a = near ? *near : here_, &b = far ? *far : here_;
            double change = 0;
            for (std::size_t t = 0; t < slope.size(); ++t) {
                slope[t] = (b[t] - a[t]) / (to - from);
                change = std::max(change, std::abs(b[t] - a[t]));
            }
            if (change > clear_change) break;
        }
        return slope;
    }

  private:
    /// How far a step gets before its bound.
    double reach(double step) const {
        return std::clamp(logs_[group_] + step, bounds_.low[group_], bounds_.high[group_]) - logs_[group_];
    }

    /// Nothing where the bound leaves no room, or no model can be made.
    std::optional<Figures> end(double change) {
        if (change == 0) return std::nullopt;
        LogFactors there = logs_;
        there[group_] += change;
        const auto& figures = trials_.at(there);
        if (!figures) return std::nullopt;
        return distances(trials_, *figures);
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

Matrix slopes_at(Trials& trials, const LogFactors& logs, const LogBounds& bounds, Sides sides) {
    Matrix slopes(trials.targets().size(), std::vector<double>(logs.size()));
    for (std::size_t group = 0; group < logs.size(); ++group) {
        const Figures slope = Slope(trials, logs, bounds, group).by(sides);
        for (std::size_t target = 0; target < slope.size(); ++target) slopes[target][group] = slope[target];
    }
    return slopes;
}

}  // namespace forestall
