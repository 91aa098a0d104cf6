// When the next event comes: rates, and clocks run down to it.
#include <algorithm>
#include <cmath>

#include "sim/core/vector_clones.hpp"
#include "sim/engine/moment.hpp"

namespace forestall {

namespace {

constexpr double one_minute = 1.0;
/// A clock at this rate runs out within a minute, the smallest step there is; beyond, whole numbers would
/// overflow.
constexpr float highest_rate = 0x1p45f;

/// Whole minutes until a clock with `left` runs out at `rate` a tick.
Minutes minutes_until(std::int64_t left, std::int64_t rate) {
    if (left <= 0) return 0;
    const std::int64_t a_minute = rate * ticks_per_minute;
    return static_cast<Minutes>((left + a_minute - 1) / a_minute);
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
    const std::size_t clocks = model_.clocked.size();
    const FactorValue* factors = person.factors();
    ++worker.updates;
    float* rates = worker.rates.data();
    model_.rates.evaluate(factors, rates);
    const float* base = t < 0 ? arm_.warm_up_base.data() : arm_.base.data();
    for (std::size_t k = 0; k < worker.rates.size(); ++k) rates[k] *= base[k];
    for (std::size_t k = 0; k < clocks; ++k)
        if (model_.propensity_of[k] >= 0) rates[k] *= person.propensities()[model_.propensity_of[k]];

    // Unstretched clocks: the least time left, found in floating point and settled in whole numbers.
    std::int64_t* left = person.clocks();
    std::int64_t* whole = worker.whole_rates.data();
    double least = 1e300;
    for (std::size_t k = 0; k < clocks; ++k)
        whole[k] = static_cast<std::int64_t>(std::min(rates[k], highest_rate));
    for (std::size_t k = 0; k < clocks; ++k) {
        // A rate of zero gives infinity, which is never the least; a stretched clock waits for its turn
        // below.
        const double a_minute =
            is_seasoned_[k] ? 0.0 : static_cast<double>(whole[k]) * static_cast<double>(ticks_per_minute);
        const double minutes = a_minute > 0 ? static_cast<double>(left[k]) / a_minute : 1e300;
        least = std::min(least, minutes);
    }
    const Minutes limit = t < 0 ? 0 : calendar_.horizon();
    const Minutes turn = next_turn(person, limit);
    Minutes next = turn;
    if (least - one_minute <= static_cast<double>(next) - t)
        for (std::size_t k = 0; k < clocks; ++k) {
            if (whole[k] == 0 || is_seasoned_[k]) continue;
            const double minutes = static_cast<double>(left[k]) /
                                   (static_cast<double>(whole[k]) * static_cast<double>(ticks_per_minute));
            if (minutes <= least + one_minute) next = std::min(next, t + minutes_until(left[k], whole[k]));
        }

    // Clocks under a calendar: is there enough stretched time before `next`? Only then is the minute looked
    // for.
    const auto month_at = [&](Minutes at) { return model_.patterns.front().month_at(at); };
    const int month_now = model_.seasoned.empty() ? 0 : month_at(t);
    int month_next = model_.seasoned.empty() ? 0 : month_at(next);
    for (const SeasonedClock& seasoned : model_.seasoned) {
        const auto k = static_cast<std::size_t>(seasoned.clock);
        if (whole[k] == 0) continue;
        const CalendarPattern& pattern = model_.patterns[seasoned.pattern(factors)];
        const std::int64_t ticks = left[k] <= 0 ? 0 : (left[k] + whole[k] - 1) / whole[k];
        if (pattern.ticks(next, month_next) - pattern.ticks(t, month_now) < ticks) continue;
        next = ticks == 0 ? t : pattern.first_minute(t, ticks, next);
        month_next = month_at(next);
    }

    const std::int64_t ticks = static_cast<std::int64_t>(next - t) * ticks_per_minute;
    for (std::size_t k = 0; k < clocks; ++k) left[k] -= is_seasoned_[k] ? 0 : whole[k] * ticks;
    for (const SeasonedClock& seasoned : model_.seasoned) {
        const auto k = static_cast<std::size_t>(seasoned.clock);
        if (whole[k] == 0) continue;
        const CalendarPattern& pattern = model_.patterns[seasoned.pattern(factors)];
        left[k] -= whole[k] * (pattern.ticks(next, month_next) - pattern.ticks(t, month_now));
    }
    std::uint8_t cause = static_cast<std::uint8_t>(Cause::turns);
    if (next < turn)
        for (std::size_t k = clocks; k-- > 0;)
            if (left[k] <= 0 && whole[k] > 0) cause = static_cast<std::uint8_t>(k);
    person.cause() = cause;
    if (watch) {
        std::vector<double> yearly(clocks);
        for (std::size_t k = 0; k < clocks; ++k)
            yearly[k] = static_cast<double>(rates[k]) * static_cast<double>(ticks_per_minute) *
                        minutes_per_year / clock_scale;
        watch->rates(t, yearly);
    }
    return next;
}

}  // namespace forestall
