// When the next event comes: rates, and clocks run down to it.
#include <algorithm>
#include <cmath>

#include "sim/core/eights.hpp"
#include "sim/core/vector_clones.hpp"
#include "sim/engine/moment.hpp"

namespace forestall {

namespace {

/// A clock at this rate runs out within a minute, the smallest step there is; beyond, whole numbers would
/// overflow.
constexpr float highest_rate = 0x1p57f;
/// Times found in floating point are this good; what may be first is settled in whole numbers.
constexpr float float_error = 1e-6f, one_minute = 1.0f;

/// Whole steps until a clock with `left` runs out at `rate` a step.
std::int64_t steps_until(std::int64_t left, std::int64_t rate) {
    return left <= 0 ? 0 : (left + rate - 1) / rate;
}

}  // namespace

Minutes Life::next_turn(Record person, Minutes limit) const {
    const FactorValue* factors = person.factors();
    Minutes first = limit;
    const std::size_t cell = factors[age_factor];
    if (cell + 1 < model_.age_breaks.size())
        first = std::min(first, person.birth() + model_.age_breaks[cell + 1]);
    for (std::size_t i = 0; i < model_.timers.size(); ++i) first = std::min(first, person.timers()[i]);
    for (std::size_t i = 0; i < model_.sinces.size(); ++i) {
        const Since& since = model_.sinces[i];
        const FactorValue piece = factors[since.factor];
        if (piece > 0 && piece <= since.breaks.size())
            first = std::min(first, person.stamps()[i] + since.breaks[piece - 1u]);
    }
    for (const Counter& counter : model_.counters) {
        const FactorValue value = factors[counter.factor];
        if (value > 0)
            first = std::min(first, person.counter_times()[counter.first_time + value - 1] + counter.window);
    }
    return first;
}

FORESTALL_VECTOR_CLONES
Minutes Life::schedule(Record person, Minutes t, Worker& worker, Watch* watch) const {
    const std::size_t clocks = model_.clocked.size(), width = worker.rates.size();
    const std::uint32_t* indices = worker.indices_now.data();
    ++worker.updates;
    float* rates = worker.rates.data();
    model_.rates.product(indices + lane_rates_, (t < 0 ? arm_.warm_up_base : arm_.base).data(), rates);
    for (const auto& with : with_propensity_) rates[with.clock] *= person.propensities()[with.propensity];

    // Rates in whole numbers; clocks at risk for the first time are drawn.
    std::int64_t* left = person.clocks();
    std::int64_t* whole = worker.whole_rates.data();
    float* speeds = worker.speeds.data();
    const float* parts = parts_.data();
    for (std::size_t k = 0; k < width; ++k) speeds[k] = std::min(rates[k], highest_rate) * parts[k] + 0.5f;
    bool undrawn = false;
    for (std::size_t k = 0; k < clocks; ++k) {
        whole[k] = static_cast<std::int64_t>(speeds[k]);
        undrawn |= (left[k] == not_drawn) & (whole[k] > 0);
    }
    if (undrawn)
        for (std::size_t k = 0; k < clocks; ++k)
            if (left[k] == not_drawn && whole[k] > 0)
                left[k] = draw_clock(person.key(), static_cast<int>(k), person.occurrences()[k]);

    // How soon each clock may run out, in floating point; those that may come before anything else are
    // settled in whole numbers.
    float* minutes = worker.minutes_left.data();
    for (std::size_t k = 0; k < clocks; ++k) {
        speeds[k] = static_cast<float>(whole[k]);
        minutes[k] = static_cast<float>(left[k]);
    }
    const Minutes turn = next_turn(person, t < 0 ? 0 : calendar_.horizon());
    Minutes next = turn;
    const float latest = (static_cast<float>(next - t) + one_minute) * (1 + float_error);
    bool may_come = false;
    for (std::size_t k = 0; k < width; k += eight) {
        auto& here = *reinterpret_cast<EightFloats*>(minutes + k);
        const EightFloats speed = *reinterpret_cast<const EightFloats*>(speeds + k) *
                                  *reinterpret_cast<const EightFloats*>(fastest_.data() + k);
        here = speed > 0.0f ? here / speed : EightFloats{} + 0x1p100f;
        const auto soon = here <= latest;
        for (std::size_t i = 0; i < eight; ++i) may_come |= soon[i] != 0;
    }
    if (may_come)
        for (std::size_t k = 0; k < clocks; ++k) {
            if (minutes[k] > (static_cast<float>(next - t) + one_minute) * (1 + float_error)) continue;
            if (seasoned_of_[k] >= 0) {
                const auto i = static_cast<std::size_t>(seasoned_of_[k]);
                const CalendarPattern& pattern =
                    model_.patterns[model_.seasoned[i].pattern.values[indices[lane_patterns_ + i]]];
                const std::int64_t ticks = steps_until(left[k], whole[k]);
                next = ticks == 0 ? t : pattern.first_minute(t, ticks, next);
            } else if (const std::int64_t steps = steps_until(left[k], whole[k]); steps < next - t)
                next = t + static_cast<Minutes>(steps);
        }

    // Run down, exactly; clocks under a calendar by their own time.
    const std::int64_t passed = next - t;
    for (std::size_t k = 0; k < clocks; ++k) left[k] -= whole[k] * passed;
    if (!model_.seasoned.empty()) {
        const int month_now = model_.patterns.front().month_at(t);
        const int month_next = model_.patterns.front().month_at(next);
        for (std::size_t i = 0; i < model_.seasoned.size(); ++i) {
            const SeasonedClock& seasoned = model_.seasoned[i];
            const auto k = static_cast<std::size_t>(seasoned.clock);
            const CalendarPattern& pattern =
                model_.patterns[seasoned.pattern.values[indices[lane_patterns_ + i]]];
            left[k] -= whole[k] * (pattern.ticks(next, month_next) - pattern.ticks(t, month_now) - passed);
        }
    }
    std::uint8_t cause = static_cast<std::uint8_t>(Cause::turns);
    if (next < turn)
        for (std::size_t k = clocks; k-- > 0;)
            if (left[k] <= 0 && whole[k] > 0) cause = static_cast<std::uint8_t>(k);
    person.cause() = cause;
    if (watch) {
        std::vector<double> yearly(clocks);
        for (std::size_t k = 0; k < clocks; ++k)
            yearly[k] = static_cast<double>(rates[k]) * minutes_per_year / clock_scale;
        watch->rates(t, yearly);
    }
    return next;
}

}  // namespace forestall
