// What an arm says of a programme in place of the programme's own figures.
#include "sim/core/errors.hpp"
#include "sim/study/arms.hpp"
#include "tests/catch.hpp"
#include "tests/support/programmes_study.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;
using namespace Catch::Matchers;

namespace {

std::string arm_with(const std::string& use) {
    return std::string(today) + "  own: {programmes: [" + use + "], lens: claimed}\n";
}

/// The study in which the programme's file has the figure itself.
Ran in_the_file(const std::string& file, const std::string& from, const std::string& to) {
    StudyText text = with_programmes(arm_with("{file: " + file + "}"));
    std::string& programme = text.tables[file];
    const auto at = programme.find(from);
    REQUIRE(at != std::string::npos);
    programme.replace(at, from.size(), to);
    return ran(text);
}

Ran in_the_arm(const std::string& use) { return ran(with_programmes(arm_with(use))); }

void check_alike(const Ran& arm, const Ran& file, const std::string& plain_use) {
    CHECK(counted(arm.outcome.results, 1) == counted(file.outcome.results, 1));
    CHECK(counted(arm.outcome.results, 1) != counted(in_the_arm(plain_use).outcome.results, 1));
}

std::string message_of(const std::string& use) {
    try {
        const SmallStudy study(with_programmes(arm_with(use)));
        group_arms(study.files, study.model, {});
    } catch (const InputError& error) {
        return error.what();
    }
    return "no message";
}

}  // namespace

TEST_CASE("a figure that an arm gives is as good as one in the programme's file", "[programmes]") {
    const std::string reviews = "{file: reviews.yaml}", visits = "{file: visits.yaml}";
    check_alike(in_the_arm("{file: reviews.yaml, a_month: 4}"),
                in_the_file("reviews.yaml", "a_month: 9", "a_month: 4"), reviews);
    check_alike(in_the_arm("{file: visits.yaml, at_once: 11}"),
                in_the_file("visits.yaml", "at_once: 40", "at_once: 11"), visits);
    check_alike(in_the_arm("{file: reviews.yaml, at_once: 15}"),
                in_the_file("reviews.yaml", "a_month: 9", "a_month: 9, at_once: 15"), reviews);
    check_alike(in_the_arm("{file: reviews.yaml, taken_up: 0.3}"),
                in_the_file("reviews.yaml", "chance: 0.7", "chance: 0.3"), reviews);
    check_alike(in_the_arm("{file: visits.yaml, taken_up: 0.4}"),
                in_the_file("visits.yaml", "{chance: 0.9, times", "{chance: 0.4, times"), visits);
    check_alike(in_the_arm("{file: reviews.yaml, sensitivity: 0.55}"),
                in_the_file("reviews.yaml", "sensitivity: 0.6", "sensitivity: 0.55"), reviews);
}

TEST_CASE("two arms with figures of their own are each what they are alone", "[programmes]") {
    const std::string one = "  one: {programmes: [{file: reviews.yaml, taken_up: 0.9, sensitivity: 0.55}]}\n";
    const std::string other =
        "  other: {programmes: [{file: reviews.yaml, taken_up: 0.2, a_month: 20}, {file: visits.yaml}]}\n";
    const Ran both = ran(with_programmes(today + one + other), 3, 50);
    const Ran only_one = ran(with_programmes(today + one)), only_other = ran(with_programmes(today + other));
    CHECK(agree(counted(both.outcome.results, 1), counted(only_one.outcome.results, 1)));
    CHECK(counted(both.outcome.results, 2) == counted(only_other.outcome.results, 1));
    // Who takes up an offer at a lower chance would at a higher one too.
    CHECK(total(both.outcome.results, "reviews_starts", 1) >
          total(both.outcome.results, "reviews_starts", 2));
}

TEST_CASE("a programme that is off is counted as nothing and changes nobody", "[programmes]") {
    const Ran off = in_the_arm("{file: reviews.yaml, on: no}, {file: visits.yaml}");
    const Ran without = in_the_arm("{file: visits.yaml}");
    CHECK(total(off.outcome.results, "reviews_offers", 1) == 0);
    CHECK(agree(counted(off.outcome.results, 1), counted(without.outcome.results, 1)));
}

TEST_CASE("a sensitivity that cannot be asked for is refused", "[programmes]") {
    CHECK_THAT(message_of("{file: visits.yaml, sensitivity: 0.8}"),
               ContainsSubstring("not found by a score"));
    CHECK_THAT(message_of("{file: reviews.yaml, sensitivity: 0.4}"),
               ContainsSubstring("picking at random finds as much"));
}
