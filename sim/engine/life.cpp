#include "sim/engine/life.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/core/errors.hpp"
#include "sim/core/vector_clones.hpp"
#include "sim/engine/moment.hpp"

namespace forestall {

namespace {

/// A clock's units in units of its high half, with room for the errors of single precision.
constexpr float in_high_half = 0x1p-32f * (1 + 1e-5f);

FactorValue age_cell(const Model& model, Minutes age) {
    const auto& breaks = model.age_breaks;
    const auto cell = std::upper_bound(breaks.begin(), breaks.end(), age) - breaks.begin() - 1;
    return static_cast<FactorValue>(std::max<std::ptrdiff_t>(cell, 0));
}

std::vector<std::size_t> occurrence_cells(const Model& model) {
    std::vector<std::size_t> cells;
    for (const auto& table : model.occurrences) cells.push_back(table.cell.size());
    return cells;
}

}  // namespace

Worker::Worker(const Model& model, const Calendar& calendar, std::size_t lanes, Tally::Rows rows)
    : tally(calendar, model.cell.size(), model.event_columns, model.levels.columns(), rows),
      occurrences(occurrence_cells(model)), record(model.layout.strand_stride), indices_before(lanes),
      indices_now(lanes), rates(static_cast<std::size_t>(model.rates.width())), whole_rates(rates.size()),
      left(rates.size()), level_row(static_cast<std::size_t>(model.levels.width())),
      levels(level_row.size()) {
    newborns.reserve(4096);
    books = {&tally, &occurrences, nullptr, nullptr, 0};
    for (Ratios* felt : {&felt_before, &felt_now}) {
        felt->rates.assign(rates.size(), 1.0f);
        felt->levels.assign(level_row.size(), 1.0f);
        felt->amounts.assign(model.amounts_base.size(), 1.0f);
        felt->in_delivery.assign(model.programmes.size(), 0);
    }
    both.assign(2, felt_now);
}

namespace {

/// Everything that a person's factors point at, and which lane it has.
struct Wanted {
    std::vector<FactorIndex> indices;
    std::size_t add(const FactorIndex& index) {
        indices.push_back(index);
        return indices.size() - 1;
    }
    std::size_t add(const RowProduct& rows) {
        const std::size_t first = indices.size();
        for (std::size_t g = 0; g < rows.groups(); ++g) add(rows.group_index(g));
        return first;
    }
};

template <class Value>
std::vector<std::uint32_t> contents(const Lookup<Value>& lookup) {
    return {lookup.values.begin(), lookup.values.end()};
}

/// The cell of a table of occurrence and exposure while at risk; one and the same while not.
LaneContents while_at_risk(const Occurrence& table, const std::vector<std::size_t>& values_of) {
    std::vector<int> factors;
    const auto add = [&](const std::vector<int>& more) {
        for (const int factor : more)
            if (std::count(factors.begin(), factors.end(), factor) == 0) factors.push_back(factor);
    };
    add(table.cell.factors());
    add(table.at_risk.index.factors());
    LaneContents lane;
    std::vector<std::size_t> sizes;
    std::vector<std::vector<std::uint32_t>> classes;
    std::size_t size = 1;
    for (const int factor : factors) {
        sizes.push_back(values_of[static_cast<std::size_t>(factor)]);
        size *= sizes.back();
        classes.emplace_back();
        for (std::uint32_t v = 0; v < sizes.back(); ++v) classes.back().push_back(v);
    }
    constexpr std::size_t worth_listing = 1 << 16;
    if (size > worth_listing) return {table.cell, {}, 0};
    lane.index = FactorIndex(factors, classes);
    std::vector<FactorValue> values(values_of.size(), 0);
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        for (std::size_t i = 0; i < factors.size(); ++i)
            values[static_cast<std::size_t>(factors[i])] = static_cast<FactorValue>(at[i]);
        lane.contents.push_back(table.at_risk(values.data())
                                    ? static_cast<std::uint32_t>(table.cell(values.data()))
                                    : UINT32_MAX);
    });
    return lane;
}

