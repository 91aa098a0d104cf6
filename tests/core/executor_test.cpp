#include "sim/core/executor.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"

using namespace forestall;

namespace {

/// Whether each of many pieces is run once, by a worker with a number below `workers()`.
void check_every_piece_once(Executor& executor) {
    for (const int pieces : {0, 1, 2, 1000}) {
        std::vector<std::atomic<int>> runs(static_cast<std::size_t>(pieces));
        std::atomic<int> strangers{0};
        executor.for_each(pieces, [&](int piece, int worker) {
            ++runs[static_cast<std::size_t>(piece)];
            if (worker < 0 || worker >= executor.workers()) ++strangers;
        });
        int wrong = 0;
        for (const auto& one : runs) wrong += one != 1;
        CHECK(wrong == 0);
        CHECK(strangers == 0);
    }
}

}  // namespace

TEST_CASE("the serial executor runs every piece once, in order", "[core]") {
    SerialExecutor serial;
    CHECK(serial.workers() == 1);
    check_every_piece_once(serial);
    std::vector<int> order;
    serial.for_each(5, [&](int piece, int) { order.push_back(piece); });
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("the parallel executor runs every piece once, with more workers than there are cores too",
          "[core]") {
    for (const int threads : {1, 2, 7}) {
        CAPTURE(threads);
        const auto executor = make_tbb_executor(threads);
        CHECK(executor->workers() == threads);
        check_every_piece_once(*executor);
    }
}

TEST_CASE("two pieces that run at once have different workers", "[core]") {
    // Each worker counts in a place of its own without locks: a shared number would lose counts or trip the
    // thread sanitiser.
    const auto executor = make_tbb_executor(7);
    std::vector<long> counts(static_cast<std::size_t>(executor->workers()) * 64, 0);
    executor->for_each(2000, [&](int, int worker) {
        for (int i = 0; i < 100; ++i) {
            volatile long& mine = counts[static_cast<std::size_t>(worker) * 64];
            mine = mine + 1;
        }
    });
    long sum = 0;
    for (const long one : counts) sum += one;
    CHECK(sum == 200'000);
}

TEST_CASE("seven workers can be busy at once on fewer cores", "[core]") {
    // Each piece waits until all seven have begun; with fewer threads this would hang, so that it gives up
    // after many turns.
    const auto executor = make_tbb_executor(7);
    std::atomic<int> begun{0}, gave_up{0};
    executor->for_each(7, [&](int, int) {
        ++begun;
        for (int turn = 0; begun < 7; ++turn) {
            if (turn > 20'000) {
                ++gave_up;
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    CHECK(gave_up == 0);
}

TEST_CASE("a failure in a piece reaches the caller as it was thrown", "[core]") {
    SerialExecutor serial;
    const auto parallel = make_tbb_executor(3);
    for (Executor* executor : {static_cast<Executor*>(&serial), parallel.get()}) {
        const auto fail_at_31 = [&] {
            executor->for_each(100, [](int piece, int) {
                if (piece == 31) throw RunError("piece " + std::to_string(piece));
            });
        };
        CHECK_THROWS_AS(fail_at_31(), RunError);
        CHECK_THROWS_WITH(fail_at_31(), "piece 31");
        // and the executor can be used again
        std::atomic<int> runs{0};
        executor->for_each(10, [&](int, int) { ++runs; });
        CHECK(runs == 10);
    }
}
