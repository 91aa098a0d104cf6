// When the next event comes: rates, and clocks run down to it.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "sim/core/eights.hpp"
#include "sim/core/vector_clones.hpp"
#include "sim/engine/moment.hpp"

namespace forestall {

namespace {

/// A clock at this rate runs out within a minute, the smallest step there is; beyond, whole numbers would
/// overflow.
constexpr double highest_rate = 0x1p57;
/// Times found in floating point are this good; what may be first is settled in whole numbers.
constexpr double float_error = 1e-9;

/// Whole steps until a clock with `left` runs out at `rate` a step.
std::int64_t steps_until(std::int64_t left, std::int64_t rate) {
    return left <= 0 ? 0 : (left + rate - 1) / rate;
}

/// For so few a call of memcpy costs more than the copying.
inline void copy_clocks(const std::int64_t* from, std::int64_t* to, std::size_t count) {
    std::size_t k = 0;
    for (; k + four <= count; k += four)
        *reinterpret_cast<FourInts*>(to + k) = *reinterpret_cast<const FourInts*>(from + k);
    for (; k + 2 <= count; k += 2) std::memcpy(to + k, from + k, 2 * sizeof *to);
    for (; k < count; ++k) std::memcpy(to + k, from + k, sizeof *to);
}

}  // namespace

Minutes Life::next_turn(Record person, const std::uint32_t* indices, Minutes limit) const {
    const FactorValue* factors = person.factors();
    Minutes first = limit;
    const std::size_t cell = factors[age_factor];
    const std::size_t next_cell = age_turns_.may_skip() ? age_turns_.next(indices, cell) : cell + 1;
    if (next_cell < model_.age_breaks.size())
        first = std::min(first, person.birth() + model_.age_breaks[next_cell]);
    for (std::size_t i = 0; i < model_.timers.size(); ++i) first = std::min(first, person.timers()[i]);
    for (std::size_t i = 0; i < model_.sinces.size(); ++i) {
        const Since& since = model_.sinces[i];
        const FactorValue piece = factors[since.factor];
        if (piece == 0) continue;
        const std::size_t next_piece =
            since_turns_[i].may_skip() ? since_turns_[i].next(indices, piece) : piece + 1u;
        // Piece p + 1 begins at break p - 1.
        if (next_piece <= since.breaks.size() + 1)
            first = std::min(first, person.stamps()[i] + since.breaks[next_piece - 2]);
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
    for (std::size_t i = 0; i < propensity_lanes_.size(); ++i) {
        const EightFloats propensity = EightFloats{} + person.propensities()[i], one = EightFloats{} + 1.0f;
        for (std::size_t k = 0; k < width; k += eight) {
            const auto& has = *reinterpret_cast<const EightIndices*>(propensity_lanes_[i].data() + k);
            *reinterpret_cast<EightFloats*>(rates + k) *= has != 0 ? propensity : one;
        }
    }

    // Rates in whole numbers; clocks at risk for the first time are drawn. Everything is worked out in fours,
    // on a copy of the clocks that has room for whole ones; what lies beyond the last clock has rate 0.
    std::int64_t* left = worker.left.data();
    std::int64_t* whole = worker.whole_rates.data();
    copy_clocks(person.clocks(), left, clocks);
    FourInts undrawn{};
    for (std::size_t k = 0; k < width; k += four) {
        const auto rate =
            __builtin_convertvector(*reinterpret_cast<const FourFloats*>(rates + k), FourDoubles);
        const auto& parts = *reinterpret_cast<const FourDoubles*>(parts_.data() + k);
        auto& here = *reinterpret_cast<FourInts*>(whole + k);
        to_whole((rate < highest_rate ? rate : FourDoubles{} + highest_rate) * parts, here);
        undrawn |= (*reinterpret_cast<const FourInts*>(left + k) == not_drawn) & (here != 0);
    }
    if (any(undrawn))
        for (std::size_t k = 0; k < clocks; ++k)
            if (left[k] == not_drawn && whole[k] > 0)
                left[k] = draw_clock(person.key(), static_cast<int>(k), person.occurrences()[k]);

    // How soon each clock may run out at the earliest, in floating point; those that may come before anything
    // else are settled in whole numbers, and of those that come in one minute the first.
    const Minutes turn = next_turn(person, indices, t < 0 ? 0 : calendar_.horizon());
    Minutes next = turn;
    std::uint8_t cause = static_cast<std::uint8_t>(Cause::turns);
    double* minutes = worker.minutes_left.data();
    const double latest = (static_cast<double>(next - t) + 1) * (1 + float_error);
    FourInts soon{};
    for (std::size_t k = 0; k < width; k += four) {
        FourDoubles remaining, speed;
        to_double(*reinterpret_cast<const FourInts*>(left + k), remaining);
        to_double(*reinterpret_cast<const FourInts*>(whole + k), speed);
        speed *= *reinterpret_cast<const FourDoubles*>(fastest_.data() + k);
        auto& here = *reinterpret_cast<FourDoubles*>(minutes + k);
        here = speed > 0.0 ? remaining / speed : FourDoubles{} + 0x1p100;
        soon |= here <= latest;
    }
    if (any(soon))
        for (std::size_t k = 0; k < clocks; ++k) {
            if (minutes[k] > latest) continue;
            Minutes then = next;
            if (seasoned_of_[k] >= 0) {
                const auto i = static_cast<std::size_t>(seasoned_of_[k]);
                const CalendarPattern& pattern =
                    model_.patterns[model_.seasoned[i].pattern.values[indices[lane_patterns_ + i]]];
                const std::int64_t ticks = steps_until(left[k], whole[k]);
                then = ticks == 0 ? t : pattern.first_minute(t, ticks, next);
            } else if (const std::int64_t steps = steps_until(left[k], whole[k]); steps < next - t)
                then = t + static_cast<Minutes>(steps);
            if (then < next) next = then, cause = static_cast<std::uint8_t>(k);
        }
    person.cause() = cause;

    // Run down, exactly; clocks under a calendar by their own time.
    const std::int64_t passed = next - t;
    for (std::size_t k = 0; k < width; k += four)
        *reinterpret_cast<FourInts*>(left + k) -= *reinterpret_cast<const FourInts*>(whole + k) * passed;
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
    copy_clocks(left, person.clocks(), clocks);
    if (watch) {
        std::vector<double> yearly(clocks);
        for (std::size_t k = 0; k < clocks; ++k)
            yearly[k] = static_cast<double>(rates[k]) * minutes_per_year / clock_scale;
        watch->rates(t, yearly);
    }
    return next;
}

}  // namespace forestall
