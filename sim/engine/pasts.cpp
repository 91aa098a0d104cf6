#include "sim/engine/pasts.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include <fmt/format.h>

#include "sim/engine/life.hpp"

namespace forestall {

namespace {

constexpr std::size_t years_lived = 111;  // ages 0 to 110; whoever is older is like those of 110
constexpr std::size_t most_bytes = std::size_t{256} << 20;  // kept of all kinds and years together
constexpr std::uint64_t seed_of_pasts = 0x7061737473;
constexpr int rounds_of_means = 3;
constexpr double overshoot_allowed = 0.05;
constexpr double errors_allowed = 5;
constexpr Minutes longest_averaged = 10 * minutes_per_year;  // of an age cell without end
constexpr double least_scale = 1e-9;
constexpr double most_growth = 0.1;                        // of an average within an age cell
constexpr double share_of_newest = 0.3;                    // in the growth that is expected
constexpr double a_year = minutes_per_year / clock_scale;  // yearly rate of one clock unit a minute

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// A cohort is born so long before the start that it reaches the oldest age before it.
constexpr Minutes birth_of_cohort = -static_cast<Minutes>(years_lived + 1) * minutes_per_year;

/// The cohort's rates over a stretch of time, by person-time: what short stays in hospital add to a rate is
/// seen far better so than at any one moment.
class Exposure final : public Watch {
  public:
    explicit Exposure(std::size_t clocks) : sums_(clocks, 0.0) {}

    /// Forgets what there was.
    void clear() {
        time_ = 0;
        std::fill(sums_.begin(), sums_.end(), 0.0);
    }
    /// From here on nothing counts but what lies before `until`.
    void go_on(Minutes from, Minutes until) {
        until_ = until;
        // Who has no event until then goes on as before.
        std::vector<Longer> longer;
        longer.swap(longer_);
        for (Longer& one : longer) add(from, one.until, std::move(one.per_minute));
    }
    /// Mean yearly rate.
    double mean(std::size_t clock) const { return time_ > 0 ? sums_[clock] / time_ * a_year : 0; }

    void happened(Minutes, Kind, int, std::span<const FactorValue>, std::span<const FactorValue>) override {}
    void gone(Minutes, bool) override {}
    void rates(Minutes t, Minutes until, std::span<const float> per_minute) override {
        if (until <= until_)
            add_up(until - t, per_minute);
        else
            add(t, until, {per_minute.begin(), per_minute.end()});
    }

  private:
    struct Longer {
        Minutes until;
        std::vector<float> per_minute;
    };
    void add(Minutes t, Minutes until, std::vector<float> per_minute) {
        add_up(std::min(until, until_) - t, per_minute);
        if (until > until_) longer_.push_back({until, std::move(per_minute)});
    }
    void add_up(Minutes minutes, std::span<const float> per_minute) {
        const auto time = static_cast<double>(minutes);
        time_ += time;
        for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k] += time * static_cast<double>(per_minute[k]);
    }

    Minutes until_ = 0;
    double time_ = 0;
    std::vector<double> sums_;
    std::vector<Longer> longer_;
};

/// The people of one kind as they grow old. Every break is a stop: the factors that keep means change from
/// one age cell to the next, and nothing in the model says so yet.
class Cohort {
  public:
    Cohort(Model& model, const Calendar& calendar, const std::vector<KeptMean>& means,
           std::vector<FactorValue> kind, std::size_t lives, std::vector<std::vector<double>>& scales,
           Problems& problems)
        : model_(model), means_(means), kind_(std::move(kind)), scales_(scales), problems_(problems),
          streams_(seed_of_pasts, 0), arm_{"", "", model.base, model.base, model.levels_base, {}},
          life_(model, arm_, streams_, calendar, Life::Breaks::all), worker_(model, calendar, life_.lanes()),
          stride_(model.layout.stride), records_(lives * stride_), next_(lives), scale_(means.size(), 1.0),
          clock_scale_of_(model.clocked.size(), 1.0), row_(size(model.rates.width())),
          level_row_(size(model.levels.width())), copy_(stride_),
          any_level_(std::any_of(means.begin(), means.end(), [](const auto& mean) { return mean.is_level; })),
          exposure_(model_.clocked.size()), first_(means.size(), 0.0), growth_(means.size(), 1.0) {}

