#include "sim/engine/life.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/errors.hpp"
#include "sim/core/vector_clones.hpp"
#include "sim/engine/moment.hpp"

namespace forestall {

Worker::Worker(const Model& model, const Calendar& calendar)
    : tally(calendar, model.cell.size(), model.event_columns, model.levels.columns()),
      rates(static_cast<std::size_t>(model.rates.width())),
      levels(static_cast<std::size_t>(model.levels.width())), whole_rates(rates.size()), now(levels.size()),
      before(levels.size()), level_rows(model.levels.groups()), level_rows_before(model.levels.groups()) {
    newborns.reserve(4096);
}

Life::Life(const Model& model, const ArmModel& arm, const Streams& streams, const Calendar& calendar)
    : model_(model), arm_(arm), streams_(streams), calendar_(calendar),
      is_seasoned_(static_cast<std::size_t>(model.rates.width()), 0), since_of_track_(model.factors.size()) {
    for (const auto& seasoned : model.seasoned) is_seasoned_[static_cast<std::size_t>(seasoned.clock)] = 1;
    for (std::size_t i = 0; i < model.sinces.size(); ++i)
        if (model.sinces[i].track >= 0)
            since_of_track_[static_cast<std::size_t>(model.sinces[i].track)].push_back(static_cast<int>(i));
}

std::int64_t Life::new_clock(PersonKey key, int clock, std::uint32_t occurrence) const {
    const Block words = streams_.block(
        key, Purpose::clock, static_cast<std::uint32_t>(model_.clocked[static_cast<std::size_t>(clock)]),
        occurrence);
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(-portable_log(uniform(words[0], words[1])) * clock_scale));
}

Minutes Life::begin(Record person, const Newcomer& newcomer) const {
    const Minutes t = newcomer.time;
    person.key() = newcomer.key;
    person.birth() = newcomer.birth;
    person.cause() =
        static_cast<std::uint8_t>(static_cast<int>(Cause::begins_here) + static_cast<int>(newcomer.how));
    FactorValue* factors = person.factors();
    std::copy_n(newcomer.factors.begin(), model_.factors.size(), factors);
    const Minutes age = t - newcomer.birth;
    const auto cell = std::upper_bound(model_.age_breaks.begin(), model_.age_breaks.end(), age) -
                      model_.age_breaks.begin() - 1;
    factors[age_factor] = static_cast<FactorValue>(std::max<std::ptrdiff_t>(cell, 0));
    for (std::size_t k = 0; k < model_.clocked.size(); ++k) {
        person.clocks()[k] = new_clock(newcomer.key, static_cast<int>(k), 0);
        person.occurrences()[k] = 0;
    }
    for (std::size_t i = 0; i < model_.propensity_shapes.size(); ++i) {
        const Block words =
            streams_.block(newcomer.key, Purpose::propensity, static_cast<std::uint32_t>(i), 0);
        const bool ranked = newcomer.propensity_rank >= 0 && model_.mix.propensity() == static_cast<int>(i);
        person.propensities()[i] = static_cast<float>(
            model_.propensities[i].quantile(ranked ? newcomer.propensity_rank : uniform(words[0], words[1])));
    }
    for (std::size_t i = 0; i < model_.sinces.size(); ++i)
        person.stamps()[i] = model_.sinces[i].track >= 0 ? t : never;
    for (int i = 0; i < model_.counter_times; ++i) person.counter_times()[i] = never;
    for (std::size_t i = 0; i < model_.timers.size(); ++i) person.timers()[i] = never, person.starts()[i] = 0;
    return t;
}

void Life::note(Moment& now, Watch::Kind kind, int index) const {
    const std::size_t n = model_.factors.size();
    now.watch->happened(now.t, kind, index, {now.before.data(), n}, {now.person.factors(), n});
}

