#include "sim/study/concentration.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/engine/life.hpp"
#include "sim/population/people.hpp"
#include "sim/study/lean.hpp"
#include "sim/study/study.hpp"

namespace forestall {

namespace {

constexpr std::uint64_t people_a_piece = 1024;

int first_year(const StudySpec& study, int wanted) {
    const bool begins_with_year = study.start.month == 1 && study.start.day == 1;
    const int first = study.start.year + (begins_with_year ? 0 : 1);
    const int last = study.end.year - 2;  // ends are days after the last
    const int year = wanted == 0 ? first : wanted;
    if (year < first || year > last)
        throw InputError(Problem{
            {},
            fmt::format("the study has no whole years {} and {}", year, year + 1),
            fmt::format("it runs from {} to {}", to_string(study.start), to_string(study.end)),
            first > last ? "give it a later end" : fmt::format("choose a year from {} to {}", first, last)});
    return year;
}

/// Adds up what one person used, from a tally of their own.
class Accounts {
  public:
    Accounts(const Model& model, const Calendar& calendar, int year, const std::string& measure)
        : model_(model) {
        const auto month_of = [&](int of_year) {
            int month = 0;
            while (calendar.month_date(month).year < of_year) ++month;
            return month;
        };
        first_ = month_of(year), second_ = month_of(year + 1);
        measure_ = model.measure_named(measure);
        if (measure_ >= 0) return;
        std::vector<std::string> names;
        for (const Measure& one : model.measures) names.push_back(one.name);
        throw InputError(
            Problem{{}, fmt::format("the model has no measure '{}'", measure), "", suggest(measure, names)});
    }
    Minutes begins(const Calendar& calendar) const { return calendar.month_start(first_); }

    void add(const Tally& tally, PersonUse& use) const {
        const auto sums = tally.integrate();
        for (int month = first_; month < tally.months(); ++month) {
            double& cost = month < second_ ? use.cost : use.next_cost;
            for (const Cost& one : model_.costs) cost += one.value * amount(tally, sums, month, one.measure);
            (month < second_ ? use.count : use.next_count) += amount(tally, sums, month, measure_);
        }
    }

  private:
    /// Events, days, contacts, or person-years.
    double amount(const Tally& tally, const Tally::Integrals& sums, int month, int id) const {
        const Measure& measure = model_.measures[static_cast<std::size_t>(id)];
        if (measure.kind == Measure::Kind::events)
            return static_cast<double>(tally.event_count(month, 0, measure.column));
        const auto column = static_cast<std::size_t>(measure.column);
        const double minutes = static_cast<double>(
            sums.minutes[static_cast<std::size_t>(month) * static_cast<std::size_t>(tally.levels()) +
                         column]);
        if (measure.kind == Measure::Kind::people) return minutes / minutes_per_year;
        if (measure.kind == Measure::Kind::days) return minutes / minutes_per_day;
        const double contacts = minutes / model_.level_units[column];
        return measure.calendar < 0
                   ? contacts
                   : contacts * model_.contact_calendars[static_cast<std::size_t>(measure.calendar)]
                                                        [static_cast<std::size_t>(month)];
    }

