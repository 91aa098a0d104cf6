#include "sim/engine/run.hpp"

#include <algorithm>
#include <bit>
#include <chrono>

#include <fmt/format.h>

#include "sim/core/eights.hpp"
#include "sim/core/errors.hpp"
#include "sim/core/vector_clones.hpp"

namespace forestall {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr std::size_t prefetch_ahead = 8;
constexpr std::uint64_t blocks_a_stretch = 256;    // of lives lived one by one
constexpr std::uint64_t people_a_piece = 1 << 16;  // of choosing who belongs to a sample

/// Who is due before `until`, in order; returns how many. Found without a branch a person: who is due is hard
/// to guess. next[count], due[count]
FORESTALL_VECTOR_CLONES
std::size_t find_due(const Minutes* next, std::size_t count, Minutes until, int* due) {
    std::size_t many = 0, i = 0;
    for (; i + eight <= count; i += eight) {
        const EightInts is_due = *reinterpret_cast<const EightInts*>(next + i) < until;
        for (std::uint32_t some = lanes_that_hold(is_due); some != 0; some &= some - 1)
            due[many++] = static_cast<int>(i) + std::countr_zero(some);
    }
    for (; i < count; ++i)
        if (next[i] < until) due[many++] = static_cast<int>(i);
    return many;
}

class Run {
  public:
    Run(const PlaceSpec& place, const Model& model, const ArmModel& arm, const Calendar& calendar,
        const RunSettings& settings, Executor& executor)
        : model_(model), calendar_(calendar), settings_(settings), executor_(executor),
          streams_(settings.seed, settings.replicate), life_(model, arm, streams_, calendar),
          people_(place, model, streams_, settings.sample),
          arrivals_(place, model, streams_, calendar, settings.sample),
          store_(model.layout, settings.people_per_block) {
        for (int i = 0; i < executor.workers(); ++i) {
            workers_.push_back(std::make_unique<Worker>(model, calendar, life_.lanes()));
            workers_.back()->due.resize(static_cast<std::size_t>(settings.people_per_block));
        }
    }

    RunOutcome whole() {
        const auto start = Clock::now();
        choose_people();
        if (settings_.window == Window::none) {
            live_one_by_one();
            statistics_.seconds_windows = seconds_since(start);
            return finish();
        }
        place_starting_people();
        statistics_.seconds_start = seconds_since(start);
        for (const Minutes end : window_ends()) {
            const auto window = Clock::now();
            live_window(end);
            statistics_.seconds_windows += seconds_since(window);
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
                work(block, *workers_[static_cast<std::size_t>(worker)]);
        });
        check_stop();
    }

    std::vector<Minutes> window_ends() const {
        std::vector<Minutes> ends;
        const int months = calendar_.months();
        for (int m = 1; m <= months; ++m) {
            const bool cut = settings_.window == Window::month ||
                             (settings_.window == Window::year && calendar_.month_date(m).month == 1);
            if (cut || m == months) ends.push_back(calendar_.month_start(m));
        }
        return ends;
    }

    /// The people of the sample, in order; `chosen_` stays empty when it is everyone.
    void choose_people() {
        const std::uint64_t all = people_.size();
        statistics_.people_at_start = all;
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
            visit(people_.person(settings_.sample >= 1 ? n : chosen_[n], group));
    }

    /// Slots go to people in order; then blocks are filled side by side.
    void place_starting_people() {
        const std::uint64_t count = statistics_.people_at_start;
        store_.take(count);
        gone_.assign(static_cast<std::size_t>(store_.blocks()), 0);
        const auto per_block = static_cast<std::uint64_t>(store_.per_block());
        for_each_block(store_.blocks(), [&](int block, Worker& worker) {
            const std::uint64_t first = static_cast<std::uint64_t>(block) * per_block;
            int slot = 0;
            for_each_starting(first, std::min(first + per_block, count), [&](const Newcomer& newcomer) {
                Record person = store_.record(block, slot);
                Minutes& next = store_.next(block)[static_cast<std::size_t>(slot)];
                next = life_.live(person, life_.begin(person, newcomer), 0, worker);
                if (next == never) worker.gone.push_back(slot);
                ++slot;
            });
            release_gone(block, worker);
        });
        note_room();
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
        const auto serial = Clock::now();
        const auto slots = store_.take(newcomers.size());
        statistics_.seconds_serial += seconds_since(serial);
        // Slots are handed out block by block, so a block's newcomers are one stretch.
        std::vector<std::size_t> starts;
        for (std::size_t i = 0; i < slots.size(); ++i)
            if (i == 0 || slots[i].block != slots[i - 1].block) starts.push_back(i);
        starts.push_back(slots.size());
        for_each_block(static_cast<int>(starts.size()) - 1, [&](int piece, Worker&) {
            for (std::size_t i = starts[static_cast<std::size_t>(piece)];
                 i < starts[static_cast<std::size_t>(piece) + 1]; ++i)
                store_.next(slots[i].block)[static_cast<std::size_t>(slots[i].index)] =
                    life_.begin(store_.record(slots[i]), newcomers[i]);
        });
    }