Minutes Life::live(Record person, Minutes next, Minutes until, Worker& worker, Watch* watch) const {
    Moment now{person, next, worker, watch};
    FactorValue* factors = person.factors();
    while (now.t < until) {
        std::copy_n(factors, model_.factors.size(), now.before.begin());
        now.counted = now.t >= 0;
        now.cell_before = model_.cell(now.before.data());
        const std::uint8_t cause = person.cause();
        const bool begins = cause >= static_cast<std::uint8_t>(Cause::begins_here) &&
                            cause <= static_cast<std::uint8_t>(Cause::arrives);
        if (begins) {
            // Stays that a person begins in (by the mix of states) are drawn afresh from here.
            for (std::size_t i = 0; i < model_.timers.size(); ++i)
                if (model_.timers[i].process < 0 && person.timers()[i] == never &&
                    model_.timers[i].while_(factors))
                    start_timer(now, static_cast<int>(i));
        } else if (is_clock(cause))
            fire_clock(now, cause);
        else {
            take_breaks(now);
            end_timers(now);
        }
        ++worker.events;
        if (now.gone) {
            if (now.counted) {
                model_.levels.evaluate(now.before.data(), worker.levels.data());
                for (std::size_t i = 0; i < worker.levels.size(); ++i)
                    worker.now[i] = static_cast<std::int64_t>(worker.levels[i] * arm_.levels_base[i] + 0.5f);
                worker.tally.leave(now.t, now.cell_before, worker.now.data());
            }
            if (watch) watch->gone(now.t, now.died);
            return never;
        }
        review_timers(now);
        factors[model_.layer_factor] = model_.layer(factors);
        if (now.counted) record(now);
        const Minutes then = schedule(person, now.t, worker, watch);
        // The warm-up ends at minute 0, where everyone who is there begins to be counted.
        if (now.t < 0 && then >= 0) person.cause() = static_cast<std::uint8_t>(Cause::begins_here);
        now.t = then;
    }
    return now.t;
}

FORESTALL_VECTOR_CLONES
void Life::record(Moment& now) const {
    const FactorValue* factors = now.person.factors();
    Worker& worker = now.worker;
    const std::size_t cell = model_.cell(factors);
    const std::uint8_t cause = now.person.cause();
    const auto levels_of = [&](const FactorValue* of, AlignedVector<std::int64_t>& out) {
        model_.levels.evaluate(of, worker.levels.data());
        for (std::size_t i = 0; i < worker.levels.size(); ++i)
            out[i] = static_cast<std::int64_t>(worker.levels[i] * arm_.levels_base[i] + 0.5f);
    };
    const bool begins = cause >= static_cast<std::uint8_t>(Cause::begins_here) &&
                        cause <= static_cast<std::uint8_t>(Cause::arrives);
    if (begins) {
        levels_of(factors, worker.now);
        worker.tally.enter(now.t, cell, worker.now.data());
        if (cause == static_cast<std::uint8_t>(Cause::is_born) && model_.born_column >= 0)
            worker.tally.count(now.t, cell, model_.born_column);
        if (cause == static_cast<std::uint8_t>(Cause::arrives) && model_.arrives_column >= 0)
            worker.tally.count(now.t, cell, model_.arrives_column);
        if (now.watch)
            note(now,
                 cause == static_cast<std::uint8_t>(Cause::is_born)   ? Watch::Kind::born
                 : cause == static_cast<std::uint8_t>(Cause::arrives) ? Watch::Kind::arrives
                                                                      : Watch::Kind::begins,
                 0);
        return;
    }
    const FactorValue* before = now.before.data();
    if (factors[model_.layer_factor] != before[model_.layer_factor])
        worker.tally.count(now.t, now.cell_before, model_.first_move_column + factors[model_.layer_factor]);
    model_.levels.indices(factors, worker.level_rows.data());
    model_.levels.indices(before, worker.level_rows_before.data());
    bool same_levels = true;
    for (std::size_t g = 0; g < worker.level_rows.size(); ++g)
        same_levels &= worker.level_rows[g] == worker.level_rows_before[g];
    if (cell == now.cell_before && same_levels) return;
    levels_of(factors, worker.now);
    if (same_levels) {
        worker.tally.leave(now.t, now.cell_before, worker.now.data());
        worker.tally.enter(now.t, cell, worker.now.data());
        return;
    }
    levels_of(before, worker.before);
    if (cell == now.cell_before)
        return worker.tally.shift(now.t, cell, worker.before.data(), worker.now.data());
    worker.tally.leave(now.t, now.cell_before, worker.before.data());
    worker.tally.enter(now.t, cell, worker.now.data());
}

}  // namespace forestall
