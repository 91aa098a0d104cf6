// Everybody alive in a run, strand by strand, as programmes see them at a month's end: who may be offered a
// place, and the one way to treat somebody differently in some arms.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/engine/arms_outcome.hpp"
#include "sim/engine/life.hpp"
#include "sim/engine/store.hpp"

namespace forestall {

/// Where a strand's record lies. Stays the same while the strand lives.
using Seat = int;

class Crowd {
  public:
    Crowd(const Model& model, const Life& life, const Streams& streams, const Calendar& calendar, int arms,
          ArmSet named, int people_per_block, bool has_programmes, int workers);

    const Model& model() const { return model_; }
    const Calendar& calendar() const { return calendar_; }
    int arms() const { return arms_; }

    // --- What programmes see --------------------------------------------------------------------
    struct Standing {
        ArmSet arms = 0;
        Seat seat = 0;
        float leaning = 0;  // by luck, for life: from 0 to 1, or the error of a score, standard normal
        float risk = 0;     // events a year, weighted; 0 where the programme has no score
    };
    /// Every strand that is eligible for a programme in one of `arms` and not done with it, in order of seat.
    /// Holds until the next call.
    const std::vector<Standing>& eligible(int programme, ArmSet arms, Executor& executor);
    /// No arm of this strand will ever offer the programme again.
    void be_done(Seat seat, int programme);
    bool is_here(Seat seat, PersonKey key);
    bool is_eligible(Seat seat, int programme);
    Record record(Seat seat);
    /// A copy of the record with every break up to minute t passed, in `memory`.
    Record record_at(Seat seat, Minutes t, AlignedVector<std::byte>& memory);
    ArmSet arms_of(Seat seat);
    /// Places of the strands of somebody whom arms treat differently, beside the first.
    const std::vector<Seat>& other_strands(PersonKey key) const;
    /// Calls visit(seat) for each strand that programmes have reached.
    template <class Visit>
    void for_each_reached(Visit&& visit) {
        Store& store = stores_[1];
        for (int block = 0; block < store.blocks(); ++block)
            for (int i = 0; i < store.per_block(); ++i)
                if (store.next(block)[static_cast<std::size_t>(i)] != never) visit(seat_of(1, block, i));
    }
    /// Those whom an event of the month past refers, in order of time.
    std::vector<Worker::Referral> take_referrals();

    /// What happens to these people in the time to come, in every arm's present care but with other luck: per
    /// seat, the sum over (clock, weight) of how often it happens times its weight. The run is not changed.
    std::vector<float> tried_out(const std::vector<Seat>& seats,
                                 const std::vector<std::pair<int, double>>& clocks, Minutes t, Minutes within,
                                 const Streams& luck, Executor& executor) const;

    /// From now on it is kept when these processes happen, to whom and in which arms.
    void log(const std::vector<int>& processes);
    std::vector<Worker::Happened> take_log();
    /// Calls visit(seat) for every strand.
    template <class Visit>
    void for_each_strand(Visit&& visit) {
        for (int which = 0; which < 2; ++which) {
            Store& store = stores_[static_cast<std::size_t>(which)];
            for (int block = 0; block < store.blocks(); ++block)
                for (int i = 0; i < store.per_block(); ++i)
                    if (store.next(block)[static_cast<std::size_t>(i)] != never)
                        visit(seat_of(which, block, i));
        }
    }

    // --- What programmes do ---------------------------------------------------------------------
    /// From minute t on the strand is lived apart in `part` of its arms, and due at t. Returns where that
    /// strand lies; its record holds enrolments.
    Seat part(Seat seat, ArmSet part, Minutes t);
    /// Counts events of a strand at minute t in some of its arms.
    void count(Seat seat, ArmSet arms, Minutes t, int column);

    // --- What the run does ----------------------------------------------------------------------
    Store& store(int which) { return stores_[static_cast<std::size_t>(which)]; }
    Seat seat_of(int which, int block, int index) const {
        return 2 * (block * stores_[0].per_block() + index) + which;
    }
    Worker& worker(int id) { return *workers_[static_cast<std::size_t>(id)]; }
    int workers() const { return static_cast<int>(workers_.size()); }
    /// A new strand begins in a slot.
    void sit(int which, Store::Slot slot, ArmSet arms);
    /// Lives everyone of a block who is due; `block` counts through both stores.
    void live_block(int which, int block, Minutes until, Worker& worker);
    void release_gone(int which, int block, Worker& worker);
    /// Around work that may free slots.
    void before_work();
    void after_work();
    /// Endings tell what has happened, not only that it differs.
    void keep_what_happened() { keeps_happened_ = true; }
    /// The outcome tells who has ever been eligible for a programme.
    void keep_reachable() { keeps_reachable_ = true; }
    void born(const std::vector<Newcomer>& children);
    /// Sums of all workers so far of what is not lived in every arm; exact, whoever recorded it.
    SplitSums split_sums() const;
    /// As ArmsOutcome::difference, of what has been recorded so far.
    Tally difference(int arm, int from) const;
    std::size_t tally_bytes() const;
    ArmsOutcome finish(RunStatistics statistics);

  private:
    struct Slot {
        int which, block, index;
    };
    Slot slot_of(Seat seat) const {
        const int number = seat >> 1, per_block = stores_[0].per_block();
        return {seat & 1, number / per_block, number % per_block};
    }
    /// The books of a set of arms, of one worker.
    struct SetBooks {
        std::unique_ptr<Tally> cells, by_batch, totals;  // kept by the part of the set that they are for
        std::unique_ptr<OccurrenceTally> exposures;
    };
    void open_books(int which, int block, int index, Worker& worker);
    void use_books(ArmSet set, PersonKey key, Worker& worker);
    void end(Record person, ArmSet arms, Minutes gone, std::vector<Ending>& endings) const;
    void note_standing(int which, int block, int index, Worker& worker);

    const Model& model_;
    const Life& life_;
    const Streams& streams_;
    const Calendar& calendar_;
    int arms_;
    ArmSet everyone_, named_, others_;
    bool has_programmes_;
    std::vector<std::vector<Standing>> found_by_block_;
    std::vector<Standing> found_;
    std::vector<Store> stores_;  // those whom no programme has reached; strands that one has
    std::vector<std::unique_ptr<Worker>> workers_;
    /// Per worker; keyed by the part of a set that is named, or is not.
    struct Books {
        std::unordered_map<ArmSet, SetBooks> named, others;
        OccurrenceTally unread;  // of sets without named arms
        std::vector<Ending> endings;
        std::vector<PersonKey> eligible;  // who began to be, once or again
    };
    std::vector<Books> books_;
    Books& books_of(const Worker& worker);
    std::unordered_map<PersonKey, std::vector<Seat>> other_strands_;
    std::vector<char> gone_[2];  // blocks in which somebody has gone
    std::uint64_t strands_ = 0;
    bool keeps_happened_ = false, keeps_reachable_ = false;
    std::vector<std::pair<PersonKey, PersonKey>> children_;  // and their mothers, in order of birth
    std::vector<PersonKey> reachable();
};

/// Chooses whom programmes start. Called at the start of each month, when everybody has lived up to it.
class Meeting {
  public:
    virtual ~Meeting() = default;
    virtual void meet(int month, Minutes t, Crowd& crowd, Executor& executor) = 0;
};

}  // namespace forestall