    std::vector<Newcomer> arrivals_until(Minutes end) {
        std::vector<Newcomer> people;
        std::vector<std::vector<Newcomer>> groups(arrivals_.groups());
        while (month_ < calendar_.months() && calendar_.month_start(month_ + 1) <= end) {
            for_each_block(static_cast<int>(groups.size()), [&](int group, Worker&) {
                groups[static_cast<std::size_t>(group)] =
                    arrivals_.of_group(static_cast<std::size_t>(group), month_);
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
        for (auto& worker : workers_) {
            people.insert(people.end(), worker->newborns.begin(), worker->newborns.end());
            worker->newborns.clear();
        }
        std::sort(people.begin(), people.end(), [](const Newcomer& a, const Newcomer& b) {
            return std::tie(a.time, a.key) < std::tie(b.time, b.key);
        });
        return people;
    }

    void live_block(int block, Minutes until, Worker& worker) {
        Minutes* next = store_.next(block).data();
        const std::size_t many = find_due(next, store_.next(block).size(), until, worker.due.data());
        const int* due = worker.due.data();
        for (std::size_t d = 0; d < many; ++d) {
            if (d + prefetch_ahead < many) {
                const auto* ahead =
                    reinterpret_cast<const char*>(&store_.record(block, due[d + prefetch_ahead]).key());
                for (std::size_t line = 0; line < model_.layout.stride; line += 64)
                    __builtin_prefetch(ahead + line, 1);
            }
            Minutes& at = next[due[d]];
            at = life_.live(store_.record(block, due[d]), at, until, worker);
            if (at == never) worker.gone.push_back(due[d]);
        }
        release_gone(block, worker);
    }

    void release_gone(int block, Worker& worker) {
        if (worker.gone.empty()) return;
        store_.release(block, worker.gone);
        gone_[static_cast<std::size_t>(block)] = 1;
        worker.gone.clear();
    }

    /// After work that may have freed slots.
    void note_room() {
        const auto first = std::find(gone_.begin(), gone_.end(), 1);
        if (first != gone_.end()) store_.has_room(static_cast<int>(first - gone_.begin()));
    }

    void live_all(Minutes until) {
        gone_.assign(static_cast<std::size_t>(store_.blocks()), 0);
        for_each_block(store_.blocks(), [&](int block, Worker& worker) { live_block(block, until, worker); });
        note_room();
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

    RunOutcome finish() {
        const auto start = Clock::now();
        for (std::size_t i = 1; i < workers_.size(); ++i) {
            workers_[0]->tally.add(workers_[i]->tally);
            workers_[0]->occurrences.add(workers_[i]->occurrences);
        }
        for (const auto& worker : workers_) {
            statistics_.events += worker->events;
            statistics_.updates += worker->updates;
            statistics_.tally_bytes += worker->tally.bytes();
        }
        statistics_.store_bytes = store_.bytes();
        statistics_.record_bytes = model_.layout.stride;
        statistics_.seconds_serial += seconds_since(start);
        return {std::move(workers_[0]->tally), std::move(workers_[0]->occurrences), statistics_};
    }

    const Model& model_;
    const Calendar& calendar_;
    const RunSettings& settings_;
    Executor& executor_;
    Streams streams_;
    Life life_;
    StartingPeople people_;
    Arrivals arrivals_;
    Store store_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::uint64_t> chosen_;  // who belongs to the sample
    std::vector<char> gone_;             // blocks in which somebody has gone
    int month_ = 0;                      // next month whose arrivals are to come
    RunStatistics statistics_;
};

}  // namespace

RunOutcome run_arm(const PlaceSpec& place, const Model& model, const ArmModel& arm, const Calendar& calendar,
                   const RunSettings& settings, Executor& executor) {
    return Run(place, model, arm, calendar, settings, executor).whole();
}

}  // namespace forestall
