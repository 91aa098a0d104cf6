#include "sim/study/influence.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/errors.hpp"
#include "sim/model/parameters.hpp"
#include "sim/study/lean.hpp"
#include "sim/study/study.hpp"

namespace forestall {

namespace {

/// Prices move nobody: they take today's model with other costs.
bool is_price(const Parameter& parameter) { return parameter.path.starts_with("costs/"); }

Model with_prices(Model model, const std::vector<CostSpec>& prices) {
    for (Cost& cost : model.costs)
        for (const CostSpec& price : prices)
            if (price.name.text == cost.name) cost.value = price.value.value;
    return model;
}

/// Over the whole study, by batch.
using Totals = std::vector<double>;

Totals totals_of(const Results& results, const std::string& measure) {
    const auto found = std::find_if(results.monthly.begin(), results.monthly.end(),
                                    [&](const Variable& one) { return one.name == measure; });
    Totals totals(influence_batches);
    if (found == results.monthly.end()) return totals;
    const auto add_up = [&](const auto& values) {
        const std::size_t cells = values.size() / totals.size();  // arm and draw are one each
        for (std::size_t i = 0; i < values.size(); ++i) totals[i / cells] += static_cast<double>(values[i]);
    };
    std::visit(add_up, found->values);
    return totals;
}

double sum_of(const Totals& totals) {
    double sum = 0;
    for (const double one : totals) sum += one;
    return sum;
}

/// The ratio of the sums less 1; its standard error by Taylor's formula for a ratio of paired batches.
InfluenceChange change_between(const Totals& today, const Totals& then) {
    const double base = sum_of(today);
    if (base == 0) return {};
    const double ratio = sum_of(then) / base;
    double squares = 0;
    for (std::size_t i = 0; i < today.size(); ++i) {
        const double miss = then[i] - ratio * today[i];
        squares += miss * miss;
    }
    const auto batches = static_cast<double>(today.size());
    return {100 * (ratio - 1), 100 * std::sqrt(squares * batches / (batches - 1)) / std::abs(base)};
}

class OneAtATime {
  public:
    OneAtATime(const StudyFiles& files, const std::vector<ParameterRange>& ranges,
               const InfluenceSettings& settings, Executor& executor)
        : files_(lean_study(files)), ranges_(ranges), settings_(settings), executor_(executor) {}

    Influences whole() {
        run_today();
        Influences influences{std::vector<Influence>(ranges_.size()), people_};
        executor_.for_each(static_cast<int>(2 * ranges_.size()), [&](int piece, int worker) {
            const auto one = static_cast<std::size_t>(piece / 2);
            Influence& influence = influences.of[one];
            if (piece % 2 == 0)
                influence.low = end_of(ranges_[one].parameter, ranges_[one].range.low);
            else
                influence.high = end_of(ranges_[one].parameter, ranges_[one].range.high);
            ++done_;
            if (worker == 0) tell();
        });
        return influences;
    }

  private:
    void tell() const {
        if (settings_.progress)
            settings_.progress(static_cast<double>(done_.load()) /
                               static_cast<double>(1 + 2 * ranges_.size()));
    }

    StudyOutcome run(const StudyFiles& files, const Model& model, Executor& executor) const {
        StudySettings settings;
        settings.seed = settings_.seed;
        settings.replicates = influence_batches;
        settings.sample = settings_.sample / influence_batches;
        settings.stop = settings_.stop;
        return run_study(files, model, settings, executor);
    }

    void run_today() {
        today_model_ = prepare(files_, executor_);
        const StudyOutcome today = run(files_, today_model_, executor_);
        for (const std::string& measure : settings_.measures)
            today_.push_back(totals_of(today.results, measure));
        people_ = today.statistics.people_at_start * influence_batches;
        ++done_;
        tell();
    }

    /// Compiled anew: a parameter may shift the mix that the start and the kept means rest on.
    InfluenceEnd end_of(std::size_t parameter, double factor) const {
        if (settings_.stop && settings_.stop->load(std::memory_order_relaxed)) throw Interrupted();
        StudyFiles files = files_;
        const Parameter scaled = parameters_of(files).at(parameter);
        scale(scaled, factor);
        SerialExecutor serial;
        std::vector<InfluenceChange> changes;
        try {
            const Model model =
                is_price(scaled) ? with_prices(today_model_, files.model.costs) : prepare(files, serial);
            const StudyOutcome then = run(files, model, serial);
            for (std::size_t m = 0; m < today_.size(); ++m)
                changes.push_back(change_between(today_[m], totals_of(then.results, settings_.measures[m])));
        } catch (const InputError&) {
            return std::nullopt;  // the range reaches what no model can be
        }
        return changes;
    }

    const StudyFiles files_;
    const std::vector<ParameterRange>& ranges_;
    const InfluenceSettings& settings_;
    Executor& executor_;
    Model today_model_;
    std::vector<Totals> today_;  // by measure
    std::uint64_t people_ = 0;
    std::atomic<int> done_{0};
};

}  // namespace

std::vector<std::string> influence_measures(const ModelSpec& model) {
    std::vector<std::string> names;
    for (const MeasureSpec& measure : model.measures) names.push_back(measure.name.text);
    for (const ContactSpec& contact : model.contacts) names.push_back(contact.name.text);
    if (!model.costs.empty()) names.push_back("cost");
    return names;
}

Influences influences_of(const StudyFiles& files, const std::vector<ParameterRange>& ranges,
                         const InfluenceSettings& settings, Executor& executor) {
    return OneAtATime(files, ranges, settings, executor).whole();
}

}  // namespace forestall
