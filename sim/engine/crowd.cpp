#include "sim/engine/crowd.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <tuple>
#include <unordered_set>

#include "sim/core/errors.hpp"
#include "sim/core/vector_clones.hpp"

namespace forestall {

namespace {

constexpr std::size_t prefetch_ahead = 8;
constexpr double a_year = minutes_per_year / clock_scale;

std::size_t size(int n) { return static_cast<std::size_t>(n); }

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

std::vector<std::size_t> occurrence_cells(const Model& model) {
    std::vector<std::size_t> cells;
    for (const auto& table : model.occurrences) cells.push_back(table.cell.size());
    return cells;
}

}  // namespace

Crowd::Crowd(const Model& model, const Life& life, const Streams& streams, const Calendar& calendar, int arms,
             ArmSet named, int people_per_block, bool has_programmes, int workers)
    : model_(model), life_(life), streams_(streams), calendar_(calendar), arms_(arms),
      everyone_(all_arms(arms)), named_(named & everyone_), others_((everyone_ & ~named) | only_arm(0)),
      has_programmes_(has_programmes) {
    const Store::Notes notes{has_programmes ? model.programmes.size() : 0};
    stores_.emplace_back(model.layout, model.layout.stride, people_per_block, notes);
    stores_.emplace_back(model.layout, model.layout.strand_stride, people_per_block, notes);
    for (int i = 0; i < workers; ++i) {
        workers_.push_back(std::make_unique<Worker>(model, calendar, life.lanes()));
        workers_.back()->due.resize(size(people_per_block));
    }
    books_.resize(size(workers));
    for (Books& books : books_) books.unread = OccurrenceTally(occurrence_cells(model));
    before_work();
}

// --- Records ------------------------------------------------------------------------------------

Record Crowd::record(Seat seat) {
    const Slot at = slot_of(seat);
    return stores_[size(at.which)].record(at.block, at.index);
}

ArmSet Crowd::arms_of(Seat seat) {
    const Slot at = slot_of(seat);
    return stores_[size(at.which)].arms(at.block)[size(at.index)];
}

bool Crowd::is_here(Seat seat, PersonKey key) {
    const Slot at = slot_of(seat);
    return stores_[size(at.which)].next(at.block)[size(at.index)] != never && record(seat).key() == key;
}

bool Crowd::is_eligible(Seat seat, int programme) {
    const Slot at = slot_of(seat);
    return (stores_[size(at.which)].eligible(at.block)[size(at.index)] >> programme & 1) != 0;
}

Record Crowd::record_at(Seat seat, Minutes t, AlignedVector<std::byte>& memory) {
    memory.resize(model_.layout.strand_stride);
    const Record copy(memory.data(), model_.layout);
    std::memcpy(copy.bytes(), record(seat).bytes(), model_.layout.stride);
    life_.pass_breaks(copy, t);
    return copy;
}

void Crowd::be_done(Seat seat, int programme) {
    const Slot at = slot_of(seat);
    stores_[size(at.which)].done(at.block)[size(at.index)] |= std::uint32_t{1} << programme;
}

const std::vector<Seat>& Crowd::other_strands(PersonKey key) const {
    static const std::vector<Seat> none;
    const auto found = other_strands_.find(key);
    return found == other_strands_.end() ? none : found->second;
}

const std::vector<Crowd::Standing>& Crowd::eligible(int programme, ArmSet arms, Executor& executor) {
    const int first = stores_[0].blocks(), blocks = first + stores_[1].blocks();
    if (found_by_block_.size() < size(blocks)) found_by_block_.resize(size(blocks));
    const std::uint32_t bit = std::uint32_t{1} << programme;
    executor.for_each(blocks, [&](int piece, int) {
        const int which = piece < first ? 0 : 1, block = piece < first ? piece : piece - first;
        Store& store = stores_[size(which)];
        auto& found = found_by_block_[size(piece)];
        found.clear();
        const std::uint32_t *eligible = store.eligible(block).data(), *done = store.done(block).data();
        const ArmSet* at = store.arms(block).data();
        const std::size_t offset = size(programme) * size(store.per_block());
        const float *leanings = store.leanings(block).data() + offset,
                    *risks = store.risks(block).data() + offset;
        for (int i = 0; i < store.per_block(); ++i)
            if ((eligible[i] & ~done[i] & bit) != 0 && (at[i] & arms) != 0)
                found.push_back({at[i] & arms, seat_of(which, block, i), leanings[i], risks[i]});
    });
    found_.clear();
    for (int piece = 0; piece < blocks; ++piece)
        found_.insert(found_.end(), found_by_block_[size(piece)].begin(), found_by_block_[size(piece)].end());
    return found_;
}

std::vector<Worker::Referral> Crowd::take_referrals() {
    std::vector<Worker::Referral> all;
    for (auto& worker : workers_) {
        all.insert(all.end(), worker->referrals.begin(), worker->referrals.end());
        worker->referrals.clear();
    }
    // Two strands of one person may be referred at one minute; which comes first makes no difference, as
    // their arms differ.
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::tie(a.time, a.key, a.programme, a.seat) < std::tie(b.time, b.key, b.programme, b.seat);
    });
    return all;
}

