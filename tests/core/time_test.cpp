#include "sim/core/time.hpp"

#include "tests/catch.hpp"

using namespace forestall;

TEST_CASE("days count from 1970 and back, through leap years and centuries", "[core]") {
    CHECK(days_since_epoch({1970, 1, 1}) == 0);
    CHECK(days_since_epoch({2000, 3, 1}) - days_since_epoch({2000, 2, 1}) == 29);
    CHECK(days_since_epoch({1900, 3, 1}) - days_since_epoch({1900, 2, 1}) == 28);
    CHECK(days_since_epoch({2024, 7, 1}) == 19'905);
    for (std::int64_t day = -150'000; day <= 150'000; day += 17) {
        const Date date = date_of_day(day);
        CHECK((is_valid(date) && days_since_epoch(date) == day));
    }
}

TEST_CASE("dates that are on no calendar are not valid", "[core]") {
    CHECK(is_valid({2024, 2, 29}));
    for (const Date& date :
         {Date{2023, 2, 29}, {2024, 4, 31}, {2024, 0, 1}, {2024, 13, 1}, {2024, 1, 0}, {2024, 1, 32}}) {
        CAPTURE(to_string(date));
        CHECK_FALSE(is_valid(date));
    }
}

TEST_CASE("a date is written year, month, day", "[core]") {
    CHECK(to_string(Date{2024, 7, 1}) == "2024-07-01");
    CHECK(to_string(Date{987, 12, 31}) == "0987-12-31");
}

TEST_CASE("months of a calendar begin on the first, but for a start within a month", "[core]") {
    const Calendar calendar({2024, 1, 20}, {2025, 2, 10});
    REQUIRE(calendar.months() == 14);
    CHECK(calendar.month_start(0) == 0);
    CHECK(calendar.month_length(0) == 12 * minutes_per_day);
    CHECK(calendar.month_length(1) == 29 * minutes_per_day);
    CHECK(calendar.month_length(13) == 9 * minutes_per_day);
    CHECK(calendar.month_date(0) == Date{2024, 1, 20});
    CHECK(calendar.month_date(1) == Date{2024, 2, 1});
    CHECK(calendar.month_date(13) == Date{2025, 2, 1});
    CHECK(calendar.horizon() ==
          static_cast<Minutes>((days_since_epoch({2025, 2, 10}) - days_since_epoch({2024, 1, 20})) *
                               minutes_per_day));
}

TEST_CASE("months follow each other without gap, and each minute lies in the month it lies in", "[core]") {
    const Calendar calendar({2023, 11, 5}, {2030, 3, 31});
    Minutes sum = 0;
    for (int month = 0; month < calendar.months(); ++month) {
        CHECK(calendar.month_start(month) == sum);
        sum += calendar.month_length(month);
        CHECK(calendar.month_of(calendar.month_start(month)) == month);
        CHECK(calendar.month_of(calendar.month_start(month + 1) - 1) == month);
    }
    CHECK(sum == calendar.horizon());
}

TEST_CASE("a minute has the date of its day, before the start too", "[core]") {
    const Calendar calendar({2024, 7, 1}, {2026, 1, 1});
    CHECK(calendar.date_of(0) == Date{2024, 7, 1});
    CHECK(calendar.date_of(minutes_per_day - 1) == Date{2024, 7, 1});
    CHECK(calendar.date_of(minutes_per_day) == Date{2024, 7, 2});
    CHECK(calendar.date_of(-1) == Date{2024, 6, 30});
    CHECK(calendar.date_of(-minutes_per_day) == Date{2024, 6, 30});
    CHECK(calendar.date_of(-minutes_per_day - 1) == Date{2024, 6, 29});
    CHECK(calendar.date_of(calendar.horizon()) == Date{2026, 1, 1});
}

TEST_CASE("the longest study that is allowed fits into 32 bits of minutes", "[core]") {
    const Calendar calendar({2000, 1, 1}, {2999, 12, 1});
    CHECK(calendar.horizon() > 0);
    CHECK(calendar.horizon() < never);
    CHECK(calendar.month_of(calendar.horizon() - 1) == calendar.months() - 1);
}
