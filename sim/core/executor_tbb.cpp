// The only file that knows oneTBB.
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "sim/core/executor.hpp"

// A distribution's oneTBB is not built for the thread sanitiser, which then cannot see that work starts after
// for_each was called and ends before it returns. These marks tell it; elsewhere they are nothing.
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#define FORESTALL_HAPPENS_BEFORE(mark) __tsan_release(mark)
#define FORESTALL_HAPPENS_AFTER(mark) __tsan_acquire(mark)
#else
#define FORESTALL_HAPPENS_BEFORE(mark) (void)(mark)
#define FORESTALL_HAPPENS_AFTER(mark) (void)(mark)
#endif

namespace forestall {

namespace {

class TbbExecutor final : public Executor {
  public:
    explicit TbbExecutor(int threads)
        : threads_(threads),
          limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
          arena_(threads) {}

    int workers() const override { return threads_; }

    void for_each(int pieces, const std::function<void(int, int)>& work) override {
        char start = 0, done = 0;
        FORESTALL_HAPPENS_BEFORE(&start);
        arena_.execute([&] {
            tbb::parallel_for(
                tbb::blocked_range<int>(0, pieces, 1),
                [&](const tbb::blocked_range<int>& range) {
                    FORESTALL_HAPPENS_AFTER(&start);
                    for (int piece = range.begin(); piece < range.end(); ++piece)
                        work(piece, tbb::this_task_arena::current_thread_index());
                    FORESTALL_HAPPENS_BEFORE(&done);
                },
                tbb::simple_partitioner{});
        });
        FORESTALL_HAPPENS_AFTER(&done);
    }

  private:
    int threads_;
    tbb::global_control
        limit_;  // lets more workers exist than there are cores, so that 7 threads can be tested on 2
    tbb::task_arena arena_;
};

}  // namespace

std::unique_ptr<Executor> make_tbb_executor(int threads) { return std::make_unique<TbbExecutor>(threads); }

}  // namespace forestall