std::vector<float> Crowd::tried_out(const std::vector<Seat>& seats,
                                    const std::vector<std::pair<int, double>>& clocks, Minutes t,
                                    Minutes within, const Streams& luck, Executor& executor) const {
    constexpr std::size_t a_piece = 1024;
    const Life life = life_.with_luck(luck);
    const Minutes until = std::min(t + within, calendar_.horizon());
    std::vector<std::unique_ptr<Worker>> workers(size(executor.workers()));
    std::vector<float> happened(seats.size(), 0.0f);
    executor.for_each(static_cast<int>((seats.size() + a_piece - 1) / a_piece), [&](int piece, int id) {
        auto& worker = workers[size(id)];
        if (!worker)
            worker = std::make_unique<Worker>(model_, calendar_, life.lanes(), Tally::Rows::those_touched);
        for (std::size_t i = size(piece) * a_piece; i < std::min(seats.size(), (size(piece) + 1) * a_piece);
             ++i) {
            const Slot at = slot_of(seats[i]);
            const Record person(worker->record.data(), model_.layout);
            const Store& store = stores_[size(at.which)];
            std::memcpy(worker->record.data(), store.bytes(at.block, at.index), store.stride());
            worker->is_reached = at.which == 1;
            life.live(person, life.take_up(person, person.key(), t), until, *worker);
            for (const auto& [clock, weight] : clocks)
                happened[i] += static_cast<float>(weight * person.occurrences()[clock]);
        }
        worker->newborns.clear();
        worker->referrals.clear();
    });
    return happened;
}

void Crowd::log(const std::vector<int>& processes) {
    for (auto& worker : workers_) {
        worker->logged.assign(model_.processes.size(), 0);
        for (const int process : processes) worker->logged[size(process)] = 1;
    }
}

std::vector<Worker::Happened> Crowd::take_log() {
    std::vector<Worker::Happened> all;
    for (auto& worker : workers_) {
        all.insert(all.end(), worker->log.begin(), worker->log.end());
        worker->log.clear();
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::tie(a.time, a.key, a.arms) < std::tie(b.time, b.key, b.arms);
    });
    return all;
}

// --- Books --------------------------------------------------------------------------------------

Crowd::Books& Crowd::books_of(const Worker& worker) {
    std::size_t i = 0;
    while (workers_[i].get() != &worker) ++i;
    return books_[i];
}

void Crowd::end(Record person, ArmSet arms, Minutes gone, std::vector<Ending>& endings) const {
    Ending made{person.key(), arms, gone, 0xcbf29ce484222325u, {}};
    const auto mix = [&](std::uint64_t value) { made.digest = (made.digest ^ value) * 0x100000001b3u; };
    mix(static_cast<std::uint64_t>(gone));
    for (std::size_t k = 0; k < model_.clocked.size(); ++k) mix(person.occurrences()[k]);
    for (std::size_t i = 0; i < model_.timers.size(); ++i) mix(person.starts()[i]);
    if (gone == never)  // and where they have got to
        for (std::size_t k = 0; k < model_.clocked.size(); ++k)
            mix(static_cast<std::uint64_t>(person.clocks()[k]));
    if (keeps_happened_)
        made.happened.assign(person.occurrences(), person.occurrences() + model_.clocked.size());
    endings.push_back(std::move(made));
}

