// When the next event comes: rates, and clocks run down to it.
#include <algorithm>
#include <bit>
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
/// Rates are rounded to whole numbers a step; over a run of 4,000 years of steps that is at most this much
/// of the high half of what is left.
constexpr float rounding = 2048;
constexpr float high_undrawn = -0x1p31f;  // the high half of `not_drawn`; none that has been drawn is so low
constexpr std::size_t thirty_two = 32;

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Whole steps until a clock with `left` runs out at `rate` a step.
std::int64_t steps_until(std::int64_t left, std::int64_t rate) {
    return left <= 0 ? 0 : (left + rate - 1) / rate;
}

// Clocks are copied in whole fours and back. What is written in parts and soon read as a whole makes the
// processor wait, so the last four is put together before it is written.
inline void copy_from_record(const std::int64_t* from, std::size_t count, std::int64_t* to) {
    std::size_t k = 0;
    for (; k + four <= count; k += four)
        *reinterpret_cast<FourInts*>(to + k) = *reinterpret_cast<const FourInts*>(from + k);
    auto& last = *reinterpret_cast<FourInts*>(to + k);
    switch (count - k) {
    case 1: last = FourInts{from[k], 0, 0, 0}; break;
    case 2: last = FourInts{from[k], from[k + 1], 0, 0}; break;
    case 3: last = FourInts{from[k], from[k + 1], from[k + 2], 0}; break;
    default: break;
    }
}
inline void copy_to_record(const std::int64_t* from, std::size_t count, std::int64_t* to) {
    std::size_t k = 0;
    for (; k + four <= count; k += four)
        *reinterpret_cast<FourInts*>(to + k) = *reinterpret_cast<const FourInts*>(from + k);
    for (; k + 2 <= count; k += 2) std::memcpy(to + k, from + k, 2 * sizeof *to);
    for (; k < count; ++k) to[k] = from[k];
}

}  // namespace

Minutes Life::next_turn(Record person, const std::uint32_t* indices, Minutes limit) const {
    const FactorValue* factors = person.factors();
    Minutes first = limit;
    const auto breaks_ahead = [&](const Turns& turns, std::size_t value) {
        return turns.may_skip() ? turns.breaks_to_change(indices, value) : 1;
    };
    const std::size_t cell = factors[age_factor];
    if (const std::size_t then = cell + breaks_ahead(age_turns_, cell); then < model_.age_breaks.size())
        first = std::min(first, person.birth() + model_.age_breaks[then]);
    for (std::size_t i = 0; i < timers_; ++i) first = std::min(first, person.timers()[i]);
    for (std::size_t i = 0; i < since_turns_.size(); ++i) {
        const Since& since = model_.sinces[i];
        const std::size_t piece = factors[since.factor];
        if (piece == 0) continue;
        // Piece p + 1 begins at break p - 1.
        if (const std::size_t then = piece + breaks_ahead(since_turns_[i], piece);
            then <= since.breaks.size() + 1)
            first = std::min(first, person.stamps()[i] + since.breaks[then - 2]);
    }
    const Minutes* times = person.counter_times();
    for (std::size_t i = 0; i < counter_turns_.size(); ++i) {
        const Counter& counter = model_.counters[i];
        const std::size_t value = factors[counter.factor];
        if (value == 0) continue;
        // From value v to v - 1 when the v-th latest event leaves the window.
        if (const std::size_t breaks = breaks_ahead(counter_turns_[i], value); breaks <= value)
            first = std::min(first, times[size(counter.first_time) + value - breaks] + counter.window);
    }
    return first;
}

