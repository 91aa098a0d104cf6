#include "sim/model/programme.hpp"

#include "tests/catch.hpp"

using namespace forestall;

namespace {

constexpr Minutes month = minutes_per_year / 12;

/// Mean strength from `begins` to the end of waning, minute by minute of every hour.
double mean_strength(const Course& course, Minutes begins, Minutes ends, Minutes from, Minutes until) {
    double sum = 0;
    int count = 0;
    for (Minutes t = from; t < until; t += 60, ++count) sum += course.strength(t, begins, ends);
    return sum / count;
}

}  // namespace

TEST_CASE("an effect without onset or waning is felt while delivery lasts", "[programmes]") {
    const Course course;
    CHECK(course.strength(99, 100, 200) == 0);
    CHECK(course.strength(100, 100, 200) == 1);
    CHECK(course.strength(199, 100, 200) == 1);
    CHECK(course.strength(200, 100, 200) == 0);
    CHECK(course.strength(5, never, never) == 0);
    CHECK(course.next_step(5, 100, 200) == 100);
    CHECK(course.next_step(100, 100, 200) == 200);
    CHECK(course.next_step(200, 100, 200) == never);
}

TEST_CASE("onset and waning have the mean of a straight line", "[programmes]") {
    const Course course{6 * month, 12 * month, never};
    const Minutes begins = 1000, ends = begins + 24 * month;
    CHECK(mean_strength(course, begins, ends, begins, begins + 6 * month) == Approx(0.5).margin(0.002));
    CHECK(mean_strength(course, begins, ends, begins + 6 * month, ends) == 1);
    CHECK(mean_strength(course, begins, ends, ends, ends + 12 * month) == Approx(0.5).margin(0.002));
    CHECK(course.strength(ends + 12 * month, begins, ends) == 0);
}

TEST_CASE("who leaves while an effect still grows keeps what has grown, and loses it from there",
          "[programmes]") {
    const Course course{6 * month, 6 * month, never};
    const Minutes ends = 3 * month;  // half of the onset
    const double reached = course.strength(ends - 1, 0, ends);
    CHECK(reached == Approx(2.5 / 6));
    CHECK(course.strength(ends, 0, ends) == Approx(reached * (1 - 0.5 / 6)));
}

TEST_CASE("what is felt only at first ends then", "[programmes]") {
    const Course course{0, 0, 3 * month};
    CHECK(course.strength(3 * month - 1, 0, never) == 1);
    CHECK(course.strength(3 * month, 0, never) == 0);
    CHECK(course.next_step(0, 0, never) == 3 * month);
}

TEST_CASE("strength changes at the steps that are told and nowhere else", "[programmes]") {
    const Course course{5 * month + 77, 3 * month + 5, 40 * month};
    const Minutes begins = 333, ends = begins + 20 * month + 11;
    Minutes t = 0;
    int steps = 0;
    while (true) {
        const Minutes next = course.next_step(t, begins, ends);
        if (next == never) break;
        REQUIRE(next > t);
        const double here = course.strength(t, begins, ends);
        CHECK(course.strength(next - 1, begins, ends) == here);
        t = next;
        ++steps;
    }
    CHECK(steps >= 1 + 4 + 1 + 2);
    CHECK(course.strength(t, begins, ends) == 0);
    CHECK(course.strength(t + 100 * month, begins, ends) == 0);
}
