#include "sim/fit/trials.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/errors.hpp"
#include "sim/fit/targets.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

namespace {

constexpr int batches = 8;

bool is_asked_for(const Name& stratum, const std::vector<TargetSpec>& targets) {
    return std::any_of(targets.begin(), targets.end(), [&](const TargetSpec& target) {
        return std::any_of(target.strata.begin(), target.strata.end(), [&](const auto& one) {
            return one.first.text == stratum.text || (one.first.text == "age_band" && stratum.text == "age");
        });
    });
}

/// The study as far as the targets need it: today's arm, their groups, until their last year is over.
StudyFiles for_targets(const StudyFiles& files, const std::vector<TargetSpec>& targets) {
    StudyFiles lean{files.study, files.model, files.place, {}, {}};
    lean.study.arms.resize(1);
    lean.study.arms[0].programmes.clear();
    lean.study.attribution.reset();
    lean.study.table.clear();
    lean.study.occurrences.clear();
    std::erase_if(lean.study.strata, [&](const Name& one) { return !is_asked_for(one, targets); });
    const auto is_age = [](const Name& one) { return one.text == "age"; };
    if (std::none_of(lean.study.strata.begin(), lean.study.strata.end(), is_age))
        lean.study.age_bands.clear();
    int last_year = 0;
    for (const TargetSpec& target : targets) last_year = std::max(last_year, target.year);
    const Date over{last_year + 1, 1, 1};
    if (days_since_epoch(over) < days_since_epoch(lean.study.end)) lean.study.end = over;
    add_person_days(lean.model);
    return lean;
}

FittedSpec with_factors(const std::vector<FreeSpec>& free) {
    FittedSpec fitted;
    for (const FreeSpec& one : free) fitted.groups.push_back({one.paths, 1, 0});
    return fitted;
}

}  // namespace

Trials::Trials(const StudyFiles& study, std::vector<TargetSpec> targets, std::vector<FreeSpec> free,
               const TrialSettings& settings, Executor& executor)
    : study_(for_targets(study, targets)), targets_(std::move(targets)), free_(std::move(free)),
      settings_(settings), executor_(executor) {}

StudyOutcome Trials::run(const LogFactors& logs, int replicates) {
    if (settings_.stop && settings_.stop->load(std::memory_order_relaxed)) throw Interrupted();
    if (has_limit_ && made_ >= settings_.at_most) throw OutOfTrials();
    StudyFiles files = study_;
    std::vector<double> factors;
    for (const double log : logs) factors.push_back(std::exp(log));
    Problems problems;
    apply_factors(with_factors(free_), factors, files, problems);
    problems.raise_if_any();
    StudySettings settings;
    settings.seed = settings_.seed;
    settings.replicates = replicates;
    settings.sample = settings_.sample / replicates;
    settings.stop = settings_.stop;
    if (settings_.progress) settings.progress = [&](double share) { settings_.progress(made_ + share); };
    const Model model = prepare(files, executor_);
    StudyOutcome outcome = run_study(files, model, settings, executor_);
    ++made_;
    return outcome;
}

std::optional<Figures> Trials::figures_at(const LogFactors& logs) {
    const StudyOutcome outcome = run(logs, 1);
    people_ = outcome.statistics.people_at_start;
    Figures figures;
    for (const TargetSpec& target : targets_)
        figures.push_back(figure_for(target, outcome.results, 0, settings_.sample));
    return figures;
}

const std::optional<Figures>& Trials::at(const LogFactors& logs) {
    if (const auto found = known_.find(logs); found != known_.end()) return found->second;
    std::optional<Figures> figures;
    try {
        figures = figures_at(logs);
    } catch (const InputError&) {
        ++made_;  // a rate, or a sum of chances, that no model can have
    }
    return known_.emplace(logs, std::move(figures)).first->second;
}

const Figures& Trials::surely_at(const LogFactors& logs) {
    if (const auto& figures = at(logs)) return *figures;
    figures_at(logs);  // throws as it did before
    throw InputError(Problem{{}, "no model can be made with these factors", "", "choose narrower bounds"});
}

std::vector<Figures> Trials::batches_at(const LogFactors& logs) {
    const StudyOutcome outcome = run(logs, batches);
    std::vector<Figures> all(batches);
    for (std::size_t batch = 0; batch < batches; ++batch)
        for (const TargetSpec& target : targets_)
            all[batch].push_back(figure_for(target, outcome.results, batch, settings_.sample / batches));
    return all;
}

}  // namespace forestall
