#include "sim/model/mix_solver.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace forestall {

namespace {

constexpr int node_count = 6;
constexpr int rounds_of_means = 3;
constexpr double too_few_to_settle = 1e-9;
constexpr double step_years = 1.0 / 12;
constexpr double last_cell_years = 10;  // the open age at the end
constexpr double negligible = 1e-12;
constexpr double overshoot_allowed = 0.05;
constexpr int draws_a_timer = 24;
constexpr double cut_worth_working_out = 0.02;  // chance that a stay is cut short

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Stationary shares of a small chain by the elimination of Grassmann, Taylor and Heyman (no subtraction, so
/// no cancellation).
void settle(std::vector<double>& q, std::size_t n, double* shares) {
    for (std::size_t k = n - 1; k > 0; --k) {
        double out = 0;
        for (std::size_t j = 0; j < k; ++j) out += q[k * n + j];
        if (out <= 0) out = 1e-300;
        for (std::size_t i = 0; i < k; ++i) {
            const double into = q[i * n + k] / out;
            q[i * n + k] = into;
            for (std::size_t j = 0; j < k; ++j)
                if (j != i) q[i * n + j] += into * q[k * n + j];
        }
    }
    double sum = shares[0] = 1;
    for (std::size_t k = 1; k < n; ++k) {
        shares[k] = 0;
        for (std::size_t i = 0; i < k; ++i) shares[k] += shares[i] * q[i * n + k];
        sum += shares[k];
    }
    for (std::size_t k = 0; k < n; ++k) shares[k] /= sum;
}

/// Means of equal-share slices of a gamma distribution with mean 1.
std::vector<double> gamma_nodes(double shape) {
    std::vector<double> nodes;
    double below = 0;  // share of the total that lies below the slice
    for (int i = 1; i <= node_count; ++i) {
        const double upto =
            i == node_count ? 1.0
                            : gamma_below(shape * gamma_quantile(double(i) / node_count, shape), shape + 1);
        nodes.push_back((upto - below) * node_count);
        below = upto;
    }
    return nodes;
}

}  // namespace

/// Rates, flows and baselines of one fixed kind at one age.
struct MixSolver::Kind {
    std::vector<float> clock_rates;          // [slow][fast][clock], yearly
    std::vector<float> level_rates;          // [slow][fast][mean], yearly, only for means over levels
    std::vector<std::vector<Flow>> flows;    // per slow state
    std::vector<std::uint32_t> amount_rows;  // what `flows` were made from
    std::vector<double> time;                // [slow][node][fast]: share of time in each fast state
    std::vector<double> scale;               // per clock
    std::vector<double> mean_scale;          // per mean
    std::vector<double> target;              // per mean, yearly
};

MixSolver::MixSolver(const Model& model, std::vector<int> slow, std::vector<int> fast,
                     const std::vector<MeanToKeep>& means)
    : model_(model), slow_(std::move(slow)), fast_(std::move(fast)), means_(means) {
    row_factors_ = {age_factor};
    row_factors_.insert(row_factors_.end(), model_.fixed.begin(), model_.fixed.end());
    unit_.assign(model_.clocked.size(), minutes_per_year / clock_scale);
    find_states();
    for (std::size_t k = 0; k < model_.clocked.size() && node_propensity_ < 0; ++k) {
        const auto& sets = model_.effects[size(model_.processes[size(model_.clocked[k])].effect)].sets;
        const bool drives_fast = std::any_of(sets.begin(), sets.end(), [&](const auto& set) {
            return std::count(fast_.begin(), fast_.end(), set.factor) > 0;
        });
        if (drives_fast && model_.propensity_of[k] >= 0) node_propensity_ = model_.propensity_of[k];
    }
    for (const Timer& timer : model_.timers) {
        draws_.emplace_back();
        for (int i = 0; i < draws_a_timer; ++i)
            draws_.back().push_back(timer.length.quantile((i + 0.5) / draws_a_timer));
    }
    if (node_propensity_ >= 0) nodes_ = gamma_nodes(model_.propensities[size(node_propensity_)].shape);
}

void MixSolver::set_states(std::size_t slow, std::size_t fast, FactorValue* factors) const {
    for (std::size_t i = 0; i < slow_.size(); ++i) factors[slow_[i]] = slow_states_[slow][i];
    for (std::size_t i = 0; i < fast_.size(); ++i) factors[fast_[i]] = fast_states_[fast][i];
}

int MixSolver::slow_state(const FactorValue* factors) const {
    std::size_t index = 0;
    for (const int f : slow_) index = index * model_.factors[size(f)].states.size() + factors[f];
    return slow_index_[index];
}

int MixSolver::fast_state(const FactorValue* factors) const {
    std::size_t index = 0;
    for (const int f : fast_) index = index * model_.factors[size(f)].states.size() + factors[f];
    return static_cast<int>(index);
}

void MixSolver::outcomes(int effect_id, double chance, const FactorValue* before, FactorValue* after,
                         bool gone, const Flow& flow, std::vector<Flow>& flows) const {
    const Effect& effect = model_.effects[size(effect_id)];
    std::array<FactorValue, most_factors> saved;
    std::copy_n(after, model_.factors.size(), saved.begin());
    using Mode = Effect::Set::Mode;
    for (const auto& set : effect.sets) {
        const int last = static_cast<int>(model_.factors[size(set.factor)].states.size()) - 1;
        int to = set.state;
        if (set.mode == Mode::next) to = std::min(after[set.factor] + 1, last);
        if (set.mode == Mode::previous) to = std::max(after[set.factor] - 1, 0);
        after[set.factor] = static_cast<FactorValue>(to);
    }
    gone = gone || effect.life == LifeEvent::dies;
    double left = chance;
    for (const auto& option : effect.options) {
        const double one =
            option.chance < 0
                ? left
                : std::min(left, chance * static_cast<double>(model_.amounts.at(before, option.chance) *
                                                              model_.amounts_base[size(option.chance)]));
        if (one > 0) outcomes(option.effect, one, before, after, gone, flow, flows);
        left -= one;
    }
    if (left > negligible * chance || effect.options.empty()) {
        Flow made = flow;
        made.rate *= left;
        made.to = gone ? -1 : slow_state(after);
        made.fast_to = fast_state(after);
        if (made.to != made.from || made.fast_to != made.fast) flows.push_back(made);
    }
    std::copy_n(saved.begin(), model_.factors.size(), after);
}

void MixSolver::add_flows(std::vector<FactorValue>& factors, std::size_t slow, std::size_t fast,
                          std::vector<Flow>& flows) const {
    set_states(slow, fast, factors.data());
    std::vector<FactorValue> after = factors;
    for (std::size_t k = 0; k < model_.clocked.size(); ++k) {
        const Effect& effect = model_.effects[size(model_.processes[size(model_.clocked[k])].effect)];
        if (effect.life == LifeEvent::leaves) continue;
        outcomes(model_.processes[size(model_.clocked[k])].effect, 1, factors.data(), after.data(), false,
                 {static_cast<int>(slow), static_cast<int>(fast), 0, 0, static_cast<int>(k), -1, 1}, flows);
    }
    for (std::size_t i = 0; i < model_.timers.size(); ++i) {
        const Timer& timer = model_.timers[i];
        if (!timer.while_(factors.data())) continue;
        const double scale = static_cast<double>(model_.amounts.at(factors.data(), timer.scale) *
                                                 model_.amounts_base[size(timer.scale)]);
        const double minutes = timer.length.mean() * scale;
        outcomes(timer.effect, 1, factors.data(), after.data(), false,
                 {static_cast<int>(slow), static_cast<int>(fast), 0, 0, -1, static_cast<int>(i),
                  minutes_per_year / std::max(minutes, 1.0), scale / minutes_per_year},
                 flows);
    }
}

void MixSolver::find_states() {
    std::size_t fast_count = 1, slow_count = 1;
    for (const int f : fast_) fast_count *= model_.factors[size(f)].states.size();
    for (const int f : slow_) slow_count *= model_.factors[size(f)].states.size();
    std::vector<std::size_t> fast_sizes;
    for (const int f : fast_) fast_sizes.push_back(model_.factors[size(f)].states.size());
    for_each_combination(fast_sizes, [&](const std::vector<std::size_t>& at) {
        fast_states_.emplace_back(at.begin(), at.end());
    });
    slow_index_.assign(slow_count, -1);
    // Slow states that a newborn can come to, at any age, as any fixed kind: breadth first over the flows.
    std::vector<std::vector<FactorValue>> kinds;
    std::vector<std::size_t> sizes;
    for (const int f : row_factors_) sizes.push_back(model_.factors[size(f)].states.size());
    const auto discover = [&](const FactorValue* factors) {
        std::size_t index = 0;
        for (const int f : slow_) index = index * model_.factors[size(f)].states.size() + factors[f];
        if (slow_index_[index] >= 0) return;
        slow_index_[index] = static_cast<int>(slow_states_.size());
        slow_states_.emplace_back();
        for (const int f : slow_) slow_states_.back().push_back(factors[f]);
    };
    discover(model_.newborn.data());
    // Targets are found by letting every effect happen to every state known so far, whatever its rate.
    for (std::size_t x = 0; x < slow_states_.size(); ++x) {
        std::vector<FactorValue> factors = model_.newborn;
        for (std::size_t i = 0; i < slow_.size(); ++i) factors[size(slow_[i])] = slow_states_[x][i];
        const std::function<void(int, std::vector<FactorValue>)> spread =
            [&](int effect_id, std::vector<FactorValue> after) {
                const Effect& effect = model_.effects[size(effect_id)];
                for (const auto& set : effect.sets) {
                    const int last = static_cast<int>(model_.factors[size(set.factor)].states.size()) - 1;
                    using Mode = Effect::Set::Mode;
                    const int to = set.mode == Mode::next       ? std::min(after[size(set.factor)] + 1, last)
                                   : set.mode == Mode::previous ? std::max(after[size(set.factor)] - 1, 0)
                                                                : set.state;
                    after[size(set.factor)] = static_cast<FactorValue>(to);
                }
                for (const auto& option : effect.options) spread(option.effect, after);
                discover(after.data());
            };
        for (const auto& process : model_.processes) spread(process.effect, factors);
        for (const auto& timer : model_.timers) spread(timer.effect, factors);
    }
}

void MixSolver::prepare(Kind& kind, std::vector<FactorValue>& factors) const {
    const std::size_t clocks = model_.clocked.size(), slow = slow_states_.size(), fast = fast_states_.size();
    std::vector<float> row(size(std::max(model_.rates.width(), model_.levels.width())));
    kind.clock_rates.assign(slow * fast * clocks, 0);
    kind.level_rates.assign(slow * fast * means_.size(), 0);
    kind.flows.resize(slow);
    kind.amount_rows.resize(slow * fast * model_.amounts.groups(), UINT32_MAX);
    std::vector<std::uint32_t> amount_rows(fast * model_.amounts.groups());
    for (std::size_t x = 0; x < slow; ++x) {
        // Where people move depends on chances and lengths only: unless those change with age, it is still
        // known.
        for (std::size_t h = 0; h < fast; ++h) {
            set_states(x, h, factors.data());
            model_.amounts.indices(factors.data(), amount_rows.data() + h * model_.amounts.groups());
        }
        const auto known = kind.amount_rows.begin() + static_cast<std::ptrdiff_t>(x * amount_rows.size());
        if (kind.flows[x].empty() || !std::equal(amount_rows.begin(), amount_rows.end(), known)) {
            std::copy(amount_rows.begin(), amount_rows.end(), known);
            kind.flows[x].clear();
            for (std::size_t h = 0; h < fast; ++h) add_flows(factors, x, h, kind.flows[x]);
        }
        for (std::size_t h = 0; h < fast; ++h) {
            set_states(x, h, factors.data());
            model_.rates.evaluate(factors.data(), row.data());
            for (std::size_t k = 0; k < clocks; ++k)
                kind.clock_rates[(x * fast + h) * clocks + k] =
                    static_cast<float>(static_cast<double>(row[k] * model_.base[k]) * unit_[k]);
            for (std::size_t i = 0; i < means_.size(); ++i)
                if (means_[i].is_level)
                    kind.level_rates[(x * fast + h) * means_.size() + i] = static_cast<float>(
                        static_cast<double>(model_.levels.at(factors.data(), means_[i].column) *
                                            model_.levels_base[size(means_[i].column)]) /
                        model_.level_units[size(means_[i].column)] / means_[i].unit);
        }
    }
    kind.target.clear();
    for (const auto& mean : means_) kind.target.push_back(yearly_target(mean, factors.data(), model_));
}

/// The rate of the end of each stay in a slow state, given how fast people leave it in other ways.
void MixSolver::cut_stays_short(Kind& kind, std::size_t x) const {
    const std::size_t clocks = model_.clocked.size(), fast = fast_states_.size();
    std::vector<double> cut(fast, 0);
    for (const Flow& flow : kind.flows[x])
        if (flow.clock >= 0)
            cut[size(flow.fast)] +=
                flow.rate *
                static_cast<double>(
                    kind.clock_rates[(x * fast + size(flow.fast)) * clocks + size(flow.clock)]) *
                kind.scale[size(flow.clock)];
    for (Flow& flow : kind.flows[x]) {
        if (flow.timer < 0) continue;
        const double mean = model_.timers[size(flow.timer)].length.mean() * flow.years,
                     rate = cut[size(flow.fast)];
        flow.factor = 1;
        if (rate * mean < cut_worth_working_out) continue;
        double ends = 0;  // Laplace transform: the chance that the stay ends before it is cut
        for (const double draw : draws_[size(flow.timer)])
            ends += std::exp(-rate * draw * flow.years) / draws_a_timer;
        flow.factor = mean * rate * ends / std::max(1 - ends, 1e-9);
    }
}

void MixSolver::settle_fast(Kind& kind, const std::vector<double>& shares_of_slow) const {
    const std::size_t clocks = model_.clocked.size(), slow = slow_states_.size(), fast = fast_states_.size();
    const int enters_as = fast_state(model_.newborn.data());
    std::vector<double> even(fast * fast), by_node(fast * fast), q(fast * fast);
    for (std::size_t x = 0; x < slow; ++x) {
        const double here = std::accumulate(
            shares_of_slow.begin() + static_cast<std::ptrdiff_t>(x * nodes_.size()),
            shares_of_slow.begin() + static_cast<std::ptrdiff_t>((x + 1) * nodes_.size()), 0.0);
        if (here < too_few_to_settle) continue;
        cut_stays_short(kind, x);
        std::fill(even.begin(), even.end(), 0.0);
        std::fill(by_node.begin(), by_node.end(), 0.0);
        for (const Flow& flow : kind.flows[x]) {
            const int to = flow.to == flow.from ? flow.fast_to : enters_as;
            if (to == flow.fast) continue;
            const std::size_t at = size(flow.fast) * fast + size(to);
            if (flow.clock < 0) {
                even[at] += flow.rate * flow.factor;
                continue;
            }
            const auto k = size(flow.clock);
            const double rate =
                flow.rate * static_cast<double>(kind.clock_rates[(x * fast + size(flow.fast)) * clocks + k]) *
                kind.scale[k];
            (is_spread(k) ? by_node : even)[at] += rate;
        }
        for (std::size_t node = 0; node < nodes_.size(); ++node) {
            for (std::size_t i = 0; i < q.size(); ++i) q[i] = even[i] + nodes_[node] * by_node[i];
            settle(q, fast, kind.time.data() + (x * nodes_.size() + node) * fast);
        }
    }
}

void MixSolver::keep_means(Kind& kind, const std::vector<double>& shares, std::size_t row,
                           Problems* problems) const {
    const std::size_t clocks = model_.clocked.size(), fast = fast_states_.size();
    const std::size_t nodes = nodes_.size();
    const auto clock_mean = [&](std::size_t k) {
        const bool spread = is_spread(k);
        double mean = 0;
        for (std::size_t at = 0; at < shares.size(); ++at) {
            if (shares[at] < negligible) continue;
            const std::size_t x = at / nodes;
            double rate = 0;
            for (std::size_t h = 0; h < fast; ++h)
                rate += kind.time[at * fast + h] *
                        static_cast<double>(kind.clock_rates[(x * fast + h) * clocks + k]);
            mean += shares[at] * rate * (spread ? nodes_[at % nodes] : 1.0);
        }
        return mean * kind.scale[k];
    };
    const auto level_mean = [&](std::size_t i) {
        double mean = 0;
        for (std::size_t at = 0; at < shares.size(); ++at)
            for (std::size_t h = 0; h < fast; ++h)
                mean += shares[at] * kind.time[at * fast + h] *
                        static_cast<double>(kind.level_rates[(at / nodes * fast + h) * means_.size() + i]);
        return mean * kind.mean_scale[i];
    };
    for (int round = 0; round < rounds_of_means; ++round) {
        settle_fast(kind, shares);
        for (std::size_t i = 0; i < means_.size(); ++i) {
            double target = kind.target[i];
            for (const int other : means_[i].with) target -= clock_mean(size(other));
            const double mean = means_[i].is_level ? level_mean(i) : clock_mean(size(means_[i].column));
            if (problems && round == rounds_of_means - 1 && target < -overshoot_allowed * kind.target[i] &&
                kind.target[i] > 0)
                problems->add(means_[i].where,
                              fmt::format("'{}' cannot keep its mean at age {} {}", means_[i].name,
                                          model_.factors[age_factor]
                                              .states[row / (scales_[0].size() / model_.age_breaks.size())],
                                          "in some group"),
                              "the processes named in keep_mean alone exceed the rate",
                              "lower the rate that leads to them");
            if (mean <= 0 || kind.target[i] <= 0) continue;
            const double scale = std::max(target, 0.0) / mean;
            kind.mean_scale[i] *= std::max(scale, 1e-9);
            if (!means_[i].is_level) kind.scale[size(means_[i].column)] *= std::max(scale, 1e-9);
        }
    }
}

std::vector<double> MixSolver::step_through(const Kind& kind, std::vector<double>& shares,
                                            double years) const {
    const std::size_t clocks = model_.clocked.size(), fast = fast_states_.size(), nodes = nodes_.size(),
                      slow = slow_states_.size();
    struct Move {
        std::size_t from, to;
        double rate;
    };  // to: `shares.size()` for those who are gone
    std::vector<Move> moves;
    std::vector<double> rates((slow + 1) * nodes);
    std::vector<std::size_t> reached;
    double fastest = 0;
    for (std::size_t x = 0; x < slow; ++x) {
        // Flows to the same slow state are one move, for each node.
        reached.clear();
        for (const Flow& flow : kind.flows[x]) {
            if (flow.to == flow.from) continue;
            const std::size_t to = flow.to < 0 ? slow : size(flow.to);
            double each = flow.rate * flow.factor;
            if (flow.clock >= 0)
                each *= static_cast<double>(
                            kind.clock_rates[(x * fast + size(flow.fast)) * clocks + size(flow.clock)]) *
                        kind.scale[size(flow.clock)];
            if (each <= 0) continue;
            const bool spread = flow.clock >= 0 && is_spread(size(flow.clock));
            if (std::find(reached.begin(), reached.end(), to) == reached.end()) reached.push_back(to);
            for (std::size_t g = 0; g < nodes; ++g)
                rates[to * nodes + g] +=
                    each * kind.time[(x * nodes + g) * fast + size(flow.fast)] * (spread ? nodes_[g] : 1.0);
        }
        for (std::size_t g = 0; g < nodes; ++g) {
            double out = 0;
            for (const std::size_t to : reached) {
                double& rate = rates[to * nodes + g];
                if (rate > 0)
                    moves.push_back({x * nodes + g, to == slow ? shares.size() : to * nodes + g, rate});
                out += rate;
                rate = 0;
            }
            fastest = std::max(fastest, out);
        }
    }
    const int steps = std::max({2, static_cast<int>(std::ceil(years / step_years)),
                                static_cast<int>(std::ceil(years * fastest * 2))});
    std::vector<double> average(shares.size(), 0), change(shares.size() + 1);
    for (int step = 0; step < steps; ++step) {
        std::fill(change.begin(), change.end(), 0.0);
        for (const Move& move : moves) {
            const double moved = shares[move.from] * move.rate * (years / steps);
            change[move.from] -= moved;
            change[move.to] += moved;
        }
        double sum = 0;
        for (std::size_t i = 0; i < shares.size(); ++i) sum += shares[i] += change[i];
        for (std::size_t i = 0; i < shares.size(); ++i) average[i] += (shares[i] /= sum) / steps;
    }
    return average;
}

void MixSolver::solve_kind(std::vector<FactorValue> factors, Mix& mix, Problems& problems) {
    const std::size_t fast = fast_states_.size(), nodes = nodes_.size();
    std::vector<double> shares(slow_states_.size() * nodes, 0);
    for (std::size_t g = 0; g < nodes; ++g)
        shares[size(slow_state(model_.newborn.data())) * nodes + g] = 1.0 / static_cast<double>(nodes);
    Kind kind;
    kind.scale.assign(model_.clocked.size(), 1);
    kind.mean_scale.assign(means_.size(), 1);
    kind.time.assign(shares.size() * fast, 0);
    for (std::size_t at = 0; at < shares.size(); ++at)
        kind.time[at * fast + size(fast_state(model_.newborn.data()))] = 1;
    for (std::size_t age = 0; age < model_.age_breaks.size(); ++age) {
        factors[age_factor] = static_cast<FactorValue>(age);
        const double years =
            age + 1 < model_.age_breaks.size()
                ? (model_.age_breaks[age + 1] - model_.age_breaks[age]) / double(minutes_per_year)
                : last_cell_years;
        prepare(kind, factors);
        const std::size_t row = mix.row_of(factors.data());
        keep_means(kind, shares, row, nullptr);
        std::vector<double> ahead = shares;  // a first pass shows the mix in the middle of the cell
        keep_means(kind, step_through(kind, ahead, years), row, &problems);
        const std::vector<double> average = step_through(kind, shares, years);
        auto out = mix.shares_at(row);
        for (std::size_t x = 0; x < slow_states_.size(); ++x) {
            const double here =
                std::accumulate(average.begin() + static_cast<std::ptrdiff_t>(x * nodes),
                                average.begin() + static_cast<std::ptrdiff_t>((x + 1) * nodes), 0.0);
            for (std::size_t g = 0; g < nodes; ++g) {
                for (std::size_t h = 0; h < fast; ++h)
                    out[x * fast + h] +=
                        static_cast<float>(average[x * nodes + g] * kind.time[(x * nodes + g) * fast + h]);
                if (mix.propensity() >= 0 && here > negligible)
                    mix.slices_at(row, x)[g] = static_cast<float>(average[x * nodes + g] / here);
            }
        }
        for (std::size_t i = 0; i < means_.size(); ++i) scales_[i][row] = kind.mean_scale[i];
    }
}

Mix MixSolver::solve(Problems& problems, Executor& executor) {
    std::vector<int> tracks = slow_;
    tracks.insert(tracks.end(), fast_.begin(), fast_.end());
    std::vector<std::vector<FactorValue>> states;
    for (const auto& slow : slow_states_)
        for (const auto& fast : fast_states_) {
            states.push_back(slow);
            states.back().insert(states.back().end(), fast.begin(), fast.end());
        }
    std::vector<std::vector<std::uint32_t>> classes;
    std::vector<std::size_t> sizes;
    for (const int f : row_factors_) {
        classes.emplace_back();
        for (std::uint32_t v = 0; v < model_.factors[size(f)].states.size(); ++v) classes.back().push_back(v);
        if (f != age_factor) sizes.push_back(classes.back().size());
    }
    Mix mix(tracks, states, FactorIndex(row_factors_, classes));
    if (node_propensity_ >= 0) mix.keep_slices(node_propensity_, nodes_.size(), fast_states_.size());
    std::size_t rows = model_.age_breaks.size();
    for (const std::size_t n : sizes) rows *= n;
    scales_.assign(means_.size(), std::vector<double>(rows, 1));
    std::vector<std::vector<FactorValue>> kinds;
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        kinds.push_back(model_.newborn);
        for (std::size_t i = 0; i < at.size(); ++i)
            kinds.back()[size(model_.fixed[i])] = static_cast<FactorValue>(at[i]);
    });
    // Each kind has rows of its own in the mix and the scales, so kinds can be solved side by side.
    std::vector<Problems> of_kind(kinds.size());
    executor.for_each(static_cast<int>(kinds.size()),
                      [&](int i, int) { solve_kind(kinds[size(i)], mix, of_kind[size(i)]); });
    for (const auto& one : of_kind)
        for (const auto& problem : one.list())
            problems.add(problem.where, problem.what, problem.why, problem.remedy);
    return mix;
}

// --- The step of compile() that uses it
// -----------------------------------------------------------------------------------

void Compiler::solve_mix() {
    std::vector<int> slow, fast;
    for (const auto& name : spec_.mix.slow)
        if (const int id = factor(name, "mix"); id >= 0) slow.push_back(id);
    for (const auto& name : spec_.mix.fast)
        if (const int id = factor(name, "mix"); id >= 0) fast.push_back(id);
    if (!problems_.empty() || (slow.empty() && fast.empty() && means_.empty())) return;
    MixSolver solver(model_, slow, fast, means_);
    model_.mix = solver.solve(problems_, executor_);
    model_.fast = fast;
    for (std::size_t i = 0; i < means_.size(); ++i) {
        Term term{means_[i].column, solver.row_factors(), {}};
        for (const double scale : solver.scales()[i]) term.values.push_back(static_cast<float>(scale));
        (means_[i].is_level ? level_terms_ : rate_terms_).push_back(std::move(term));
    }
    finish_rows();
}

}  // namespace forestall
