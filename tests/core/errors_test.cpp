#include "sim/core/errors.hpp"

#include "tests/catch.hpp"

using namespace forestall;

TEST_CASE("a place is written as far as it is known", "[core]") {
    CHECK(to_string(Where{"a.yaml", 3, 7}) == "a.yaml:3:7");
    CHECK(to_string(Where{"a.yaml", 3, 0}) == "a.yaml:3");
    CHECK(to_string(Where{"a.yaml", 0, 0}) == "a.yaml");
    CHECK(to_string(Where{}).empty());
}

TEST_CASE("a problem says what, why in brackets, and what to do", "[core]") {
    const Where at{"a.yaml", 3, 7};
    CHECK(to_string(Problem{at, "unknown key 'rates'", "a process has a fixed set of keys",
                            "did you mean 'rate'?"}) ==
          "a.yaml:3:7: unknown key 'rates' (a process has a fixed set of keys); did you mean 'rate'?");
    CHECK(to_string(Problem{at, "unknown key 'rates'", "", "did you mean 'rate'?"}) ==
          "a.yaml:3:7: unknown key 'rates'; did you mean 'rate'?");
    CHECK(to_string(Problem{at, "the file is empty", "", ""}) == "a.yaml:3:7: the file is empty");
    CHECK(to_string(Problem{{}, "--sample 2", "a share is at most 1", "try 0.1"}) ==
          "--sample 2 (a share is at most 1); try 0.1");
}

TEST_CASE("an input error tells every problem in the order of file, line and column", "[core]") {
    Problems problems;
    CHECK_NOTHROW(problems.raise_if_any());
    problems.add({"b.yaml", 1, 1}, "fourth");
    problems.add({"a.yaml", 10, 2}, "third");
    problems.add({"a.yaml", 9, 5}, "second");
    problems.add({"a.yaml", 9, 3}, "first");
    CHECK(problems.size() == 4);
    try {
        problems.raise_if_any();
        FAIL("nothing was thrown");
    } catch (const InputError& error) {
        CHECK(std::string(error.what()) ==
              "a.yaml:9:3: first\na.yaml:9:5: second\na.yaml:10:2: third\nb.yaml:1:1: fourth");
        REQUIRE(error.problems().size() == 4);
        CHECK(error.problems().front().what == "first");
    }
}

TEST_CASE("the nearest name is the one with the fewest slips of the pen", "[core]") {
    const std::vector<std::string> names{"frailty", "hospital", "care", "illness"};
    CHECK(nearest("frialty", names) == "frailty");  // neighbours swapped
    CHECK(nearest("hopsital", names) == "hospital");
    CHECK(nearest("ilness", names) == "illness");  // a letter missing
    CHECK(nearest("caree", names) == "care");      // one too many
    CHECK(nearest("frailty", names) == "frailty");
    CHECK(nearest("ambulance", names).empty());
    CHECK(nearest("anything", {}).empty());
}

TEST_CASE("a suggestion names the nearest, or all there are", "[core]") {
    CHECK(suggest("frialty", {"frailty", "care"}) == "did you mean 'frailty'?");
    CHECK(suggest("ambulance", {"frailty", "care"}) == "use one of frailty, care");
    CHECK(suggest("ambulance", {}) == "there is none to choose from");
}

TEST_CASE("a run that is stopped says that nothing was written", "[core]") {
    CHECK(std::string(Interrupted().what()) == "stopped on request; nothing was written");
}
