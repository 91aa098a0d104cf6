// What happens at an event: clocks that run out, timers that end, breaks that change rates.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/engine/moment.hpp"

namespace forestall {

namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

}  // namespace

void Life::set_track(Moment& now, int factor, FactorValue state) const {
    FactorValue& at = now.person.factors()[factor];
    if (at == state) return;
    at = state;
    for (const int i : since_of_track_[size(factor)]) {
        now.person.stamps()[i] = now.t;
        now.person.factors()[model_.sinces[size(i)].factor] = 1;
    }
    for (const int i : scores_of_track_[size(factor)]) {
        const Score& score = model_.scores[size(i)];
        now.person.factors()[score.factor] = score.state(now.person.factors());
    }
}

void Life::start_timer(Moment& now, int id) const {
    const Timer& timer = model_.timers[size(id)];
    double draw = 1;
    if (!timer.length.is_fixed()) {
        const Block words =
            streams_.block(now.person.key(), Purpose::length, timer.stream, now.person.starts()[id]);
        draw = timer.length.quantile(uniform(words[0], words[1]));
    }
    ++now.person.starts()[id];
    double minutes = draw * static_cast<double>(model_.amounts.at(now.before.data(), timer.scale)) *
                     static_cast<double>(model_.amounts_base[size(timer.scale)]);
    if (now.worker.is_reached)
        minutes *= static_cast<double>(now.worker.felt_before.amounts[size(timer.scale)]);
    const double longest = static_cast<double>(never - 1) - now.t;
    for (const int other : timer.replaces) now.person.timers()[other] = never;
    now.person.timers()[id] = now.t + static_cast<Minutes>(std::clamp(std::round(minutes), 1.0, longest));
}

void Life::give_birth(Moment& now, int effect, std::uint32_t number) const {
    Newcomer child;
    const Block words =
        streams_.block(now.person.key(), Purpose::newborn, model_.effects[size(effect)].stream, number);
    child.key = (PersonKey{words[0]} << 32) | words[1];
    child.mother = now.person.key();
    child.time = child.birth = now.t;
    child.how = Newcomer::How::is_born;
    child.arms = now.worker.arms;
    child.is_reached = now.worker.is_reached;
    std::copy(model_.newborn.begin(), model_.newborn.end(), child.factors.begin());
    for (const int fixed : model_.fixed) child.factors[size(fixed)] = now.person.factors()[fixed];
    if (model_.sex_factor >= 0) {
        const bool boy = uniform(words[2], words[3]) < model_.share_boys;
        child.factors[size(model_.sex_factor)] =
            static_cast<FactorValue>(boy ? model_.male_state : 1 - model_.male_state);
    }
    now.worker.newborns.push_back(child);
}

void Life::apply(Moment& now, int id, std::uint32_t occurrence) const {
    const Effect& effect = model_.effects[size(id)];
    if (now.counted)
        for (const int column : effect.counts) now.worker.count(now.t, now.cell_before, column);
    feed(now, effect.counters);
    if (!effect.refers.empty()) refer(now, effect.refers, effect.stream, occurrence);
    for (const auto& set : effect.sets) {
        using Mode = Effect::Set::Mode;
        const int at = now.person.factors()[set.factor],
                  last = static_cast<int>(model_.factors[size(set.factor)].states.size()) - 1;
        const int to = set.mode == Mode::to     ? set.state
                       : set.mode == Mode::next ? std::min(at + 1, last)
                                                : std::max(at - 1, 0);
        set_track(now, set.factor, static_cast<FactorValue>(to));
    }
    if (effect.timer >= 0) start_timer(now, effect.timer);
    if (effect.life == LifeEvent::gives_birth) give_birth(now, id, occurrence);
    if (effect.life == LifeEvent::dies || effect.life == LifeEvent::leaves) {
        now.gone = true;
        now.died = effect.life == LifeEvent::dies;
    }
    if (effect.options.empty()) return;
    // Chances look at the person as they were before the event.
    const Block words = streams_.block(now.person.key(), Purpose::branch, effect.stream, occurrence);
    double rank = uniform(words[0], words[1]);
    for (const auto& option : effect.options) {
        if (option.chance >= 0) {
            float chance = model_.amounts.at(now.before.data(), option.chance) *
                           model_.amounts_base[size(option.chance)];
            if (now.worker.is_reached) chance *= now.worker.felt_before.amounts[size(option.chance)];
            rank -= static_cast<double>(chance);
            if (rank >= 0) continue;
        }
        apply(now, option.effect, occurrence);
        return;
    }
}

