#include "sim/engine/run.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/engine/crowd.hpp"

namespace forestall {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr std::uint64_t blocks_a_stretch = 256;    // of lives lived one by one
constexpr std::uint64_t people_a_piece = 1 << 16;  // of choosing who belongs to a sample

class Run {
  public:
    Run(const PlaceSpec& place, const Model& model, const ArmModel& arm, int arms, ArmSet named,
        Meeting* meeting, const Calendar& calendar, const RunSettings& settings, Executor& executor)
        : model_(model), meeting_(meeting), calendar_(calendar), settings_(settings), executor_(executor),
          everyone_(all_arms(arms)), streams_(settings.seed, settings.replicate),
          life_(model, arm, streams_, calendar), people_(place, model, streams_, settings.sample),
          arrivals_(place, model, streams_, calendar, settings.sample),
          crowd_(model, life_, streams_, calendar, arms, named, settings.people_per_block, meeting != nullptr,
                 executor.workers()) {
        if (settings.keep_what_happened) crowd_.keep_what_happened();
        if (settings.keep_reachable) crowd_.keep_reachable();
    }

    ArmsOutcome whole() {
        const auto start = Clock::now();
        choose_people();
        if (settings_.window == Window::none && meeting_ == nullptr) {
            live_one_by_one();
            statistics_.seconds_windows = seconds_since(start);
            return finish();
        }
        place_starting_people();
        statistics_.seconds_start = seconds_since(start);
        if (meeting_ != nullptr) {
            // Everybody who is there at the start is counted before anybody is chosen.
            live_all(1);
            meet(0, 1);
        }
        for (const Minutes end : window_ends()) {
            const auto window = Clock::now();
            live_window(end);
            statistics_.seconds_windows += seconds_since(window);
            if (meeting_ != nullptr && end < calendar_.horizon()) meet(month_, end);
            if (settings_.progress) settings_.progress(static_cast<double>(end) / calendar_.horizon());
        }
        return finish();
    }

  private:
    void check_stop() const {
        if (settings_.stop && settings_.stop->load(std::memory_order_relaxed)) throw Interrupted();
    }

    /// Work on each block; stops promptly between blocks when asked to.
    template <class Work>
    void for_each_block(int blocks, Work&& work) {
        executor_.for_each(blocks, [&](int block, int worker) {
            if (!(settings_.stop && settings_.stop->load(std::memory_order_relaxed)))
                work(block, crowd_.worker(worker));
        });
        check_stop();
    }

    std::vector<Minutes> window_ends() const {
        std::vector<Minutes> ends;
        const int months = calendar_.months();
        for (int m = 1; m <= months; ++m) {
            const bool cut = settings_.window == Window::month || meeting_ != nullptr ||
                             (settings_.window == Window::year && calendar_.month_date(m).month == 1);
            if (cut || m == months) ends.push_back(calendar_.month_start(m));
        }
        return ends;
    }

    /// The people of the sample, in order; `chosen_` stays empty when it is everyone.
    void choose_people() {
        const std::uint64_t all = people_.size();
        statistics_.people_at_start = all;
        if (settings_.only != nullptr) {
            // Keys of those at the start are their numbers, from 1; others' keys are scattered and far
            // higher.
            for (const PersonKey key : *settings_.only)
                if (key <= all) chosen_.push_back(key - 1);
            statistics_.people_at_start = chosen_.size();
            return;
        }
        if (settings_.sample >= 1) return;
        std::vector<std::vector<std::uint64_t>> pieces((all + people_a_piece - 1) / people_a_piece);
        for_each_block(static_cast<int>(pieces.size()), [&](int piece, Worker&) {
            const std::uint64_t first = static_cast<std::uint64_t>(piece) * people_a_piece;
            people_.choose(first, std::min(all, first + people_a_piece),
                           pieces[static_cast<std::size_t>(piece)]);
        });
        for (const auto& piece : pieces) chosen_.insert(chosen_.end(), piece.begin(), piece.end());
        statistics_.people_at_start = chosen_.size();
        if (chosen_.empty())
            throw InputError(
                Problem{{},
                        fmt::format("a sample of {:g} of {} people has nobody in it", settings_.sample, all),
                        "there is nobody to simulate",
                        "take a larger sample"});
    }

    /// Calls `visit(newcomer)` for the starting people numbered [first, last) among those chosen.
    template <class Visit>
    void for_each_starting(std::uint64_t first, std::uint64_t last, Visit&& visit) const {
        std::size_t group = 0;
        for (std::uint64_t n = first; n < last; ++n)
            visit(people_.person(settings_.sample >= 1 && settings_.only == nullptr ? n : chosen_[n], group));
    }

