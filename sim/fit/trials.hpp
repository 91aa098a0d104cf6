// Trials: the study run with some factors on its free parameters, always with the same luck, and what its
// results say to the targets. A trial is made once, however often it is asked for.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/model/calibration.hpp"
#include "sim/study/study.hpp"

namespace forestall {

/// Logarithms of the factors, by group of free parameters.
using LogFactors = std::vector<double>;
/// By target.
using Figures = std::vector<double>;

/// As many trials as were allowed have been made.
class OutOfTrials : public std::runtime_error {
  public:
    OutOfTrials() : std::runtime_error("out of trials") {}
};

struct TrialSettings {
    std::uint64_t seed = 1;
    double sample = 1;
    int at_most = 1000;  // trials; more throw OutOfTrials
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double trials_done)> progress = {};
};

class Trials {
  public:
    Trials(const StudyFiles& study, std::vector<TargetSpec> targets, std::vector<FreeSpec> free,
           const TrialSettings& settings, Executor& executor);

    /// Nothing where no model can be made or run with these factors. Throws Interrupted, OutOfTrials.
    const std::optional<Figures>& at(const LogFactors& logs);
    /// As `at`, but throws the InputError.
    const Figures& surely_at(const LogFactors& logs);

    /// The figures of eight parts of the sample, each with people and luck of its own.
    std::vector<Figures> batches_at(const LogFactors& logs);

    /// What follows is not counted against the limit.
    void lift_limit() { has_limit_ = false; }

    int made() const { return made_; }
    std::uint64_t people() const { return people_; }
    const std::vector<TargetSpec>& targets() const { return targets_; }
    const std::vector<FreeSpec>& free() const { return free_; }

  private:
    StudyOutcome run(const LogFactors& logs, int replicates);
    std::optional<Figures> figures_at(const LogFactors& logs);

    StudyFiles study_;
    std::vector<TargetSpec> targets_;
    std::vector<FreeSpec> free_;
    TrialSettings settings_;
    Executor& executor_;
    std::map<LogFactors, std::optional<Figures>> known_;
    int made_ = 0;
    bool has_limit_ = true;
    std::uint64_t people_ = 0;
};

}  // namespace forestall