Minutes Life::next_step(Record person, Minutes t, Minutes limit) const {
    Minutes first = limit;
    for (std::size_t p = 0; p < model_.programmes.size(); ++p) {
        const Enrolment& enrolment = person.enrolments()[p];
        const Programme& programme = model_.programmes[p];
        if (enrolment.begins == never || t - enrolment.ends >= programme.longest_waning) continue;
        if (t < enrolment.begins)
            first = std::min(first, enrolment.begins);
        else if (t < enrolment.ends)
            first = std::min(first, enrolment.ends);
        for (const Felt& effect : programme.felt)
            first = std::min(first, effect.course.next_step(t, enrolment.begins, enrolment.ends));
    }
    return first;
}

/// Every clock's rate from minute t on, as a number and in whole numbers, of somebody whose indices are
/// known.
__attribute__((always_inline)) inline void Life::find_rates(Record person, Minutes t, Worker& worker) const {
    const std::size_t width = parts_.size();
    const std::uint32_t* indices = worker.indices_now.data();
    float* rates = worker.rates.data();
    model_.rates.product(indices + lane_rates_, (t < 0 ? arm_.warm_up_base : arm_.base).data(), rates);
    const std::size_t propensities = propensity_lanes_.size();
    for (std::size_t i = 0; i < propensities; ++i) {
        const EightFloats propensity = EightFloats{} + person.propensities()[i], one = EightFloats{} + 1.0f;
        const std::uint32_t* lanes = propensity_lanes_[i].data();
        for (std::size_t k = 0; k < width; k += eight) {
            const auto& has = *reinterpret_cast<const EightIndices*>(lanes + k);
            *reinterpret_cast<EightFloats*>(rates + k) *= has != 0 ? propensity : one;
        }
    }

    if (worker.is_reached && worker.felt_now.any)
        for (std::size_t k = 0; k < width; k += eight)
            *reinterpret_cast<EightFloats*>(rates + k) *=
                *reinterpret_cast<const EightFloats*>(worker.felt_now.rates.data() + k);

    // Everything is worked out in eights or fours; what lies beyond the last clock has rate 0.
    std::int64_t* whole = worker.whole_rates.data();
    const double* all_parts = parts_.data();
    for (std::size_t k = 0; k < width; k += four) {
        const auto rate =
            __builtin_convertvector(*reinterpret_cast<const FourFloats*>(rates + k), FourDoubles);
        const auto& parts = *reinterpret_cast<const FourDoubles*>(all_parts + k);
        to_whole((rate < highest_rate ? rate : FourDoubles{} + highest_rate) * parts,
                 *reinterpret_cast<FourInts*>(whole + k));
    }
}

FORESTALL_VECTOR_CLONES
void Life::wind_back(Record person, Minutes next, Minutes t, Worker& worker) const {
    if (next == t) return;  // what is due happens then; rates are found anew after it
    look_up(person, t, worker);
    find_rates(person, t, worker);
    const std::uint32_t* indices = worker.indices_now.data();
    for (std::size_t k = 0; k < clocks_; ++k) {
        std::int64_t passed = next - t;
        if (seasoned_of_[k] >= 0) {
            const Seasoned& seasoned = seasoned_[size(seasoned_of_[k])];
            const CalendarPattern& pattern = model_.patterns[seasoned.patterns[indices[seasoned.lane]]];
            passed = pattern.ticks(next, pattern.month_at(next)) - pattern.ticks(t, pattern.month_at(t));
        }
        person.clocks()[k] += worker.whole_rates[k] * passed;
    }
    person.cause() = static_cast<std::uint8_t>(Cause::turns);
}