    /// Slots go to people in order; then blocks are filled side by side.
    void place_starting_people() {
        const std::uint64_t count = statistics_.people_at_start;
        Store& store = crowd_.store(0);
        store.take(count);
        crowd_.before_work();
        const auto per_block = static_cast<std::uint64_t>(store.per_block());
        for_each_block(store.blocks(), [&](int block, Worker& worker) {
            const std::uint64_t first = static_cast<std::uint64_t>(block) * per_block;
            int slot = 0;
            for_each_starting(first, std::min(first + per_block, count), [&](const Newcomer& newcomer) {
                Record person = store.record(block, slot);
                Minutes& next = store.next(block)[static_cast<std::size_t>(slot)];
                crowd_.sit(0, {block, slot}, newcomer.arms);
                next = life_.live(person, life_.begin(person, newcomer), 0, worker);
                if (next == never) worker.gone.push_back(slot);
                ++slot;
            });
            crowd_.release_gone(0, block, worker);
        });
        crowd_.after_work();
    }

    /// Programmes choose, at minute t, when the month begins.
    void meet(int month, Minutes t) {
        const auto start = Clock::now();
        meeting_->meet(month, t, crowd_, executor_);
        statistics_.seconds_meetings += seconds_since(start);
        check_stop();
    }

    /// Where nobody meets, nobody need be kept: each life is lived from its beginning to its end in one
    /// record that stays in the processor's cache.
    void live_one_by_one() {
        const auto per_block = static_cast<std::uint64_t>(settings_.people_per_block);
        const auto live = [&](const Newcomer& newcomer, Worker& worker) {
            Record person(worker.record.data(), model_.layout);
            life_.live(person, life_.begin(person, newcomer), calendar_.horizon(), worker);
        };
        const auto live_all_of = [&](const std::vector<Newcomer>& people) {
            const std::uint64_t count = people.size();
            for_each_block(static_cast<int>((count + per_block - 1) / per_block),
                           [&](int piece, Worker& worker) {
                               const std::uint64_t first = static_cast<std::uint64_t>(piece) * per_block;
                               for (std::uint64_t i = first; i < std::min(first + per_block, count); ++i)
                                   live(people[i], worker);
                           });
        };
        // In stretches, so that progress is seen and the newborn do not pile up.
        const std::uint64_t count = statistics_.people_at_start, stretch = blocks_a_stretch * per_block;
        for (std::uint64_t from = 0; from < count; from += stretch) {
            const std::uint64_t to = std::min(count, from + stretch);
            for_each_block(
                static_cast<int>((to - from + per_block - 1) / per_block), [&](int piece, Worker& worker) {
                    const std::uint64_t first = from + static_cast<std::uint64_t>(piece) * per_block;
                    for_each_starting(first, std::min(first + per_block, to),
                                      [&](const Newcomer& newcomer) { live(newcomer, worker); });
                });
            live_newborns(live_all_of);
            if (settings_.progress) settings_.progress(static_cast<double>(to) / static_cast<double>(count));
        }
        for (int month = 1; month <= calendar_.months(); ++month) {
            const std::vector<Newcomer> joining = arrivals_until(calendar_.month_start(month));
            statistics_.migrants += joining.size();
            live_all_of(joining);
            live_newborns(live_all_of);
        }
    }

    template <class LiveAll>
    void live_newborns(LiveAll&& live_all_of) {
        for (auto born = newborns(); !born.empty(); born = newborns()) {
            statistics_.newborns += born.size();
            live_all_of(born);
        }
    }

    void place(const std::vector<Newcomer>& newcomers) {
        if (meeting_ == nullptr) return place(0, newcomers);
        std::vector<Newcomer> parts[2];
        for (const Newcomer& one : newcomers) parts[one.is_reached ? 1 : 0].push_back(one);
        for (const int which : {0, 1})
            if (!parts[which].empty()) place(which, parts[which]);
    }

