#include "sim/outcomes/tally.hpp"

#include <random>

#include "tests/catch.hpp"

using namespace forestall;

namespace {

constexpr int level_count = 2;

/// Somebody in a cell from one minute to another (`never`: to the end), adding to two levels.
struct Spell {
    std::size_t cell;
    Minutes from, to;
    Level levels[8];  // a whole eight
};

std::vector<Spell> some_spells(unsigned seed, const Calendar& calendar) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<Minutes> any(0, calendar.horizon() - 1);
    std::vector<Spell> spells;
    for (int i = 0; i < 300; ++i) {
        Minutes a = any(random), b = any(random);
        if (a > b) std::swap(a, b);
        spells.push_back({static_cast<std::size_t>(i % 3), a, i % 5 == 0 ? never : b, {1, i * 1000}});
    }
    return spells;
}

void enter(Tally& tally, const Spell& spell) {
    tally.enter(spell.from, spell.cell, spell.levels);
    if (spell.to != never) tally.leave(spell.to, spell.cell, spell.levels);
}

bool same(const Tally& a, const Tally& b) {
    const auto x = a.integrate(), y = b.integrate();
    bool events = true;
    for (int month = 0; month < a.months(); ++month)
        for (std::size_t cell = 0; cell < a.cells(); ++cell)
            for (int event = 0; event < a.events(); ++event)
                events = events && a.event_count(month, cell, event) == b.event_count(month, cell, event);
    return events && x.stock == y.stock && x.minutes == y.minutes;
}

}  // namespace

TEST_CASE("stocks and person-minutes are those of the spells, month by month", "[outcomes]") {
    const Calendar calendar({2024, 1, 20}, {2025, 3, 5});
    Tally tally(calendar, 3, 1, level_count);
    const auto spells = some_spells(1, calendar);
    for (const Spell& spell : spells) enter(tally, spell);
    const auto sums = tally.integrate();
    for (int month = 0; month < calendar.months(); ++month)
        for (std::size_t cell = 0; cell < 3; ++cell)
            for (std::size_t level = 0; level < level_count; ++level) {
                std::int64_t stock = 0, minutes = 0;
                const Minutes begin = calendar.month_start(month), end = calendar.month_start(month + 1);
                for (const Spell& spell : spells) {
                    if (spell.cell != cell) continue;
                    const Minutes to = std::min(spell.to, calendar.horizon());
                    if (spell.from < end && (spell.to == never || spell.to >= end))
                        stock += spell.levels[level];
                    minutes += spell.levels[level] *
                               std::max<std::int64_t>(0, std::min(to, end) - std::max(spell.from, begin));
                }
                const std::size_t at = (static_cast<std::size_t>(month) * 3 + cell) * level_count + level;
                CHECK(sums.stock[at] == stock);
                CHECK(sums.minutes[at] == minutes);
            }
}

TEST_CASE("events are counted in the month and cell in which they happen", "[outcomes]") {
    const Calendar calendar({2024, 1, 1}, {2024, 4, 1});
    Tally tally(calendar, 2, 3, 0);
    tally.count(0, 1, 2);
    tally.count(31 * minutes_per_day - 1, 1, 2);
    tally.count(31 * minutes_per_day, 1, 2);
    CHECK(tally.event_count(0, 1, 2) == 2);
    CHECK(tally.event_count(1, 1, 2) == 1);
    CHECK(tally.event_count(0, 0, 2) == 0);
    CHECK(tally.event_count(0, 1, 1) == 0);
}

TEST_CASE("tallies add up to the same in any order and however the work was shared out", "[outcomes]") {
    const Calendar calendar({2024, 1, 1}, {2026, 1, 1});
    const auto spells = some_spells(2, calendar);
    Tally alone(calendar, 3, 1, level_count);
    std::vector<Tally> workers;
    for (const auto rows : {Tally::Rows::all, Tally::Rows::those_touched, Tally::Rows::those_touched})
        workers.emplace_back(calendar, 3, 1, level_count, rows);
    for (std::size_t i = 0; i < spells.size(); ++i) {
        enter(alone, spells[i]);
        alone.count(spells[i].from, spells[i].cell, 0);
        // One worker sees them enter, another sees them leave.
        workers[i % 3].enter(spells[i].from, spells[i].cell, spells[i].levels);
        if (spells[i].to != never) workers[(i + 1) % 3].leave(spells[i].to, spells[i].cell, spells[i].levels);
        workers[i % 2].count(spells[i].from, spells[i].cell, 0);
    }
    Tally forward = workers[0].copy(), backward = workers[2].copy();
    forward.add(workers[1]);
    forward.add(workers[2]);
    backward.add(workers[1]);
    backward.add(workers[0]);
    CHECK(same(forward, alone));
    CHECK(same(backward, alone));
    CHECK_FALSE(same(workers[0], alone));
    forward.subtract(workers[1]);
    forward.subtract(workers[2]);
    CHECK(same(forward, workers[0]));
}

TEST_CASE("a change within a cell is a leaving and an entering", "[outcomes]") {
    const Calendar calendar({2024, 1, 1}, {2024, 6, 1});
    const Level before[8] = {1, 500}, now[8] = {0, 70'000};
    Tally changed(calendar, 2, 0, level_count), apart(calendar, 2, 0, level_count);
    for (Tally* tally : {&changed, &apart}) tally->enter(1000, 1, before);
    EightInts change{};
    for (std::size_t i = 0; i < 8; ++i) change[i] = now[i] - before[i];
    changed.place(99'999, 1).add(0, change);
    apart.leave(99'999, 1, before);
    apart.enter(99'999, 1, now);
    CHECK(same(changed, apart));
}