/// Whether the passing of time alone may change it.
bool depends_on_time(const Model& model, const Lookup<std::uint8_t>& lookup) {
    const auto& factors = lookup.index.factors();
    return std::any_of(factors.begin(), factors.end(), [&](int factor) {
        const auto kind = model.factors[static_cast<std::size_t>(factor)].kind;
        return kind == Factor::Kind::age || kind == Factor::Kind::since || kind == Factor::Kind::counter;
    });
}

std::vector<std::size_t> values_of(const Model& model) {
    std::vector<std::size_t> values;
    for (const auto& factor : model.factors) values.push_back(factor.states.size());
    return values;
}

}  // namespace

Life::Life(const Model& model, const ArmModel& arm, const Streams& streams, const Calendar& calendar,
           Breaks breaks)
    : model_(model), arm_(arm), streams_(streams), calendar_(calendar), since_of_track_(model.factors.size()),
      scores_of_track_(model.factors.size()), indices_({}, {}, -1),
      parts_(static_cast<std::size_t>(model.rates.width()), 1.0), reach_(parts_.size(), in_high_half),
      seasoned_of_(model.clocked.size(), -1), clocks_(model.clocked.size()), timers_(model.timers.size()),
      tables_(model.occurrences.size()) {
    for (std::size_t i = 0; i < model.sinces.size(); ++i)
        if (model.sinces[i].track >= 0)
            since_of_track_[static_cast<std::size_t>(model.sinces[i].track)].push_back(static_cast<int>(i));

    for (std::size_t i = 0; i < model.scores.size(); ++i)
        for (const int track : model.scores[i].state.index.factors())
            scores_of_track_[static_cast<std::size_t>(track)].push_back(static_cast<int>(i));

    for (const Timer& timer : model.timers) has_after_ = has_after_ || timer.process >= 0;

    Wanted wanted;
    lane_cell_ = wanted.add(model.cell);
    lane_layer_ = wanted.add(model.layer.index);
    lane_rates_ = wanted.add(model.rates);
    lane_levels_ = wanted.add(model.levels);
    lane_patterns_ = wanted.indices.size();
    for (const auto& seasoned : model.seasoned) wanted.add(seasoned.pattern.index);
    lane_timers_ = wanted.indices.size();
    for (const auto& timer : model.timers) wanted.add(timer.while_.index);
    lane_occurrences_ = wanted.indices.size();
    for (const auto& table : model.occurrences) wanted.add(table.cell);
    lane_at_risk_ = wanted.indices.size();
    for (const auto& table : model.occurrences) wanted.add(table.at_risk.index);

    lane_eligible_ = wanted.indices.size();
    for (const auto& programme : model.programmes) wanted.add(programme.eligible.index);

    // What a break may change, beside rates and levels.
    const auto values = values_of(model);
    std::vector<LaneContents> others{{model.cell, {}, lane_cell_},
                                     {model.layer.index, contents(model.layer), lane_layer_}};
    for (std::size_t i = 0; i < model.seasoned.size(); ++i)
        others.push_back(
            {model.seasoned[i].pattern.index, contents(model.seasoned[i].pattern), lane_patterns_ + i});
    for (std::size_t i = 0; i < model.timers.size(); ++i)
        others.push_back({model.timers[i].while_.index, contents(model.timers[i].while_), lane_timers_ + i});
    for (std::size_t i = 0; i < model.programmes.size(); ++i)
        others.push_back(
            {model.programmes[i].eligible.index, contents(model.programmes[i].eligible), lane_eligible_ + i});
    for (const auto& programme : model.programmes)
        for (const auto& felt : programme.felt)
            if (depends_on_time(model, felt.when))
                others.push_back({felt.when.index, contents(felt.when), wanted.add(felt.when.index)});
    std::vector<TimedFactor> timed{{TimedFactor::Kind::age, age_factor, values[age_factor]}};
    for (const auto& since : model.sinces)
        timed.push_back(
            {TimedFactor::Kind::since, since.factor, values[static_cast<std::size_t>(since.factor)]});
    for (const auto& counter : model.counters)
        timed.push_back(
            {TimedFactor::Kind::counter, counter.factor, values[static_cast<std::size_t>(counter.factor)]});
    const auto turns_of = [&](std::size_t which) {
        if (breaks == Breaks::all) return Turns();
        std::vector<LaneContents> lanes = others;
        for (const RowProduct* rows : {&model.rates, &model.levels}) {
            ColumnsOfFactor columns = columns_of(timed[which].factor, *rows, values);
            if (!columns.fits) return Turns();
            if (columns.any) lanes.push_back(std::move(columns.lane));
        }
        for (const auto& table : model.occurrences) {
            lanes.push_back(while_at_risk(table, values));
            lanes.push_back({table.at_risk.index, contents(table.at_risk), 0});
        }
        for (std::size_t i = others.size(); i < lanes.size(); ++i)
            lanes[i].lane = wanted.indices.size() + i - others.size();
        Turns turns(timed, which, lanes);
        if (turns.may_skip())
            for (std::size_t i = others.size(); i < lanes.size(); ++i) wanted.add(lanes[i].index);
        return turns;
    };
    age_turns_ = turns_of(0);
    for (std::size_t i = 0; i < model.sinces.size(); ++i) since_turns_.push_back(turns_of(1 + i));
    for (std::size_t i = 0; i < model.counters.size(); ++i)
        counter_turns_.push_back(turns_of(1 + model.sinces.size() + i));
    may_skip_ = age_turns_.may_skip();
    for (const auto* turns : {&since_turns_, &counter_turns_})
        for (const Turns& one : *turns) may_skip_ = may_skip_ || one.may_skip();
    indices_ = Indices(wanted.indices, values, model.layer_factor);

    for (std::size_t i = 0; i < model.seasoned.size(); ++i) {
        const auto clock = static_cast<std::size_t>(model.seasoned[i].clock);
        seasoned_of_[clock] = static_cast<int>(i);
        seasoned_.push_back({clock, lane_patterns_ + i, model.seasoned[i].pattern.values.data()});
        parts_[clock] = 1.0 / static_cast<double>(ticks_per_minute);
        std::int64_t fastest = ticks_per_minute;
        for (const auto pattern : model.seasoned[i].pattern.values)
            fastest = std::max(fastest, model.patterns[pattern].highest_slope());
        reach_[clock] *= static_cast<float>(fastest) / static_cast<float>(ticks_per_minute);
    }
    propensity_lanes_.assign(model.propensities.size(), AlignedVector<std::uint32_t>(parts_.size(), 0));
    for (std::size_t k = 0; k < model.clocked.size(); ++k)
        if (model.propensity_of[k] >= 0)
            propensity_lanes_[static_cast<std::size_t>(model.propensity_of[k])][k] = 1;
}