    void live() {
        const std::size_t number = model_.pasts.kind_of(kind_.data());
        const std::size_t lives = next_.size();
        for (std::size_t i = 0; i < lives; ++i) {
            Newcomer born;
            born.key = next_key(number);
            born.time = born.birth = birth_of_cohort;
            born.how = Newcomer::How::is_born;
            std::copy(kind_.begin(), kind_.end(), born.factors.begin());
            next_[i] = life_.begin(record(i), born);
        }
        std::size_t cell = SIZE_MAX;
        Minutes cell_begins = birth_of_cohort;
        for (std::size_t year = 0; year < years_lived; ++year) {
            const Minutes begin = birth_of_cohort + static_cast<Minutes>(year) * minutes_per_year;
            const Minutes end = begin + minutes_per_year;
            for (Minutes from = begin; from < end;) {
                const std::size_t here = cell_at(from);
                const Minutes to = here + 1 < model_.age_breaks.size()
                                       ? std::min(end, birth_of_cohort + model_.age_breaks[here + 1])
                                       : end;
                if (here != cell) {
                    find_scales(cell = here, from);
                    exposure_.clear();
                    cell_begins = from;
                }
                exposure_.go_on(from, to);
                for (std::size_t i = 0; i < lives; ++i) live_one(i, number, year, begin, from, to);
                if (to - cell_begins <= longest_averaged) keep_scales(to);
                from = to;
            }
            replace_gone(number, end);
        }
    }

  private:
    Record record(std::size_t i) { return {records_.data() + i * stride_, model_.layout}; }
    PersonKey next_key(std::size_t number) { return (PersonKey{number + 1} << 40) | ++keys_; }
    std::size_t cell_at(Minutes t) const {
        const auto& breaks = model_.age_breaks;
        return static_cast<std::size_t>(std::upper_bound(breaks.begin(), breaks.end(), t - birth_of_cohort) -
                                        breaks.begin() - 1);
    }

    /// From `from` to `to`; the first of the cohort are kept on the way, each at a time of the year of its
    /// own.
    void live_one(std::size_t i, std::size_t number, std::size_t year, Minutes begin, Minutes from,
                  Minutes to) {
        const std::size_t kept = model_.pasts.lives();
        if (i < kept) {
            const Minutes at = begin + static_cast<Minutes>((static_cast<double>(i) + 0.5) /
                                                            static_cast<double>(kept) * minutes_per_year);
            if (at >= from && at < to) {
                next_[i] = life_.live(record(i), next_[i], at, worker_, &exposure_);
                keep(i, number, year, from, at);
            }
        }
        next_[i] = life_.live(record(i), next_[i], to, worker_, &exposure_);
        worker_.newborns.clear();
    }

    /// Keeps somebody as they are at minute `at`. For one who has gone this year the one kept before stands
    /// in; for the first, somebody else, who is at minute `from` yet and lives on from there.
    void keep(std::size_t i, std::size_t number, std::size_t year, Minutes from, Minutes at) {
        const auto to = model_.pasts.at(number, year, i);
        if (next_[i] == never && i > 0) {
            std::memcpy(to.data(), model_.pasts.at(number, year, i - 1).data(), to.size());
            return;
        }
        const Record kept(copy_.data(), model_.layout);
        std::memcpy(copy_.data(), records_.data() + i * stride_, stride_);
        for (std::size_t other = i; next_[i] == never && other + 1 < next_.size();) {
            if (next_[++other] == never) continue;
            std::memcpy(copy_.data(), records_.data() + other * stride_, stride_);
            life_.pass_breaks(kept, from);
            if (life_.live(kept, life_.take_up(kept, next_key(number), from), at, worker_) != never) break;
        }
        life_.pass_breaks(kept, at);
        life_.shift_times(kept, -at);
        std::memcpy(to.data(), copy_.data(), to.size());
    }

    void replace_gone(std::size_t number, Minutes t) {
        std::vector<std::size_t> here, gone;
        for (std::size_t i = 0; i < next_.size(); ++i) (next_[i] == never ? gone : here).push_back(i);
        if (here.empty()) return;
        for (const std::size_t i : gone) {
            const PersonKey key = next_key(number);
            const Block words = streams_.block(key, Purpose::past, 0, 0);
            const auto chosen =
                static_cast<std::size_t>(uniform(words[0], words[1]) * static_cast<double>(here.size()));
            std::memcpy(records_.data() + i * stride_, records_.data() + here[chosen] * stride_, stride_);
            life_.pass_breaks(record(i), t);
            next_[i] = life_.take_up(record(i), key, t);
        }
    }