/// Time since and recent use start anew with each event of a process.
void Life::remember(Moment& now, const Process& process) const {
    Record person = now.person;
    for (const int i : process.since) {
        person.stamps()[i] = now.t;
        person.factors()[model_.sinces[size(i)].factor] = 1;
    }
    feed(now, process.counters);
}

void Life::feed(Moment& now, const std::vector<int>& counters) const {
    Record person = now.person;
    for (const int i : counters) {
        const Counter& counter = model_.counters[size(i)];
        Minutes* times = person.counter_times() + counter.first_time;
        std::copy_backward(times, times + counter.depth - 1, times + counter.depth);
        times[0] = now.t;
        FactorValue& value = person.factors()[counter.factor];
        value = static_cast<FactorValue>(std::min<int>(value + 1, counter.depth));
    }
}

/// Referrals are gathered; whether somebody is offered a place is decided when the month is over.
void Life::refer(Moment& now, const std::vector<int>& programmes, std::uint32_t stream,
                 std::uint32_t occurrence) const {
    if (!now.counted) return;
    for (const int id : programmes) {
        const Programme& programme = model_.programmes[size(id)];
        const Block words =
            streams_.block(now.person.key(), Purpose::referral, programme.luck.referral ^ stream, occurrence);
        if (uniform(words[0], words[1]) < programme.referral_chance)
            now.worker.referrals.push_back({now.person.key(), now.t, id, now.worker.seat});
    }
}

/// What begins and ends at this minute of what programmes deliver.
void Life::take_steps(Moment& now) const {
    Record person = now.person;
    for (std::size_t p = 0; p < model_.programmes.size(); ++p) {
        const Enrolment& enrolment = person.enrolments()[p];
        const Programme& programme = model_.programmes[p];
        if (enrolment.begins == now.t) {
            now.worker.count(now.t, now.cell_before, programme.columns.starts);
            for (const auto& set : programme.sets)
                if (set.when(now.before.data())) set_track(now, set.factor, set.state);
        }
        if (enrolment.ends == now.t)
            now.worker.count(now.t, now.cell_before,
                             enrolment.drops_out ? programme.columns.drop_outs
                                                 : programme.columns.completions);
    }
}

void Life::count(Moment& now, const Process& process, std::uint32_t occurrence) const {
    if (!now.counted) return;
    if (!process.refers.empty()) refer(now, process.refers, process.stream, occurrence);
    if (!now.worker.logged.empty() &&
        now.worker.logged[size(static_cast<int>(&process - model_.processes.data()))])
        now.worker.log.push_back({now.person.key(), now.worker.arms, now.t});
    for (const int column : process.counts) now.worker.count(now.t, now.cell_before, column);
    if (process.occurrence >= 0) {
        const auto table = size(process.occurrence);
        now.worker.books.occurrences->count(table, now.worker.indices_before[lane_occurrences_ + table]);
    }
}

void Life::fire_clock(Moment& now, int clock) const {
    const int id = model_.clocked[size(clock)];
    const Process& process = model_.processes[size(id)];
    Record person = now.person;
    const std::uint16_t occurrence = ++person.occurrences()[clock];
    if (occurrence == 0)
        throw RunError(fmt::format("'{}' happened more than 65,535 times to person {} by minute {} (its rate "
                                   "must be far too high); lower the rate",
                                   process.name, person.key(), now.t));
    person.clocks()[clock] = not_drawn;
    count(now, process, occurrence);
    apply(now, process.effect, occurrence);
    remember(now, process);
    if (now.watch) note(now, Watch::Kind::process, id);
}