std::int64_t Life::draw_clock(PersonKey key, int clock, std::uint32_t occurrence) const {
    const auto process = static_cast<std::size_t>(model_.clocked[static_cast<std::size_t>(clock)]);
    const Block words = streams_.block(key, Purpose::clock, model_.processes[process].stream, occurrence);
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(-portable_log(uniform(words[0], words[1])) * clock_scale));
}

Minutes Life::take_up(Record person, PersonKey key, Minutes t) const {
    person.key() = key;
    person.cause() = static_cast<std::uint8_t>(Cause::begins_here);
    for (std::size_t k = 0; k < clocks_; ++k) {
        person.clocks()[k] = not_drawn;
        person.occurrences()[k] = 0;
    }
    for (std::size_t i = 0; i < timers_; ++i) person.starts()[i] = 0;
    return t;
}

/// What is left of a clock does not depend on how long it has run, so fresh ones are as good as those of the
/// life that is taken over.
void Life::begin_from_past(Record person, const Newcomer& newcomer) const {
    const Minutes age = newcomer.time - newcomer.birth;
    const Block words = streams_.block(newcomer.key, Purpose::start_state, 0, 0);
    const auto past = model_.pasts.drawn(newcomer.factors.data(), static_cast<double>(age) / minutes_per_year,
                                         uniform(words[0], words[1]));
    person.take_past(past.data());
    take_up(person, newcomer.key, newcomer.time);
    shift_times(person, newcomer.time);
    person.birth() = newcomer.birth;
    person.cause() =
        static_cast<std::uint8_t>(static_cast<int>(Cause::begins_here) + static_cast<int>(newcomer.how));
    person.factors()[age_factor] = age_cell(model_, age);
}

