#include "sim/fit/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/fit/fits_study.hpp"
#include "sim/fit/least_squares.hpp"
#include "sim/fit/luck.hpp"
#include "sim/fit/misses.hpp"
#include "sim/fit/prior.hpp"
#include "sim/fit/slopes.hpp"
#include "sim/fit/targets.hpp"
#include "sim/fit/trials.hpp"

namespace forestall {

namespace {

double squares_of(const std::vector<double>& residuals) {
    double sum = 0;
    for (const double one : residuals) sum += one * one;
    return sum;
}

std::vector<TargetSpec> targets_of(const CalibrationFiles& files) {
    std::vector<TargetSpec> targets;
    for (const TargetSpec& target : files.calibration.targets)
        if (is_for_place(target, files.study)) targets.push_back(target);
    return targets;
}

LogBounds bounds_of(const std::vector<FreeSpec>& free) {
    LogBounds bounds;
    for (const FreeSpec& one : free) {
        bounds.low.push_back(std::log(one.at_least));
        bounds.high.push_back(std::log(one.at_most));
    }
    return bounds;
}

/// Some fifteen steps with their slopes: the search of the shipped example takes three to eight.
int usual_limit(std::size_t groups) { return 30 * static_cast<int>(groups + 1); }

class Search {
  public:
    Search(const CalibrationFiles& files, const CalibrationSettings& settings, Executor& executor)
        : files_(files), settings_(settings), bounds_(bounds_of(files.calibration.free)),
          prior_errors_(prior_errors(files)),
          at_most_(settings.at_most > 0 ? settings.at_most : usual_limit(prior_errors_.size())),
          trials_(files.study, targets_of(files), files.calibration.free, trial_settings(), executor) {}

    Calibration whole() {
        const LogFactors start(prior_errors_.size());
        best_ = start;
        LogFactors found;
        try {
            squares_before_ = squares_ = squares_of(residuals_at(start).value());
            refuse_idle(search_slopes(start));
            found = minimise(problem_from(start));
        } catch (const OutOfTrials&) {
            raise_not_settled(files_.calibration, trials_, best_, at_most_);
        }
        trials_.lift_limit();
        return result_at(found);
    }

  private:
    TrialSettings trial_settings() {
        TrialSettings settings{settings_.seed, settings_.sample, at_most_, settings_.stop, {}};
        if (settings_.progress)
            settings.progress = [this](double trials) {
                settings_.progress({trials, at_most_, squares_before_, squares_});
            };
        return settings;
    }

    LeastSquares problem_from(const LogFactors& start) {
        LeastSquares problem{start, bounds_.low, bounds_.high, trials_.targets().size() + start.size(),
                             {},    {}};
        problem.residuals_at = [this](const LogFactors& logs) { return residuals_at(logs); };
        problem.slopes_at = [this](const LogFactors& logs) { return search_slopes(logs); };
        return problem;
    }

    /// Distances of the targets, then of the factors from 1.
    std::optional<std::vector<double>> residuals_at(const LogFactors& logs) {
        if (!trials_.at(logs)) return std::nullopt;
        std::vector<double> residuals = distances_at(trials_, logs);
        for (std::size_t g = 0; g < logs.size(); ++g) residuals.push_back(logs[g] / prior_errors_[g]);
        if (const double squares = squares_of(residuals); squares < squares_)
            squares_ = squares, best_ = logs;
        return residuals;
    }

    Matrix search_slopes(const LogFactors& logs) {
        return with_prior(slopes_at(trials_, logs, bounds_), prior_errors_);
    }

    /// A group whose column is empty has no effect on anything that is wanted.
    void refuse_idle(const Matrix& slopes) const {
        Problems problems;
        for (std::size_t g = 0; g < prior_errors_.size(); ++g) {
            const auto targets = slopes.begin() + static_cast<std::ptrdiff_t>(trials_.targets().size());
            if (std::any_of(slopes.begin(), targets, [&](const auto& row) { return row[g] != 0; })) continue;
            const FreeSpec& free = trials_.free()[g];
            problems.add(free.where, fmt::format("no target depends on {}", in_words(free)),
                         "no figure moved, however far its factor went within its bounds",
                         "delete it from 'free', or add a target that it moves");
        }
        problems.raise_if_any();
    }

    Calibration result_at(const LogFactors& logs) {
        Calibration result;
        const Matrix slopes = slopes_at(trials_, logs, bounds_);
        const Matrix covariance = covariance_from(with_prior(slopes, prior_errors_));
        const Luck luck = luck_at(trials_, logs, slopes, covariance);
        result.squares_before = squares_before_;
        result.squares_after = squares_of(residuals_at(logs).value());
        add_groups(logs, covariance, luck, result);
        add_targets(logs, luck, result);
        explain_misses(slopes, result);
        result.trials = trials_.made();
        result.people = trials_.people();
        return result;
    }

    void add_groups(const LogFactors& logs, const Matrix& fit, const Luck& luck, Calibration& result) const {
        const std::size_t groups = logs.size();
        const auto covariance = [&](std::size_t g, std::size_t h) {
            return fit[g][h] + luck.covariance[g][h];
        };
        result.correlation.assign(groups, std::vector<double>(groups, 1));
        for (std::size_t g = 0; g < groups; ++g) {
            const AtBound at_bound = logs[g] <= bounds_.low[g]    ? AtBound::lower
                                     : logs[g] >= bounds_.high[g] ? AtBound::upper
                                                                  : AtBound::no;
            result.groups.push_back({trials_.free()[g], std::exp(logs[g]), std::sqrt(covariance(g, g)),
                                     std::sqrt(luck.covariance[g][g]), prior_errors_[g], at_bound});
            for (std::size_t h = 0; h < g; ++h)
                result.correlation[g][h] = result.correlation[h][g] =
                    covariance(g, h) / std::sqrt(covariance(g, g) * covariance(h, h));
        }
    }

    void add_targets(const LogFactors& logs, const Luck& luck, Calibration& result) {
        const Figures before = trials_.surely_at(LogFactors(logs.size())), after = trials_.surely_at(logs);
        for (std::size_t t = 0; t < after.size(); ++t) {
            const TargetSpec& target = trials_.targets()[t];
            const Yardstick yardstick(target);
            result.targets.push_back({target,
                                      before[t],
                                      after[t],
                                      luck.errors[t],
                                      yardstick.distance(after[t]),
                                      luck.distances[t],
                                      yardstick.is_of_logarithm(),
                                      {}});
        }
    }

    const CalibrationFiles& files_;
    const CalibrationSettings& settings_;
    LogBounds bounds_;
    std::vector<double> prior_errors_;  // of the logarithms
    int at_most_;
    Trials trials_;
    double squares_before_ = std::numeric_limits<double>::infinity();
    double squares_ = std::numeric_limits<double>::infinity();
    LogFactors best_;
};

}  // namespace

bool Calibration::reaches_all() const {
    return std::all_of(targets.begin(), targets.end(),
                       [](const TargetFit& one) { return one.trouble.empty(); });
}

Calibration calibrate(const CalibrationFiles& files, const CalibrationSettings& settings,
                      Executor& executor) {
    check_fits(files, prepare(files.study, executor));
    return Search(files, settings, executor).whole();
}

}  // namespace forestall