/// Passes the breaks at which there was no stop. True when there were any.
bool Life::catch_up(Moment& now) const {
    // A clock that runs out in the minute of a break finds the break passed; another break is passed with it.
    return pass_breaks(now.person, now.t - (is_clock(now.person.cause()) ? 0 : 1));
}

bool Life::pass_breaks(Record person, Minutes t) const {
    FactorValue* factors = person.factors();
    bool behind = false;
    while (size(factors[age_factor]) + 1 < model_.age_breaks.size() &&
           person.birth() + model_.age_breaks[size(factors[age_factor]) + 1] <= t)
        ++factors[age_factor], behind = true;
    for (std::size_t i = 0; i < model_.sinces.size(); ++i) {
        const Since& since = model_.sinces[i];
        FactorValue& piece = factors[since.factor];
        while (piece > 0 && piece <= since.breaks.size() &&
               person.stamps()[i] + since.breaks[piece - 1u] <= t)
            ++piece, behind = true;
    }
    for (const Counter& counter : model_.counters) {
        FactorValue& value = factors[counter.factor];
        while (value > 0 && person.counter_times()[counter.first_time + value - 1] + counter.window <= t)
            --value, behind = true;
    }
    return behind;
}

void Life::shift_times(Record person, Minutes minutes) const {
    const auto shift = [minutes](Minutes* times, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            if (times[i] != never) times[i] += minutes;
    };
    shift(person.timers(), timers_);
    shift(person.stamps(), model_.sinces.size());
    shift(person.counter_times(), size(model_.counter_times));
}

void Life::take_breaks(Moment& now) const {
    Record person = now.person;
    FactorValue* factors = person.factors();
    const auto tell = [&](Watch::Kind kind, int index) {
        if (now.watch) note(now, kind, index);
    };
    while (size(factors[age_factor]) + 1 < model_.age_breaks.size() &&
           person.birth() + model_.age_breaks[size(factors[age_factor]) + 1] <= now.t) {
        ++factors[age_factor];
        tell(Watch::Kind::birthday, factors[age_factor]);
    }
    for (std::size_t i = 0; i < model_.sinces.size(); ++i) {
        const Since& since = model_.sinces[i];
        FactorValue& piece = factors[since.factor];
        while (piece > 0 && piece <= since.breaks.size() &&
               person.stamps()[i] + since.breaks[piece - 1u] <= now.t) {
            ++piece;
            tell(Watch::Kind::since_break, static_cast<int>(i));
        }
    }
    for (std::size_t i = 0; i < model_.counters.size(); ++i) {
        const Counter& counter = model_.counters[i];
        FactorValue& value = factors[counter.factor];
        while (value > 0 &&
               person.counter_times()[counter.first_time + value - 1] + counter.window <= now.t) {
            --value;
            tell(Watch::Kind::counter_falls, static_cast<int>(i));
        }
    }
}

void Life::end_timers(Moment& now) const {
    for (std::size_t i = 0; i < timers_ && !now.gone; ++i) {
        if (now.person.timers()[i] > now.t) continue;
        const Timer& timer = model_.timers[i];
        now.person.timers()[i] = never;
        if (timer.process >= 0) {
            const Process& process = model_.processes[size(timer.process)];
            count(now, process, now.person.starts()[i]);
            apply(now, timer.effect, now.person.starts()[i]);
            remember(now, process);
        } else
            apply(now, timer.effect, now.person.starts()[i]);
        if (now.watch) note(now, Watch::Kind::timer_ends, static_cast<int>(i));
    }
}

void Life::review_timers(Moment& now) const {
    bool any = has_after_;
    for (std::size_t i = 0; i < timers_; ++i) any |= now.person.timers()[i] != never;
    if (!any) return;
    const std::uint32_t* indices = now.worker.indices_now.data() + lane_timers_;
    for (std::size_t i = 0; i < timers_; ++i) {
        const Timer& timer = model_.timers[i];
        Minutes& ends = now.person.timers()[i];
        if (ends == never && timer.process < 0) continue;
        const bool holds = timer.while_.values[indices[i]] != 0;
        if (!holds)
            ends = never;
        else if (ends == never)
            start_timer(now, static_cast<int>(i));
    }
}

}  // namespace forestall