FORESTALL_VECTOR_CLONES
Minutes Life::schedule(Record person, Minutes t, Worker& worker, Watch* watch) const {
    const std::size_t clocks = clocks_, width = parts_.size();
    const std::uint32_t* indices = worker.indices_now.data();
    const CalendarPattern* patterns = model_.patterns.data();
    ++worker.updates;
    find_rates(person, t, worker);
    const float* rates = worker.rates.data();
    const std::int64_t* whole = worker.whole_rates.data();
    // On a copy of the clocks that has room for whole eights.
    std::int64_t* left = worker.left.data();
    copy_from_record(person.clocks(), clocks, left);

    // Clocks at risk for the first time are drawn.
    for (std::size_t first = 0; first < width; first += thirty_two) {
        EightIndices undrawn{}, bit = lane_bits;
        const std::size_t last = std::min(width, first + thirty_two);
        for (std::size_t k = first; k < last; k += eight, bit <<= eight) {
            EightFloats high;
            high_halves(left + k, high);
            const auto& rate = *reinterpret_cast<const EightFloats*>(rates + k);
            undrawn |= reinterpret_cast<EightIndices>((high == high_undrawn) & (rate > 0.0f)) & bit;
        }
        for (std::uint32_t some = all_lanes(undrawn); some != 0; some &= some - 1) {
            const std::size_t k = first + static_cast<std::size_t>(std::countr_zero(some));
            left[k] = draw_clock(person.key(), static_cast<int>(k), person.occurrences()[k]);
        }
    }

    // Which clocks may run out before anything else, from the high halves of what is left, in single
    // precision and on the safe side; those few are settled in whole numbers, and of those that come in one
    // minute the first.
    Minutes turn = next_turn(person, indices, t < 0 ? 0 : calendar_.horizon());
    if (worker.is_reached) turn = next_step(person, t, turn);
    Minutes next = turn;
    std::uint8_t cause = static_cast<std::uint8_t>(Cause::turns);
    const EightFloats ahead = EightFloats{} + static_cast<float>(next - t);
    for (std::size_t first = 0; first < width; first += thirty_two) {
        EightIndices soon{}, bit = lane_bits;
        const std::size_t last = std::min(width, first + thirty_two);
        for (std::size_t k = first; k < last; k += eight, bit <<= eight) {
            EightFloats high;
            high_halves(left + k, high);
            const auto& rate = *reinterpret_cast<const EightFloats*>(rates + k);
            const auto& reach = *reinterpret_cast<const EightFloats*>(reach_.data() + k);
            soon |=
                reinterpret_cast<EightIndices>((high <= rate * reach * ahead + rounding) & (rate > 0.0f)) &
                bit;
        }
        for (std::uint32_t some = all_lanes(soon); some != 0; some &= some - 1) {
            const std::size_t k = first + static_cast<std::size_t>(std::countr_zero(some));
            if (whole[k] == 0) continue;
            const std::int64_t steps = steps_until(left[k], whole[k]);
            Minutes then = next;
            if (seasoned_of_[k] >= 0) {
                const Seasoned& seasoned = seasoned_[static_cast<std::size_t>(seasoned_of_[k])];
                const CalendarPattern& pattern = patterns[seasoned.patterns[indices[seasoned.lane]]];
                then = steps == 0 ? t : pattern.first_minute(t, steps, next);
            } else if (steps < next - t)
                then = t + static_cast<Minutes>(steps);
            if (then < next) next = then, cause = static_cast<std::uint8_t>(k);
        }
    }
    person.cause() = cause;

    // Run down, exactly; clocks under a calendar by their own time, in the record: the copy has just been
    // written in fours.
    const std::int64_t passed = next - t;
    for (std::size_t k = 0; k < width; k += four)
        *reinterpret_cast<FourInts*>(left + k) -= *reinterpret_cast<const FourInts*>(whole + k) * passed;
    copy_to_record(left, clocks, person.clocks());
    if (!seasoned_.empty()) {
        const int month_now = model_.patterns.front().month_at(t);
        const int month_next = model_.patterns.front().month_at(next);
        for (const Seasoned& seasoned : seasoned_) {
            const CalendarPattern& pattern = patterns[seasoned.patterns[indices[seasoned.lane]]];
            const std::size_t k = seasoned.clock;
            person.clocks()[k] -=
                whole[k] * (pattern.ticks(next, month_next) - pattern.ticks(t, month_now) - passed);
        }
    }
    if (watch) watch->rates(t, next, {rates, clocks});
    return next;
}

}  // namespace forestall