    /// The cohort's rates on average, a year, without factors on the means, as people of this age cell, and
    /// what one life adds to their spread.
    struct Averages {
        std::vector<double> clocks, clock_errors;  // per clock; standard errors
        std::vector<double> levels;                // per mean
    };
    Averages averages(Minutes t) {
        std::vector<double> squares(model_.clocked.size(), 0);
        Averages found{squares, squares, std::vector<double>(means_.size(), 0)};
        double here = 0;
        for (std::size_t i = 0; i < next_.size(); ++i) {
            if (next_[i] == never) continue;
            ++here;
            const Record person = brought_to(i, t);
            model_.rates.evaluate(person.factors(), row_.data());
            for (std::size_t k = 0; k < squares.size(); ++k) {
                const int propensity = model_.propensity_of[k];
                const double rate =
                    static_cast<double>(row_[k] * model_.base[k]) * a_year *
                    (propensity < 0 ? 1.0 : static_cast<double>(person.propensities()[propensity]));
                found.clocks[k] += rate;
                squares[k] += rate * rate;
            }
        }
        here = std::max(here, 1.0);
        for (std::size_t k = 0; k < squares.size(); ++k) {
            found.clocks[k] /= here;
            found.clock_errors[k] =
                std::sqrt(std::max(squares[k] / here - found.clocks[k] * found.clocks[k], 0.0) / here);
        }
        found.levels = average_levels(t);
        return found;
    }
    std::vector<double> average_levels(Minutes t) {
        std::vector<double> found(means_.size(), 0);
        if (!any_level_) return found;
        double here = 0;
        for (std::size_t i = 0; i < next_.size(); ++i) {
            if (next_[i] == never) continue;
            ++here;
            model_.levels.evaluate(brought_to(i, t).factors(), level_row_.data());
            for (std::size_t m = 0; m < means_.size(); ++m)
                if (means_[m].is_level) found[m] += static_cast<double>(level_row_[size(means_[m].column)]);
        }
        for (std::size_t m = 0; m < means_.size(); ++m)
            if (means_[m].is_level) {
                const auto column = size(means_[m].column);
                found[m] *= static_cast<double>(model_.levels_base[column]) / model_.level_units[column] /
                            means_[m].unit / std::max(here, 1.0);
            }
        return found;
    }
    /// A copy of somebody as they are at minute t, in the present age cell.
    Record brought_to(std::size_t i, Minutes t) {
        std::memcpy(copy_.data(), records_.data() + i * stride_, stride_);
        const Record person(copy_.data(), model_.layout);
        life_.pass_breaks(person, t);
        person.factors()[age_factor] = kind_[age_factor];
        return person;
    }

    /// What the cohort is to live the age cell with: from who they are at its start, and how much the average
    /// grew in the cell before.
    void find_scales(std::size_t cell, Minutes t) {
        if (means_.empty()) return;
        kind_[age_factor] = static_cast<FactorValue>(cell);
        const std::size_t row = row_of_means();
        const Averages has = averages(t);
        for (int round = 0; round < rounds_of_means; ++round)
            for (std::size_t m = 0; m < means_.size(); ++m) {
                const KeptMean& mean = means_[m];
                double target = mean.target[row], error = 0;
                for (const int other : mean.with) {
                    target -= has.clocks[size(other)] * clock_scale_of_[size(other)];
                    error += has.clock_errors[size(other)] * clock_scale_of_[size(other)];
                }
                // Few of the cohort are in rare states: what chance explains is no problem.
                if (round + 1 == rounds_of_means && mean.target[row] > 0 &&
                    target < -overshoot_allowed * mean.target[row] - errors_allowed * error)
                    problems_.add(mean.where,
                                  fmt::format("'{}' cannot keep its mean at age {} in some group", mean.name,
                                              model_.factors[age_factor].states[cell]),
                                  "the processes named in keep_mean alone exceed the rate",
                                  "lower the rate that leads to them");
                first_[m] = mean.is_level ? has.levels[m] : has.clocks[size(mean.column)];
                if (first_[m] <= 0 || mean.target[row] <= 0) continue;
                scale_[m] = std::max(std::max(target, 0.0) / (first_[m] * growth_[m]), least_scale);
                if (!mean.is_level) clock_scale_of_[size(mean.column)] = scale_[m];
            }
        for (std::size_t k = 0; k < clock_scale_of_.size(); ++k)
            arm_.warm_up_base[k] =
                static_cast<float>(static_cast<double>(model_.base[k]) * clock_scale_of_[k]);
    }