void Crowd::use_books(ArmSet set, PersonKey key, Worker& worker) {
    if (set == everyone_) {
        worker.books = {&worker.tally, &worker.occurrences, nullptr, nullptr, 0};
        return;
    }
    Books* books = &books_of(worker);
    const auto tally = [&](std::size_t cells) {
        return std::make_unique<Tally>(calendar_, cells, model_.event_columns, model_.levels.columns(),
                                       Tally::Rows::those_touched);
    };
    worker.books = {nullptr, &books->unread, nullptr, nullptr, batch_of(key)};
    // What every named arm shares is everybody's.
    if (const ArmSet part = set & named_; part == named_)
        worker.books.tally = &worker.tally, worker.books.occurrences = &worker.occurrences;
    else if (part != 0) {
        SetBooks& of = books->named[part];
        if (!of.cells) {
            of.cells = tally(model_.cell.size());
            of.by_batch = tally(people_batches);
            of.exposures = std::make_unique<OccurrenceTally>(occurrence_cells(model_));
        }
        worker.books.tally = of.cells.get();
        worker.books.occurrences = of.exposures.get();
        worker.books.batches = of.by_batch.get();
    }
    if (const ArmSet part = set & others_; part != 0 && part != others_ && others_ != only_arm(0)) {
        SetBooks& of = books->others[part];
        if (!of.totals) of.totals = tally(1);
        worker.books.totals = of.totals.get();
    }
}

SplitSums Crowd::split_sums() const {
    SplitSums sums;
    const auto add = [&](std::map<ArmSet, Tally>& to, ArmSet set, const Tally& from) {
        const auto at = to.find(set);
        if (at == to.end())
            to.emplace(set, from.copy());
        else
            at->second.add(from);
    };
    for (const Books& books : books_) {
        for (const auto& [set, of] : books.named) {
            add(sums.cells, set, *of.cells);
            add(sums.by_batch, set, *of.by_batch);
            sums.exposures.try_emplace(set, occurrence_cells(model_)).first->second.add(*of.exposures);
        }
        for (const auto& [set, of] : books.others) add(sums.totals, set, *of.totals);
    }
    return sums;
}

Tally Crowd::difference(int arm, int from) const {
    const bool both_named = holds(named_, arm) && holds(named_, from);
    Tally sum(calendar_, both_named ? people_batches : 1, model_.event_columns, model_.levels.columns(),
              Tally::Rows::those_touched);
    for (const Books& books : books_)
        for (const auto& [set, of] : both_named ? books.named : books.others) {
            const Tally& one = both_named ? *of.by_batch : *of.totals;
            if (holds(set, arm) && !holds(set, from)) sum.add(one);
            if (!holds(set, arm) && holds(set, from)) sum.subtract(one);
        }
    return sum;
}

std::size_t Crowd::tally_bytes() const {
    std::size_t bytes = 0;
    for (const auto& worker : workers_) bytes += worker->tally.bytes();
    for (const Books& books : books_) {
        for (const auto& [set, of] : books.named) bytes += of.cells->bytes() + of.by_batch->bytes();
        for (const auto& [set, of] : books.others) bytes += of.totals->bytes();
    }
    return bytes;
}

ArmsOutcome Crowd::finish(RunStatistics statistics) {
    statistics.tally_bytes = tally_bytes();
    SplitSums split = split_sums();
    std::vector<Ending> endings;
    if (has_programmes_)
        for (int which = 0; which < 2; ++which)
            for (int block = 0; block < stores_[size(which)].blocks(); ++block)
                for (int i = 0; i < stores_[size(which)].per_block(); ++i) {
                    Store& store = stores_[size(which)];
                    const ArmSet arms = store.arms(block)[size(i)];
                    if (store.next(block)[size(i)] != never && arms != everyone_)
                        end(store.record(block, i), arms, never, endings);
                }
    for (Books& books : books_)
        std::move(books.endings.begin(), books.endings.end(), std::back_inserter(endings));
    std::sort(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) {
        return std::tie(a.key, a.arms) < std::tie(b.key, b.arms);
    });
    for (std::size_t i = 1; i < workers_.size(); ++i) {
        workers_[0]->tally.add(workers_[i]->tally);
        workers_[0]->occurrences.add(workers_[i]->occurrences);
    }
    for (const auto& worker : workers_) {
        statistics.events += worker->events;
        statistics.updates += worker->updates;
    }
    statistics.strands = strands_;
    statistics.store_bytes = stores_[0].bytes() + stores_[1].bytes();
    statistics.record_bytes = model_.layout.stride;
    return {arms_,
            named_,
            std::move(workers_[0]->tally),
            std::move(workers_[0]->occurrences),
            std::move(split),
            statistics,
            std::move(endings),
            keeps_reachable_ ? reachable() : std::vector<PersonKey>{}};
}

