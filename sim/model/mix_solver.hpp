// Solves the mix: follows a cohort of each fixed kind (sex, deprivation fifth) from birth to old age through
// the model's own processes, and finds on the way the baselines that keep the means asked for.
//
// Slow tracks obey dp/da = p Q(a), stepped by a twelfth of a year within each age cell. Fast tracks are taken
// as settled for each slow state: their stationary shares (Grassmann, Taylor and Heyman 1985). Timed moves
// count as if exponential with the same mean. A propensity that drives a fast track is spread over
// equal-share nodes of its gamma distribution, so that people who are admitted often weigh in where
// readmission feeds on admission.
#pragma once

#include <optional>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/core/executor.hpp"
#include "sim/model/compiler.hpp"
#include "sim/model/model.hpp"

namespace forestall {

class MixSolver {
  public:
    MixSolver(const Model& model, std::vector<int> slow, std::vector<int> fast,
              const std::vector<MeanToKeep>& means);

    /// Solves for every fixed kind and age. Baselines come out as `scales()`; problems are added where a mean
    /// cannot hold.
    Mix solve(Problems& problems, Executor& executor);
    /// scales()[i]: factor on means[i]'s column, by row of the mix (age cell, fixed factors).
    const std::vector<std::vector<double>>& scales() const { return scales_; }
    const std::vector<int>& row_factors() const { return row_factors_; }

  private:
    struct Flow {            // one way in which a person in slow state `from`, fast state `fast` may move
        int from, fast, to;  // to: slow state, or -1: no longer there
        int fast_to;         // fast state after, when the slow state stays
        int clock;           // -1: a timed move
        int timer;           // its timer, or -1
        double rate;         // times the clock's yearly rate; or the yearly rate itself
        double years = 0;    // a timed move: the scale of its length
        double factor = 1;   // a timed move: on its rate, where stays are often cut short
    };
    struct Kind;  // what is known about one fixed kind at one age

    void find_states();
    int slow_state(const FactorValue* factors) const;
    int fast_state(const FactorValue* factors) const;
    void set_states(std::size_t slow, std::size_t fast, FactorValue* factors) const;
    void outcomes(int effect, double chance, const FactorValue* before, FactorValue* after, bool gone,
                  const Flow& flow, std::vector<Flow>& flows) const;
    void add_flows(std::vector<FactorValue>& factors, std::size_t slow, std::size_t fast,
                   std::vector<Flow>& flows) const;
    void settle_fast(Kind& kind, const std::vector<double>& shares) const;
    bool is_spread(std::size_t clock) const {
        return node_propensity_ >= 0 && model_.propensity_of[clock] == node_propensity_;
    }
    void cut_stays_short(Kind& kind, std::size_t slow) const;
    void keep_means(Kind& kind, const std::vector<double>& shares, std::size_t row, Problems* problems) const;
    void prepare(Kind& kind, std::vector<FactorValue>& factors) const;
    std::vector<double> step_through(const Kind& kind, std::vector<double>& shares, double years) const;
    void solve_kind(std::vector<FactorValue> factors, Mix& mix, Problems& problems);

    const Model& model_;
    std::vector<int> slow_, fast_, row_factors_;
    const std::vector<MeanToKeep>& means_;
    std::vector<std::vector<FactorValue>> slow_states_, fast_states_;
    std::vector<int> slow_index_;
    std::vector<double> nodes_{1.0};          // propensity nodes
    std::vector<std::vector<double>> draws_;  // per timer: equal-share draws of its length on the unit scale
    int node_propensity_ = -1;
    std::vector<std::vector<double>> scales_;
    std::vector<double> unit_;  // per clock: yearly rate of one clock unit
};

}  // namespace forestall