    /// The age cell has been lived: what its average was is what later people get.
    void keep_scales(Minutes t) {
        if (means_.empty()) return;
        const std::size_t row = row_of_means();
        const std::vector<double> levels = average_levels(t);
        for (std::size_t m = 0; m < means_.size(); ++m) {
            const KeptMean& mean = means_[m];
            const double wanted = mean.target[row];
            double target = wanted;
            for (const int other : mean.with) target -= exposure_.mean(size(other));
            const double present =
                mean.is_level ? (first_[m] + levels[m]) / 2
                              : exposure_.mean(size(mean.column)) / clock_scale_of_[size(mean.column)];
            if (present > 0 && wanted > 0) {
                scales_[m][row] = std::max(std::max(target, 0.0) / present, least_scale);
                if (first_[m] > 0)
                    growth_[m] +=
                        (std::clamp(present / first_[m], 1 - most_growth, 1 + most_growth) - growth_[m]) *
                        share_of_newest;
            } else
                scales_[m][row] = scale_[m];
        }
    }

    /// Rows of means: age cell, then the fixed factors.
    std::size_t row_of_means() const {
        std::size_t row = kind_[age_factor];
        for (const int factor : model_.fixed)
            row = row * model_.factors[size(factor)].states.size() + kind_[size(factor)];
        return row;
    }

    Model& model_;
    const std::vector<KeptMean>& means_;
    std::vector<FactorValue> kind_;
    std::vector<std::vector<double>>& scales_;
    Problems& problems_;
    Streams streams_;
    ArmModel arm_;
    Life life_;
    Worker worker_;
    std::size_t stride_;
    AlignedVector<std::byte> records_;
    std::vector<Minutes> next_;
    std::vector<double> scale_, clock_scale_of_;
    std::vector<float> row_, level_row_;
    AlignedVector<std::byte> copy_;  // of a record, brought up to date
    bool any_level_;
    Exposure exposure_;
    // Per mean: the average, without its factor, at the start of the age cell; how much more it was over the
    // whole cell, of late.
    std::vector<double> first_, growth_;
    std::uint64_t keys_ = 0;
};

}  // namespace

Pasts unlived_pasts(const Model& model, std::size_t lives) {
    std::vector<std::vector<std::uint32_t>> classes;
    for (const int factor : model.fixed) {
        classes.emplace_back(model.factors[size(factor)].states.size());
        std::iota(classes.back().begin(), classes.back().end(), 0u);
    }
    FactorIndex kind(model.fixed, classes);
    const std::size_t fit = most_bytes / (kind.size() * years_lived * model.layout.past);
    return Pasts(std::move(kind), years_lived, std::clamp<std::size_t>(fit, 1, lives), model.layout.past);
}

std::vector<std::vector<double>> live_pasts(Model& model, const std::vector<KeptMean>& means,
                                            std::size_t lives, Executor& executor, Problems& problems) {
    model.pasts = unlived_pasts(model, lives);
    std::vector<std::size_t> sizes;
    std::size_t rows = model.age_breaks.size();
    for (const int factor : model.fixed) {
        sizes.push_back(model.factors[size(factor)].states.size());
        rows *= sizes.back();
    }
    std::vector<std::vector<FactorValue>> kinds;
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        kinds.push_back(model.newborn);
        for (std::size_t i = 0; i < at.size(); ++i)
            kinds.back()[size(model.fixed[i])] = static_cast<FactorValue>(at[i]);
    });
    std::vector<std::vector<double>> scales(means.size(), std::vector<double>(rows, 1.0));
    // Cohorts are independent, and each writes to places of its own. Nothing of theirs is counted: any
    // calendar will do.
    const Calendar calendar({2000, 1, 1}, {2000, 2, 1});
    std::vector<Problems> of_kind(kinds.size());
    executor.for_each(static_cast<int>(kinds.size()), [&](int i, int) {
        Cohort(model, calendar, means, kinds[size(i)], lives, scales, of_kind[size(i)]).live();
    });
    for (const auto& one : of_kind)
        for (const auto& problem : one.list())
            problems.add(problem.where, problem.what, problem.why, problem.remedy);
    return scales;
}

}  // namespace forestall
