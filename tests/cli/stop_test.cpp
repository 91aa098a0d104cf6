// Stopping in the middle: Ctrl-C ends a run soon and tidily, and even kill -9 leaves nothing half written
// under the final name.
#include <chrono>
#include <csignal>
#include <thread>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Names = std::vector<std::string>;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds soon{2000};  // a second, and another for a loaded machine

}  // namespace

TEST_CASE("Ctrl-C stops a run soon and leaves nothing", "[cli]") {
    TinyStudy study;
    study.make_long();
    for (const std::string threads : {"1", "2"})
        for (const int signal : {SIGINT, SIGTERM}) {
            CAPTURE(threads, signal);
            Program program(study.path(), {"run", "study.yaml", "--progress", "--threads", threads});
            REQUIRE(program.has_said("%"));
            program.send(signal);
            CHECK(program.ends_within(soon));
            const Ended ended = program.end();
            CHECK(ended.code == 130);
            CHECK_THAT(ended.err, ContainsSubstring("stopped on request; nothing was written\n"));
            CHECK(study.added().empty());
        }
}

TEST_CASE("Ctrl-C before the first month leaves nothing either", "[cli]") {
    TinyStudy study;
    study.make_long();
    for (const int delay : {5, 20, 60, 150, 400}) {
        CAPTURE(delay);
        Program program(study.path(), {"run", "study.yaml"});
        std::this_thread::sleep_for(milliseconds{delay});
        program.send(SIGINT);
        CHECK(program.ends_within(soon));
        CHECK(program.end().code == 130);  // also what a shell shows for a program that SIGINT ended
        CHECK(study.added().empty());
    }
}

TEST_CASE("a stopped or killed run leaves the earlier result as it was", "[cli]") {
    TinyStudy study;
    study.make_long();
    put(study / "study.h5", "the result of last week");
    for (const int signal : {SIGINT, SIGKILL}) {
        Program program(study.path(), {"run", "study.yaml", "--progress"});
        REQUIRE(program.has_said("%"));
        program.send(signal);
        CHECK(program.end().code == 128 + signal);
        CHECK(study.added() == Names{"study.h5"});
        CHECK(content_of(study / "study.h5") == "the result of last week");
    }
}

TEST_CASE("a run killed at any time leaves the old result or the new one, whole", "[cli]") {
    TinyStudy study;
    REQUIRE(forestall_in(study.path(), {"run", "study.yaml", "--quiet"}).code == 0);
    const std::string whole = content_of(study / "study.h5"), old = "the result of last week";
    for (int delay = 10; delay <= 200; delay += 10) {
        put(study / "study.h5", old);
        Program program(study.path(), {"run", "study.yaml", "--quiet"});
        std::this_thread::sleep_for(milliseconds{delay});
        program.send(SIGKILL);
        program.end();
        const std::string now = content_of(study / "study.h5");
        CHECK((now == old || now == whole));
    }
    REQUIRE(forestall_in(study.path(), {"run", "study.yaml", "--quiet"}).code == 0);
    CHECK(study.added() == Names{"study.h5", "study.run.json"});  // the killed ones' leavings are gone
}

TEST_CASE("Ctrl-C is heard while a sample is drawn from a huge place", "[cli]") {
    TinyStudy study;
    put(study / "population.csv", "age,sex,people\n20,female,400000000\n");
    Program program(study.path(), {"run", "study.yaml", "--sample", "0.000001"});
    std::this_thread::sleep_for(milliseconds{700});
    program.send(SIGINT);
    REQUIRE(program.ends_within(soon));
    CHECK(program.end().code == 130);
    CHECK(study.added().empty());
}
