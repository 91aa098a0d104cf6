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
    /// `lanes`: of Life::lanes.
    Worker(const Model& model, const Calendar& calendar, std::size_t lanes);
    Tally tally;
    OccurrenceTally occurrences;
    std::vector<Newcomer> newborns;
    AlignedVector<int> due;           // of the block at hand
    AlignedVector<std::byte> record;  // of somebody who is not kept
    std::vector<int> gone;            // slots of the block at hand whose people have died or moved away
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

    /// How many indices a worker keeps.
    std::size_t lanes() const { return indices_.width(); }

    /// Fills the record of somebody who begins at `newcomer.time`; returns that time, when they are next due.
    Minutes begin(Record person, const Newcomer& newcomer) const;

    /// Passes the breaks of age, time since and recent use up to and at minute t, where the record may lag
    /// behind. True when there were any.
    bool pass_breaks(Record person, Minutes t) const;
    /// Moves everything that the record remembers or has under way by `minutes`.
    void shift_times(Record person, Minutes minutes) const;
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
    void count(Moment& now, const Process& process) const;
    void note(Moment& now, Watch::Kind kind, int index) const;
    void find_before(Moment& now) const;
    void find_now(Moment& now) const;
    void find_levels(const std::uint32_t* indices, Worker& worker, Level* levels) const;
    void record_changed_levels(Moment& now) const;
    void record(Moment& now) const;
    void leave(Moment& now) const;
    void record_exposure(Moment& now, bool was_here, bool is_here) const;
    Minutes schedule(Record person, Minutes t, Worker& worker, Watch* watch) const;
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
                lane_timers_ = 0, lane_occurrences_ = 0, lane_at_risk_ = 0;
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