/// Where somebody stands among all with this propensity, 0 to 1.
double Life::propensity_rank(const Newcomer& newcomer, int id) const {
    const Propensity& propensity = model_.propensities[static_cast<std::size_t>(id)];
    if (newcomer.propensity_rank >= 0 && model_.mix.propensity() == id) return newcomer.propensity_rank;
    const Block words = streams_.block(newcomer.key, Purpose::propensity, propensity.stream, 0);
    const double own = uniform(words[0], words[1]);
    if (propensity.with < 0) return own;
    const double shared = normal_quantile(propensity_rank(newcomer, propensity.with));
    const double score =
        propensity.correlation * shared +
        std::sqrt(1 - propensity.correlation * propensity.correlation) * normal_quantile(own);
    constexpr double smallest = 0x1p-53;  // a rank is never 0 or 1
    return std::clamp(normal_below(score), smallest, 1 - smallest);
}

Minutes Life::begin(Record person, const Newcomer& newcomer) const {
    const Minutes t = newcomer.time;
    if (newcomer.how != Newcomer::How::is_born && !model_.pasts.empty()) {
        begin_from_past(person, newcomer);
        return t;
    }
    person.key() = newcomer.key;
    person.birth() = newcomer.birth;
    person.cause() =
        static_cast<std::uint8_t>(static_cast<int>(Cause::begins_here) + static_cast<int>(newcomer.how));
    FactorValue* factors = person.factors();
    std::copy_n(newcomer.factors.begin(), model_.factors.size(), factors);
    for (const Score& score : model_.scores) factors[score.factor] = score.state(factors);
    const Minutes age = t - newcomer.birth;
    factors[age_factor] = age_cell(model_, age);
    for (std::size_t k = 0; k < model_.clocked.size(); ++k) {
        person.clocks()[k] = not_drawn;
        person.occurrences()[k] = 0;
    }
    for (std::size_t i = 0; i < model_.propensities.size(); ++i)
        person.propensities()[i] = static_cast<float>(
            model_.propensities[i].values.quantile(propensity_rank(newcomer, static_cast<int>(i))));
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
    Moment now{person, next, worker, watch, {}};
    FactorValue* factors = person.factors();
    bool known = false;  // whether the indices of the last event are this person's
    while (now.t < until) {
        if (may_skip_ && catch_up(now)) known = false;
        person.copy_factors(now.before.data(), model_.factors.size());
        now.counted = now.t >= 0;
        if (known) {
            std::swap(worker.indices_before, worker.indices_now);
            if (worker.is_reached) std::swap(worker.felt_before, worker.felt_now);
        } else {
            find_before(now);
            if (worker.is_reached)
                find_felt(person, now.before.data(), now.t - 1, worker, worker.felt_before);
        }
        now.cell_before = worker.indices_before[lane_cell_];
        const std::uint8_t cause = person.cause();
        const bool begins = cause >= static_cast<std::uint8_t>(Cause::begins_here) &&
                            cause <= static_cast<std::uint8_t>(Cause::arrives);
        if (begins) {
            // Stays that a person begins in (by the mix of states) are drawn afresh from here.
            // Where several stays lead into a state, the first of them.
            for (std::size_t i = 0; i < model_.timers.size(); ++i) {
                const Timer& timer = model_.timers[i];
                const auto runs = [&](int other) { return person.timers()[other] != never; };
                if (timer.process < 0 && timer.while_(factors) && !runs(static_cast<int>(i)) &&
                    std::none_of(timer.replaces.begin(), timer.replaces.end(), runs))
                    start_timer(now, static_cast<int>(i));
            }
        } else if (is_clock(cause))
            fire_clock(now, cause);
        else {
            take_breaks(now);
            if (timers_ > 0) end_timers(now);
        }
        if (worker.is_reached && !now.gone) take_steps(now);
        ++worker.events;
        if (now.gone) {
            if (now.counted) {
                leave(now);
                if (tables_ > 0) record_exposure(now, true, false);
            }
            if (watch) watch->gone(now.t, now.died);
            worker.gone_at = now.t;
            worker.gone_by_death = now.died;
            return never;
        }
        find_now(now);
        if (worker.is_reached) find_felt(person, factors, now.t, worker, worker.felt_now);
        if (timers_ > 0) review_timers(now);
        if (now.counted) {
            record(now);
            if (tables_ > 0) record_exposure(now, !begins, true);
        }
        const Minutes then = schedule(person, now.t, worker, watch);
        // The warm-up ends at minute 0, where everyone who is there begins to be counted.
        if (now.t < 0 && then >= 0) person.cause() = static_cast<std::uint8_t>(Cause::begins_here);
        now.t = then;
        known = true;
    }
    return now.t;
}

