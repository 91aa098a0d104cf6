#include "sim/model/calendars.hpp"

#include <cmath>
#include <random>

#include "sim/model/model.hpp"
#include "tests/catch.hpp"

using namespace forestall;

namespace {

struct Stretched {
    Calendar calendar{{2023, 11, 17}, {2027, 2, 9}};
    std::vector<double> factors;
    CalendarPattern pattern;

    static std::vector<double> uneven(int months) {
        std::vector<double> values;
        for (int m = 0; m < months; ++m) values.push_back(0.25 + (m * 7 % 11) * 0.23);
        return values;
    }
    Stretched() : factors(uneven(calendar.months())), pattern(factors, calendar) {}
};

}  // namespace

TEST_CASE("stretched time counts each month by its factor", "[model]") {
    const Stretched time;
    CHECK(time.pattern.ticks(0) == 0);
    for (int month = 0; month < time.calendar.months(); ++month) {
        const Minutes from = time.calendar.month_start(month), length = time.calendar.month_length(month);
        const auto slope = std::llround(time.factors[static_cast<std::size_t>(month)] *
                                        static_cast<double>(ticks_per_minute));
        CHECK(time.pattern.ticks(from + length) - time.pattern.ticks(from) == slope * length);
        CHECK(time.pattern.ticks(from + length / 3) - time.pattern.ticks(from) == slope * (length / 3));
    }
}

TEST_CASE("before the start and after the end time runs unstretched", "[model]") {
    const Stretched time;
    const Minutes end = time.calendar.horizon();
    CHECK(time.pattern.ticks(-1000) == -1000 * ticks_per_minute);
    CHECK(time.pattern.ticks(end + 500) - time.pattern.ticks(end) == 500 * ticks_per_minute);
}

TEST_CASE("stretched time adds up exactly, however it is cut", "[model]") {
    const Stretched time;
    std::mt19937 random(3);
    std::uniform_int_distribution<Minutes> any(-100'000, time.calendar.horizon());
    for (int i = 0; i < 2000; ++i) {
        const Minutes a = any(random), b = any(random), c = any(random);
        CHECK((time.pattern.ticks(b) - time.pattern.ticks(a)) +
                  (time.pattern.ticks(c) - time.pattern.ticks(b)) ==
              time.pattern.ticks(c) - time.pattern.ticks(a));
    }
}

TEST_CASE("the first minute by which so many ticks have passed is the inverse of ticks", "[model]") {
    const Stretched time;
    const Minutes end = time.calendar.horizon();
    std::mt19937_64 random(5);
    std::uniform_int_distribution<Minutes> any(-100'000, end - 1);
    int within = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Minutes from = any(random);
        const std::int64_t whole = time.pattern.ticks(end) - time.pattern.ticks(from);
        const std::int64_t needed =
            std::uniform_int_distribution<std::int64_t>(1, whole + whole / 10)(random);
        const Minutes found = time.pattern.first_minute(from, needed, end);
        if (needed > whole) {
            CHECK(found == end);
            continue;
        }
        ++within;
        CHECK(time.pattern.ticks(found) - time.pattern.ticks(from) >= needed);
        CHECK(time.pattern.ticks(found - 1) - time.pattern.ticks(from) < needed);
    }
    CHECK(within > 10'000);
}

TEST_CASE("a month's edge is found to the minute", "[model]") {
    const Stretched time;
    const Minutes edge = time.calendar.month_start(3), end = time.calendar.horizon();
    const std::int64_t upto = time.pattern.ticks(edge) - time.pattern.ticks(10);
    CHECK(time.pattern.first_minute(10, upto, end) == edge);
    CHECK(time.pattern.first_minute(10, upto + 1, end) == edge + 1);
    CHECK(time.pattern.first_minute(10, upto - 1, end) == edge);
    CHECK(time.pattern.first_minute(10, upto, edge) == edge);
    CHECK(time.pattern.first_minute(10, upto, edge - 5) == edge - 5);
}

TEST_CASE("in a month whose factor is zero no time passes", "[model]") {
    const Calendar calendar({2024, 1, 1}, {2025, 1, 1});
    std::vector<double> factors(12, 1.0);
    factors[7] = 0;
    const CalendarPattern pattern(factors, calendar);
    CHECK(pattern.ticks(calendar.month_start(8)) == pattern.ticks(calendar.month_start(7)));
}
