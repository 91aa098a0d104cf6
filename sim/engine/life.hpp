// One life, from event to event.
//
// What a step means (the order is part of the interface):
//     at the time of the next event
//       1. breaks: age, time since, recent use                         (rates change; breaks that change
//          nothing for this person are caught up with at the next event)
//       2. timers that end: stays and `after` processes, in model order
//       3. else the clock that has run out, lowest first when several do in one minute
//     then
//       4. timers whose state has passed are dropped, `after` processes whose condition now holds are started
//       5. the layer is found anew; the tally hears of what changed
//       6. rates are worked out, every clock is run down to the time of the next event, and that time is
//       returned
//
// Clocks are whole numbers (2^-57 of a unit-exponential draw), rates whole numbers of those per tick: running
// down is exact, so a clock does not know how often it was looked at, and windows, breaks and other arms
// leave no trace in it. A clock is drawn when it is first at risk: until then nothing depends on it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/cache_aligned.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/engine/arms.hpp"
#include "sim/engine/record.hpp"
#include "sim/engine/watch.hpp"
#include "sim/model/compile.hpp"
#include "sim/model/indices.hpp"
#include "sim/model/model.hpp"
#include "sim/model/turns.hpp"
#include "sim/outcomes/occurrences.hpp"
#include "sim/outcomes/tally.hpp"
#include "sim/population/people.hpp"

namespace forestall {

/// What one worker keeps to itself: its tally, the newborns it has seen, scratch. Nothing here is shared.
struct alignas(cache_lines) Worker {
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    /// `lanes`: of Life::lanes.
    Worker(const Model& model, const Calendar& calendar, std::size_t lanes,
           Tally::Rows rows = Tally::Rows::all);
    Tally tally;
    OccurrenceTally occurrences;

    /// Where the strand at hand is recorded: above, unless somebody chooses otherwise.
    struct Books {
        Tally* tally = nullptr;                  // by cell; null when nobody reads it
        OccurrenceTally* occurrences = nullptr;  // never null
        Tally* batches = nullptr;                // by batch of people, whatever the cell
        Tally* totals = nullptr;                 // of everybody
        std::size_t batch = 0;
        bool is_plain() const { return batches == nullptr && totals == nullptr; }
    };
    Books books;
    void count(Minutes t, std::size_t cell, int event) {
        if (books.tally) books.tally->count(t, cell, event);
        if (books.batches) books.batches->count(t, books.batch, event);
        if (books.totals) books.totals->count(t, 0, event);
    }
    void enter(Minutes t, std::size_t cell, const Level* of) {
        if (books.tally) books.tally->enter(t, cell, of);
        if (books.batches) books.batches->enter(t, books.batch, of);
        if (books.totals) books.totals->enter(t, 0, of);
    }
    void leave(Minutes t, std::size_t cell, const Level* of) {
        if (books.tally) books.tally->leave(t, cell, of);
        if (books.batches) books.batches->leave(t, books.batch, of);
        if (books.totals) books.totals->leave(t, 0, of);
    }

    /// What is felt by a strand that programmes have reached: ratios on the model's columns.
    struct Ratios {
        bool any = false;
        AlignedVector<float> rates, levels;
        std::vector<float> amounts;
        std::vector<std::uint8_t> in_delivery;  // by programme
    };
    bool is_reached = false;  // the record at hand holds enrolments
    Ratios felt_before, felt_now;
    std::vector<Ratios> both;  // scratch of finding them: what lowers and what raises

    /// Somebody whom an event refers to a programme.
    struct Referral {
        PersonKey key = 0;
        Minutes time = 0;
        int programme = 0;
        int seat = 0;  // of the strand, as the run numbers them
    };
    std::vector<Referral> referrals;
    int seat = 0;

    /// Something that happened to somebody, kept where a study asks for it.
    struct Happened {
        PersonKey key = 0;
        ArmSet arms = 0;
        Minutes time = 0;
    };
    std::vector<std::uint8_t> logged;  // per process: kept; empty: none
    std::vector<Happened> log;

    std::vector<Newcomer> newborns;
    ArmSet arms = ~ArmSet{0};         // of the strand at hand; the newborn take them over
    AlignedVector<int> due;           // of the block at hand
    AlignedVector<std::byte> record;  // of somebody who is not kept
    std::vector<int> gone;            // slots of the block at hand whose people have died or moved away
    Minutes gone_at = never;          // of the last person who died or moved away
    bool gone_by_death = false;
    std::uint64_t updates = 0, events = 0;
    // Of the event at hand.
    AlignedVector<std::uint32_t> indices_before, indices_now;
    AlignedVector<float> rates;  // per clock
    AlignedVector<std::int64_t> whole_rates, left;
    AlignedVector<float> level_row;
    AlignedVector<Level> levels;
};

class Life {
  public:
    /// Breaks at which nothing changes for a person are passed without a stop, unless told otherwise.
    enum class Breaks { that_matter, all };
    Life(const Model& model, const ArmModel& arm, const Streams& streams, const Calendar& calendar,
         Breaks breaks = Breaks::that_matter);

    /// Whether the person whose event a worker has just lived may be offered a programme.
    bool is_eligible(const Worker& worker, std::size_t programme) const {
        return model_.programmes[programme].eligible.values[worker.indices_now[lane_eligible_ + programme]] !=
               0;
    }