/// Before the event, the layer is known.
FORESTALL_VECTOR_CLONES
void Life::find_before(Moment& now) const {
    std::uint32_t* indices = now.worker.indices_before.data();
    const FactorValue* factors = now.person.factors();
    indices_.find(factors, indices);
    indices_.add_last(factors[model_.layer_factor], indices);
}

/// After it, the layer follows from the other factors.
FORESTALL_VECTOR_CLONES
void Life::find_now(Moment& now) const {
    std::uint32_t* indices = now.worker.indices_now.data();
    FactorValue* factors = now.person.factors();
    indices_.find(factors, indices);
    const FactorValue layer = model_.layer.values[indices[lane_layer_]];
    factors[model_.layer_factor] = layer;
    indices_.add_last(layer, indices);
}

inline void Life::find_levels(const std::uint32_t* indices, Worker& worker, const Worker::Ratios& felt,
                              Level* levels) const {
    float* row = worker.level_row.data();
    model_.levels.product(indices + lane_levels_, arm_.levels_base.data(), row);
    if (worker.is_reached) {
        for (std::size_t i = 0; i < worker.level_row.size(); ++i) row[i] *= felt.levels[i];
        for (std::size_t p = 0; p < felt.in_delivery.size(); ++p)
            row[model_.programmes[p].columns.in_delivery] = static_cast<float>(felt.in_delivery[p]);
    }
    for (std::size_t i = 0; i < worker.level_row.size(); ++i) levels[i] = static_cast<Level>(row[i] + 0.5f);
}

void Life::look_up(Record person, Minutes t, Worker& worker) const {
    indices_.find(person.factors(), worker.indices_now.data());
    indices_.add_last(person.factors()[model_.layer_factor], worker.indices_now.data());
    // What is felt changes at events only, so it is what it was just before.
    if (worker.is_reached) find_felt(person, person.factors(), t - 1, worker, worker.felt_now);
}

std::size_t Life::cell_of(Record person, Worker& worker) const {
    indices_.find(person.factors(), worker.indices_now.data());
    indices_.add_last(person.factors()[model_.layer_factor], worker.indices_now.data());
    return worker.indices_now[lane_cell_];
}

void Life::pass(Record person, Minutes t, Passing passing, Worker& worker) const {
    look_up(person, t, worker);
    const std::uint32_t* indices = worker.indices_now.data();
    find_levels(indices, worker, worker.felt_now, worker.levels.data());
    const bool enters = passing == Passing::enters;
    if (enters)
        worker.enter(t, indices[lane_cell_], worker.levels.data());
    else
        worker.leave(t, indices[lane_cell_], worker.levels.data());
    OccurrenceTally& exposures = *worker.books.occurrences;
    for (std::size_t i = 0; i < tables_; ++i) {
        if (!model_.occurrences[i].at_risk.values[indices[lane_at_risk_ + i]]) continue;
        if (enters)
            exposures.enter(i, indices[lane_occurrences_ + i], t);
        else
            exposures.leave(i, indices[lane_occurrences_ + i], t);
    }
}