    const Model& model_;
    int first_ = 0, second_ = 0, measure_ = -1;
};

double share_of_most(std::vector<double> values, double share) {
    const auto most = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
    std::sort(values.begin(), values.end(), std::greater<>());
    const double all = std::accumulate(values.begin(), values.end(), 0.0);
    return all > 0 ? std::accumulate(values.begin(), values.begin() + most, 0.0) / all : 0;
}

}  // namespace

std::vector<PersonUse> use_of_people(const StudyFiles& files, const ConcentrationSettings& settings,
                                     Executor& executor) {
    const int year = first_year(files.study, settings.year);
    StudyFiles lean = lean_study(files);
    lean.study.end = {year + 2, 1, 1};
    const Model model = prepare(lean, executor);
    const Calendar calendar = calendar_of(lean.study);
    const Accounts accounts(model, calendar, year, settings.measure);
    const Streams streams(settings.seed, 0);
    const ArmModel arm = compile_arm(lean.study.arms.front(), model);
    const Life life(model, arm, streams, calendar);
    const StartingPeople people(lean.place, model, streams, settings.sample);
    const auto pieces = static_cast<int>((people.size() + people_a_piece - 1) / people_a_piece);
    std::vector<std::vector<PersonUse>> found(static_cast<std::size_t>(pieces));
    std::mutex one_at_a_time;
    int done = 0;
    executor.for_each(pieces, [&](int piece, int) {
        if (settings.stop && *settings.stop) throw Interrupted();
        const std::uint64_t first = static_cast<std::uint64_t>(piece) * people_a_piece;
        std::vector<std::uint64_t> chosen;
        people.choose(first, std::min(people.size(), first + people_a_piece), chosen);
        AlignedVector<std::byte> memory(model.layout.stride);
        const Record record(memory.data(), model.layout);
        std::size_t group = 0;
        for (const std::uint64_t index : chosen) {
            const Newcomer person = people.person(index, group);
            Worker worker(model, calendar, life.lanes());
            Minutes next = life.begin(record, person);
            next = life.live(record, next, 0, worker);
            if (next != never) next = life.live(record, next, accounts.begins(calendar), worker);
            if (next == never) continue;
            PersonUse use;
            use.age = static_cast<double>(accounts.begins(calendar) - person.birth) / minutes_per_year;
            use.lives_on = life.live(record, next, calendar.horizon(), worker) != never;
            accounts.add(worker.tally, use);
            found[static_cast<std::size_t>(piece)].push_back(use);
        }
        if (!settings.progress) return;
        const std::lock_guard lock(one_at_a_time);
        settings.progress(static_cast<double>(++done) / pieces);
    });
    std::vector<PersonUse> all;
    for (const auto& some : found) all.insert(all.end(), some.begin(), some.end());
    return all;
}

Concentration concentration_of(const std::vector<PersonUse>& people, double from_age) {
    Concentration found;
    found.from_age = from_age;
    std::vector<PersonUse> group;
    for (const PersonUse& person : people)
        if (person.age >= from_age) group.push_back(person);
    found.people = group.size();
    if (group.empty()) return found;
    const auto number = static_cast<double>(group.size());
    std::vector<double> counts, costs;
    for (const PersonUse& person : group) {
        counts.push_back(person.count);
        costs.push_back(person.cost);
        found.with_any += (person.count > 0 ? 1 : 0) / number;
    }
    constexpr double few = 0.05, fewest = 0.01;
    found.top_5_of_count = share_of_most(counts, few);
    found.top_5_of_cost = share_of_most(costs, few);
    found.top_1_of_cost = share_of_most(costs, fewest);

    const auto most = static_cast<std::size_t>(few * number);
    const auto by = [&](auto value) {
        std::stable_sort(group.begin(), group.end(),
                         [&](const PersonUse& a, const PersonUse& b) { return value(a) > value(b); });
    };
    by([](const PersonUse& person) { return person.count; });
    double before = 0, after = 0;
    for (std::size_t i = 0; i < most; ++i) before += group[i].count, after += group[i].next_count;
    found.top_5_next_count = before > 0 ? after / before : 0;
    std::erase_if(group, [](const PersonUse& person) { return !person.lives_on; });
    const auto most_of_those = static_cast<std::size_t>(few * static_cast<double>(group.size()));
    if (most_of_those == 0) return found;
    by([](const PersonUse& person) { return person.next_cost; });
    const double needed = group[most_of_those - 1].next_cost;
    by([](const PersonUse& person) { return person.cost; });
    double again = 0;
    for (std::size_t i = 0; i < most_of_those; ++i) again += group[i].next_cost >= needed ? 1 : 0;
    found.stay_in_top_5 = again / static_cast<double>(most_of_those);
    return found;
}

}  // namespace forestall
