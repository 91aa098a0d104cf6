#include "sim/study/history.hpp"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/engine/life.hpp"
#include "sim/outcomes/amounts.hpp"
#include "sim/population/people.hpp"

namespace forestall {

namespace {

constexpr std::uint64_t people_a_piece = 1024;

void check_months(const HistorySettings& settings, const Calendar& calendar) {
    Problems problems;
    const auto at_least = [&](const char* what, int months, int least) {
        if (months < least)
            problems.add({}, fmt::format("{} = {}", what, months), fmt::format("it is at least {}", least),
                         fmt::format("give {} or more", least));
    };
    at_least("month", settings.month, 0);
    at_least("before", settings.before, 0);
    at_least("after", settings.after, 1);
    problems.raise_if_any();
    if (settings.month < settings.before)
        problems.add({}, fmt::format("before = {} months and month = {}", settings.before, settings.month),
                     "the study does not begin so early", "look at a later month, or back on fewer");
    if (settings.month + settings.after > calendar.months())
        problems.add({}, fmt::format("month = {} and after = {}", settings.month, settings.after),
                     fmt::format("the study has {} months", calendar.months()),
                     "look at an earlier month, or ahead to fewer");
    problems.raise_if_any();
}

/// What the months of a tally come to, by the measures that are sums over time.
class Sums {
  public:
    explicit Sums(const Model& model, const Calendar& calendar) : model_(model), calendar_(calendar) {
        for (std::size_t i = 0; i < model.measures.size(); ++i)
            if (model.measures[i].kind != Measure::Kind::people && !model.measures[i].is_of_programme)
                measures_.push_back(i);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> made;
        for (const std::size_t i : measures_) made.push_back(model_.measures[i].name);
        return made;
    }
    void add(const Amounts& amounts, int from, int until, std::vector<float>& to) const {
        for (const std::size_t i : measures_) {
            double sum = 0;
            for (int month = from; month < until; ++month)
                sum += amounts.sum(i, static_cast<std::size_t>(month));
            to.push_back(static_cast<float>(sum));
        }
    }
    Amounts amounts(const Tally& tally) const { return amounts_of(model_, calendar_, tally); }

  private:
    const Model& model_;
    const Calendar& calendar_;
    std::vector<std::size_t> measures_;
};

void append(std::vector<float>& to, const std::vector<float>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

StudyFiles history_study(const StudyFiles& files) {
    StudyFiles own = files;
    own.study.strata.clear();
    own.study.occurrences.clear();
    own.study.arms.resize(1);
    own.study.arms.front().programmes.clear();
    own.study.attribution.reset();
    return own;
}

History history_of(const StudyFiles& files, const Model& model, const HistorySettings& settings,
                   Executor& executor) {
    const Calendar whole = calendar_of(files.study);
    check_months(settings, whole);
    const Calendar calendar(whole.start(), whole.month_date(settings.month + settings.after));
    const Minutes at = calendar.month_start(settings.month);
    const Streams streams(settings.seed, settings.replicate);
    const ArmModel arm = compile_arm(files.study.arms.front(), model);
    const Life life(model, arm, streams, calendar);
    const StartingPeople people(files.place, model, streams, settings.sample);
    const Sums sums(model, calendar);
    const auto empty = [&] {
        return History{PeopleSeen(model, settings.month, calendar.month_date(settings.month)),
                       sums.names(),
                       {},
                       {},
                       {},
                       {}};
    };
    const auto pieces = static_cast<int>((people.size() + people_a_piece - 1) / people_a_piece);
    std::vector<History> found;  // each with rows of its own: a copy would share them
    for (int piece = 0; piece < pieces; ++piece) found.push_back(empty());
    std::mutex one_at_a_time;
    int done = 0;
    executor.for_each(pieces, [&](int piece, int) {
        if (settings.stop && *settings.stop) throw Interrupted();
        History& own = found[static_cast<std::size_t>(piece)];
        const std::uint64_t first = static_cast<std::uint64_t>(piece) * people_a_piece;
        std::vector<std::uint64_t> chosen;
        people.choose(first, std::min(people.size(), first + people_a_piece), chosen);
        AlignedVector<std::byte> memory(model.layout.stride), copy(model.layout.stride);
        const Record record(memory.data(), model.layout), seen(copy.data(), model.layout);
        std::size_t group = 0;
        for (const std::uint64_t index : chosen) {
            const Newcomer person = people.person(index, group);
            Worker worker(model, calendar, life.lanes());
            Minutes next = life.begin(record, person);
            if (next != never) next = life.live(record, next, 0, worker);
            if (next != never) next = life.live(record, next, at, worker);
            if (next == never) continue;
            copy = memory;
            life.pass_breaks(seen, at);
            own.people.add(seen, at);
            next = life.live(record, next, calendar.horizon(), worker);
            own.died.push_back(next == never && worker.gone_by_death);
            own.moved.push_back(next == never && !worker.gone_by_death);
            const Amounts amounts = sums.amounts(worker.tally);
            sums.add(amounts, settings.month - settings.before, settings.month, own.before);
            sums.add(amounts, settings.month, settings.month + settings.after, own.after);
        }
        if (!settings.progress) return;
        const std::lock_guard lock(one_at_a_time);
        settings.progress(static_cast<double>(++done) / pieces);
    });
    History all = empty();
    for (const History& some : found) {
        all.people.add(some.people);
        append(all.before, some.before);
        append(all.after, some.after);
        all.died.insert(all.died.end(), some.died.begin(), some.died.end());
        all.moved.insert(all.moved.end(), some.moved.begin(), some.moved.end());
    }
    return all;
}

}  // namespace forestall