    void place(int which, const std::vector<Newcomer>& newcomers) {
        const auto serial = Clock::now();
        Store& store = crowd_.store(which);
        const auto slots = store.take(newcomers.size());
        statistics_.seconds_serial += seconds_since(serial);
        // Slots are handed out block by block, so a block's newcomers are one stretch.
        std::vector<std::size_t> starts;
        for (std::size_t i = 0; i < slots.size(); ++i)
            if (i == 0 || slots[i].block != slots[i - 1].block) starts.push_back(i);
        starts.push_back(slots.size());
        for_each_block(static_cast<int>(starts.size()) - 1, [&](int piece, Worker&) {
            for (std::size_t i = starts[static_cast<std::size_t>(piece)];
                 i < starts[static_cast<std::size_t>(piece) + 1]; ++i) {
                crowd_.sit(which, slots[i], newcomers[i].arms);
                store.next(slots[i].block)[static_cast<std::size_t>(slots[i].index)] =
                    life_.begin(store.record(slots[i]), newcomers[i]);
            }
        });
    }

    std::vector<Newcomer> arrivals_until(Minutes end) {
        std::vector<Newcomer> people;
        std::vector<std::vector<Newcomer>> groups(arrivals_.groups());
        while (month_ < calendar_.months() && calendar_.month_start(month_ + 1) <= end) {
            for_each_block(static_cast<int>(groups.size()), [&](int group, Worker&) {
                auto& arriving = groups[static_cast<std::size_t>(group)];
                arriving = arrivals_.of_group(static_cast<std::size_t>(group), month_);
                keep_only(arriving);
            });
            const auto serial = Clock::now();
            for (const auto& group : groups) people.insert(people.end(), group.begin(), group.end());
            statistics_.seconds_serial += seconds_since(serial);
            ++month_;
        }
        return people;
    }

    std::vector<Newcomer> newborns() {
        std::vector<Newcomer> people;
        for (int i = 0; i < crowd_.workers(); ++i) {
            auto& born = crowd_.worker(i).newborns;
            people.insert(people.end(), born.begin(), born.end());
            born.clear();
        }
        keep_only(people);
        std::sort(people.begin(), people.end(), [](const Newcomer& a, const Newcomer& b) {
            return std::tie(a.time, a.key, a.arms) < std::tie(b.time, b.key, b.arms);
        });
        crowd_.born(people);
        return people;
    }

    /// Drops those who need not be lived. Who is born to some arms alone always is: there, lives differ.
    void keep_only(std::vector<Newcomer>& people) const {
        if (settings_.only == nullptr) return;
        std::erase_if(people, [&](const Newcomer& one) {
            return (one.arms & everyone_) == everyone_ &&
                   !std::binary_search(settings_.only->begin(), settings_.only->end(), one.key);
        });
    }

    void live_all(Minutes until) {
        crowd_.before_work();
        const int first = crowd_.store(0).blocks();
        for_each_block(first + crowd_.store(1).blocks(), [&](int block, Worker& worker) {
            if (block < first)
                crowd_.live_block(0, block, until, worker);
            else
                crowd_.live_block(1, block - first, until, worker);
        });
        crowd_.after_work();
    }

    void live_window(Minutes end) {
        std::vector<Newcomer> joining = arrivals_until(end);
        statistics_.migrants += joining.size();
        do {
            place(joining);
            live_all(end);
            const auto serial = Clock::now();
            joining = newborns();
            statistics_.newborns += joining.size();
            statistics_.seconds_serial += seconds_since(serial);
        } while (!joining.empty());
    }

    ArmsOutcome finish() {
        const auto start = Clock::now();
        ArmsOutcome outcome = crowd_.finish(statistics_);
        outcome.statistics.seconds_serial += seconds_since(start);
        return outcome;
    }

    const Model& model_;
    Meeting* meeting_;
    const Calendar& calendar_;
    const RunSettings& settings_;
    Executor& executor_;
    ArmSet everyone_;
    Streams streams_;
    Life life_;
    StartingPeople people_;
    Arrivals arrivals_;
    Crowd crowd_;
    std::vector<std::uint64_t> chosen_;  // who belongs to the sample
    int month_ = 0;                      // next month whose arrivals are to come
    RunStatistics statistics_;
};

}  // namespace

ArmsOutcome run_arms(const PlaceSpec& place, const Model& model, const ArmModel& arm, int arms, ArmSet named,
                     Meeting* meeting, const Calendar& calendar, const RunSettings& settings,
                     Executor& executor) {
    return Run(place, model, arm, arms, named, meeting, calendar, settings, executor).whole();
}

RunOutcome run_arm(const PlaceSpec& place, const Model& model, const ArmModel& arm, const Calendar& calendar,
                   const RunSettings& settings, Executor& executor) {
    ArmsOutcome all = run_arms(place, model, arm, 1, 1, nullptr, calendar, settings, executor);
    return {std::move(all.everyone), std::move(all.exposures), all.statistics};
}

}  // namespace forestall