    /// The same lives' rules with other luck.
    Life with_luck(const Streams& streams) const { return {model_, arm_, streams, calendar_}; }

    /// How many indices a worker keeps.
    std::size_t lanes() const { return indices_.width(); }

    /// Fills the record of somebody who begins at `newcomer.time`; returns that time, when they are next due.
    Minutes begin(Record person, const Newcomer& newcomer) const;

    /// Passes the breaks of age, time since and recent use up to and at minute t, where the record may lag
    /// behind. True when there were any.
    bool pass_breaks(Record person, Minutes t) const;
    /// Moves everything that the record remembers or has under way by `minutes`.
    void shift_times(Record person, Minutes minutes) const;

    /// A strand of which programmes think otherwise from minute t on, while it is next due at `next`: its
    /// clocks are wound back to t, exactly, and it is due at t.
    void wind_back(Record person, Minutes next, Minutes t, Worker& worker) const;
    /// The result cell that somebody is in.
    std::size_t cell_of(Record person, Worker& worker) const;
    /// Enters or leaves the worker's books at minute t, with the time at risk of everything.
    enum class Passing { enters, leaves };
    void pass(Record person, Minutes t, Passing passing, Worker& worker) const;
    /// Makes a copy of somebody's record a person with this key and luck of their own, who begins at t.
    /// Returns t.
    Minutes take_up(Record person, PersonKey key, Minutes t) const;

    /// Lives from the event at `next` until (and not including) `until`. Returns the time of the next event,
    /// `never` once gone.
    Minutes live(Record person, Minutes next, Minutes until, Worker& worker, Watch* watch = nullptr) const;

  private:
    struct Moment;  // one event under way

    void fire_clock(Moment& now, int clock) const;
    void take_breaks(Moment& now) const;
    void end_timers(Moment& now) const;
    void apply(Moment& now, int effect, std::uint32_t stream_occurrence) const;
    void set_track(Moment& now, int factor, FactorValue state) const;
    void start_timer(Moment& now, int timer) const;
    void review_timers(Moment& now) const;
    void give_birth(Moment& now, int effect, std::uint32_t number) const;
    void remember(Moment& now, const Process& process) const;
    void feed(Moment& now, const std::vector<int>& counters) const;
    void count(Moment& now, const Process& process, std::uint32_t occurrence) const;
    void note(Moment& now, Watch::Kind kind, int index) const;
    void find_before(Moment& now) const;
    void find_now(Moment& now) const;
    void find_levels(const std::uint32_t* indices, Worker& worker, const Worker::Ratios& felt,
                     Level* levels) const;
    void record_changed_levels(Moment& now) const;
    void record(Moment& now) const;
    void leave(Moment& now) const;
    void record_exposure(Moment& now, bool was_here, bool is_here) const;
    Minutes schedule(Record person, Minutes t, Worker& worker, Watch* watch) const;
    void find_rates(Record person, Minutes t, Worker& worker) const;
    void look_up(Record person, Minutes t, Worker& worker) const;
    void find_felt(Record person, const FactorValue* factors, Minutes t, Worker& worker,
                   Worker::Ratios& felt) const;
    void take_steps(Moment& now) const;  // starts and ends of delivery
    Minutes next_step(Record person, Minutes t, Minutes limit) const;
    void refer(Moment& now, const std::vector<int>& programmes, std::uint32_t stream,
               std::uint32_t occurrence) const;
    Minutes next_turn(Record person, const std::uint32_t* indices, Minutes limit) const;
    bool catch_up(Moment& now) const;
    void begin_from_past(Record person, const Newcomer& newcomer) const;
    double propensity_rank(const Newcomer& newcomer, int id) const;
    std::int64_t draw_clock(PersonKey key, int clock, std::uint32_t occurrence) const;

    const Model& model_;
    const ArmModel& arm_;
    const Streams& streams_;
    const Calendar& calendar_;
    std::vector<std::vector<int>> since_of_track_, scores_of_track_;  // per factor

    // Lanes of `indices_`.
    std::size_t lane_cell_ = 0, lane_layer_ = 0, lane_rates_ = 0, lane_levels_ = 0, lane_patterns_ = 0,
                lane_timers_ = 0, lane_occurrences_ = 0, lane_at_risk_ = 0, lane_eligible_ = 0;
    Indices indices_;
    Turns age_turns_;
    std::vector<Turns> since_turns_, counter_turns_;
    bool may_skip_ = false;  // some breaks are passed without a stop, so that factors may lag behind
    // Per clock, padded: parts of a minute that its rate is held in; how much of the high half of a clock it
    // can run down in a minute at most, for a rate of 1.
    AlignedVector<double> parts_;
    AlignedVector<float> reach_;
    /// A clock under a calendar, what its pattern is looked up by, and the pattern of each index.
    struct Seasoned {
        std::size_t clock = 0, lane = 0;
        const std::uint16_t* patterns = nullptr;
    };
    std::vector<Seasoned> seasoned_;
    std::vector<int> seasoned_of_;  // per clock: place in `seasoned_`, or -1
    std::size_t clocks_ = 0, timers_ = 0, tables_ = 0;
    bool has_after_ = false;  // some timers start by themselves, when their condition comes to hold
    std::vector<AlignedVector<std::uint32_t>>
        propensity_lanes_;  // per propensity: 1 for each clock that has it
};

}  // namespace forestall