// --- Living -------------------------------------------------------------------------------------

void Crowd::sit(int which, Store::Slot slot, ArmSet arms) {
    if (!has_programmes_) return;
    Store& store = stores_[size(which)];
    store.arms(slot.block)[size(slot.index)] = arms & everyone_;
    store.eligible(slot.block)[size(slot.index)] = 0;
    store.done(slot.block)[size(slot.index)] = 0;
    if (which == 1) std::fill_n(store.record(slot).enrolments(), model_.programmes.size(), Enrolment{});
}

void Crowd::note_standing(int which, int block, int index, Worker& worker) {
    Store& store = stores_[size(which)];
    std::uint32_t& eligible = store.eligible(block)[size(index)];
    const std::uint32_t done = store.done(block)[size(index)];
    std::uint32_t bits = 0;
    for (std::size_t p = 0; p < model_.programmes.size(); ++p) {
        const std::uint32_t bit = std::uint32_t{1} << p;
        if ((done & bit) != 0 || !life_.is_eligible(worker, p)) continue;
        bits |= bit;
        const Programme& programme = model_.programmes[p];
        const std::size_t at = p * size(store.per_block()) + size(index);
        if ((eligible & bit) == 0) {
            const PersonKey key = store.record(block, index).key();
            const Block words = programme.score ? streams_.block(key, Purpose::score, programme.luck.score, 0)
                                                : streams_.block(key, Purpose::hub, programme.luck.hub, 1);
            const double rank = uniform(words[0], words[1]);
            store.leanings(block)[at] = static_cast<float>(programme.score ? normal_quantile(rank) : rank);
        }
        if (!programme.score) continue;
        double risk = 0;
        for (const auto& [clock, weight] : programme.score->clocks)
            risk += weight * static_cast<double>(worker.rates[size(clock)]);
        store.risks(block)[at] = static_cast<float>(risk * a_year);
    }
    if (keeps_reachable_ && eligible == 0 && bits != 0)
        books_of(worker).eligible.push_back(store.record(block, index).key());
    eligible = bits;
}

void Crowd::born(const std::vector<Newcomer>& children) {
    if (!keeps_reachable_) return;
    for (const Newcomer& child : children) children_.emplace_back(child.key, child.mother);
}

std::vector<PersonKey> Crowd::reachable() {
    std::unordered_set<PersonKey> all;
    for (Books& books : books_) all.insert(books.eligible.begin(), books.eligible.end());
    // Who is born after their mother comes after her, so that one look from the last to the first is enough.
    for (auto at = children_.rbegin(); at != children_.rend(); ++at)
        if (all.count(at->first) > 0) all.insert(at->second);
    std::vector<PersonKey> rising(all.begin(), all.end());
    std::sort(rising.begin(), rising.end());
    return rising;
}

void Crowd::live_block(int which, int block, Minutes until, Worker& worker) {
    Store& store = stores_[size(which)];
    Minutes* next = store.next(block).data();
    const std::size_t many = find_due(next, store.next(block).size(), until, worker.due.data());
    const int* due = worker.due.data();
    worker.is_reached = which == 1;
    for (std::size_t d = 0; d < many; ++d) {
        if (d + prefetch_ahead < many) {
            const auto* ahead =
                reinterpret_cast<const char*>(&store.record(block, due[d + prefetch_ahead]).key());
            for (std::size_t line = 0; line < store.stride(); line += 64) __builtin_prefetch(ahead + line, 1);
        }
        Minutes& at = next[due[d]];
        const Record person = store.record(block, due[d]);
        if (has_programmes_) {
            worker.arms = store.arms(block)[size(due[d])];
            worker.seat = seat_of(which, block, due[d]);
            use_books(worker.arms, person.key(), worker);
        }
        at = life_.live(person, at, until, worker);
        if (at == never) {
            worker.gone.push_back(due[d]);
            if (has_programmes_ && worker.arms != everyone_)
                end(person, worker.arms, worker.gone_at, books_of(worker).endings);
        } else if (has_programmes_)
            note_standing(which, block, due[d], worker);
    }
    if (has_programmes_) {
        use_books(everyone_, 0, worker);
        worker.is_reached = false;
    }
    release_gone(which, block, worker);
}