/// What somebody who stays in a cell adds to its levels, where that may have changed.
inline void Life::record_changed_levels(Moment& now) const {
    Worker& worker = now.worker;
    const std::uint32_t* before = worker.indices_before.data() + lane_levels_;
    const std::uint32_t* after = worker.indices_now.data() + lane_levels_;
    std::uint64_t changed = model_.levels.eights_that_may_differ(before, after);
    if (changed == 0) return;
    Tally::Place place = worker.books.tally->place(now.t, now.cell_before);
    const float* base = arm_.levels_base.data();
    for (; changed != 0; changed &= changed - 1)
        for (auto e = static_cast<std::size_t>(std::countr_zero(changed)); e < model_.levels.eights();
             e += 64) {
            EightFloats row_before, row_after;
            model_.levels.product_of_eight(e, before, base, row_before);
            model_.levels.product_of_eight(e, after, base, row_after);
            place.add(e, __builtin_convertvector(row_after + 0.5f, EightInts) -
                             __builtin_convertvector(row_before + 0.5f, EightInts));
        }
}

/// Who comes to be at risk, or ceases to be.
void Life::record_exposure(Moment& now, bool was_here, bool is_here) const {
    const std::uint32_t* before = now.worker.indices_before.data();
    const std::uint32_t* after = now.worker.indices_now.data();
    for (std::size_t i = 0; i < model_.occurrences.size(); ++i) {
        const auto& at_risk = model_.occurrences[i].at_risk.values;
        const std::size_t cell = lane_occurrences_ + i, risk = lane_at_risk_ + i;
        const bool was = was_here && at_risk[before[risk]], is = is_here && at_risk[after[risk]];
        if (was && is && before[cell] == after[cell]) continue;
        if (was) now.worker.books.occurrences->leave(i, before[cell], now.t);
        if (is) now.worker.books.occurrences->enter(i, after[cell], now.t);
    }
}

FORESTALL_VECTOR_CLONES
void Life::leave(Moment& now) const {
    Worker& worker = now.worker;
    find_levels(worker.indices_before.data(), worker, worker.felt_before, worker.levels.data());
    worker.leave(now.t, now.cell_before, worker.levels.data());
}

FORESTALL_VECTOR_CLONES
void Life::record(Moment& now) const {
    const FactorValue* factors = now.person.factors();
    Worker& worker = now.worker;
    const std::uint32_t* indices = worker.indices_now.data();
    const std::uint32_t* indices_before = worker.indices_before.data();
    const std::size_t cell = indices[lane_cell_];
    const std::uint8_t cause = now.person.cause();
    const bool begins = cause >= static_cast<std::uint8_t>(Cause::begins_here) &&
                        cause <= static_cast<std::uint8_t>(Cause::arrives);
    if (begins) {
        find_levels(indices, worker, worker.felt_now, worker.levels.data());
        worker.enter(now.t, cell, worker.levels.data());
        if (cause == static_cast<std::uint8_t>(Cause::is_born) && model_.born_column >= 0)
            worker.count(now.t, cell, model_.born_column);
        if (cause == static_cast<std::uint8_t>(Cause::arrives) && model_.arrives_column >= 0)
            worker.count(now.t, cell, model_.arrives_column);
        if (now.watch)
            note(now,
                 cause == static_cast<std::uint8_t>(Cause::is_born)   ? Watch::Kind::born
                 : cause == static_cast<std::uint8_t>(Cause::arrives) ? Watch::Kind::arrives
                                                                      : Watch::Kind::begins,
                 0);
        return;
    }
    if (factors[model_.layer_factor] != now.before[model_.layer_factor])
        worker.count(now.t, now.cell_before, model_.first_move_column + factors[model_.layer_factor]);
    if (cell == now.cell_before && worker.books.is_plain() && !worker.is_reached)
        return record_changed_levels(now);
    find_levels(indices_before, worker, worker.felt_before, worker.levels.data());
    worker.leave(now.t, now.cell_before, worker.levels.data());
    find_levels(indices, worker, worker.felt_now, worker.levels.data());
    worker.enter(now.t, cell, worker.levels.data());
}

}  // namespace forestall