void Crowd::release_gone(int which, int block, Worker& worker) {
    if (worker.gone.empty()) return;
    Store& store = stores_[size(which)];
    if (has_programmes_)
        for (const int slot : worker.gone) store.eligible(block)[size(slot)] = 0;
    store.release(block, worker.gone);
    gone_[which][size(block)] = 1;
    worker.gone.clear();
}

void Crowd::before_work() {
    for (int which = 0; which < 2; ++which) gone_[which].assign(size(stores_[size(which)].blocks()), 0);
}

void Crowd::after_work() {
    for (int which = 0; which < 2; ++which) {
        const auto first = std::find(gone_[which].begin(), gone_[which].end(), 1);
        if (first != gone_[which].end())
            stores_[size(which)].has_room(static_cast<int>(first - gone_[which].begin()));
    }
}

// --- Programmes ---------------------------------------------------------------------------------

void Crowd::count(Seat seat, ArmSet set, Minutes t, int column) {
    Worker& worker = *workers_.front();
    const Record person = record(seat);
    const std::size_t cell = life_.cell_of(person, worker);
    use_books(set, person.key(), worker);
    worker.count(t, cell, column);
    use_books(everyone_, 0, worker);
}

Seat Crowd::part(Seat seat, ArmSet part, Minutes t) {
    const Slot from = slot_of(seat);
    Store& old = stores_[size(from.which)];
    const ArmSet all = old.arms(from.block)[size(from.index)];
    Minutes& next = old.next(from.block)[size(from.index)];
    Worker& worker = *workers_.front();
    const PersonKey key = record(seat).key();
    if (from.which == 1 && part == all) {
        worker.is_reached = true;
        life_.wind_back(record(seat), next, t, worker);
        worker.is_reached = false;
        next = t;
        return seat;
    }
    const Store::Slot to = stores_[1].take(1).front();
    if (gone_[1].size() < size(stores_[1].blocks())) gone_[1].resize(size(stores_[1].blocks()), 0);
    ++strands_;
    const Seat made = seat_of(1, to.block, to.index);
    sit(1, to, part);
    const Record copy = stores_[1].record(to), person = record(seat);
    std::memcpy(copy.bytes(), person.bytes(), model_.layout.stride);
    if (from.which == 1) std::copy_n(person.enrolments(), model_.programmes.size(), copy.enrolments());
    Store& side = stores_[1];
    side.eligible(to.block)[size(to.index)] = old.eligible(from.block)[size(from.index)];
    side.done(to.block)[size(to.index)] = old.done(from.block)[size(from.index)];
    for (std::size_t p = 0; p < model_.programmes.size(); ++p) {
        const std::size_t of = p * size(old.per_block());
        side.leanings(to.block)[of + size(to.index)] = old.leanings(from.block)[of + size(from.index)];
        side.risks(to.block)[of + size(to.index)] = old.risks(from.block)[of + size(from.index)];
    }
    stores_[1].next(to.block)[size(to.index)] = t;

    worker.is_reached = from.which == 1;
    use_books(all, key, worker);
    life_.pass(person, t, Life::Passing::leaves, worker);
    if (all != part) {
        use_books(all & ~part, key, worker);
        life_.pass(person, t, Life::Passing::enters, worker);
    }
    use_books(part, key, worker);
    life_.pass(person, t, Life::Passing::enters, worker);
    use_books(everyone_, 0, worker);
    worker.is_reached = true;
    life_.wind_back(copy, next, t, worker);
    worker.is_reached = false;
    old.arms(from.block)[size(from.index)] = all & ~part;
    other_strands_[key].push_back(made);
    if (all == part) {  // nobody is left where the first strand was
        next = never;
        old.eligible(from.block)[size(from.index)] = 0;
        old.release(from.block, {from.index});
        old.has_room(from.block);
    }
    return made;
}

}  // namespace forestall
