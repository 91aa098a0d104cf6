#include "tools/forestall/run_options.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "sim/model/spec.hpp"

namespace forestall {

void check_threads(int threads, Problems& problems) {
    if (threads < 1 || threads > 1024)
        problems.add({}, fmt::format("--threads {}", threads),
                     "at least one thread must work, and at most 1,024 can", "leave it out to use all cores");
}

void check_sample(double sample, Problems& problems) {
    if (!(sample > 0 && sample <= 1))
        problems.add({}, fmt::format("--sample {}", sample),
                     "a sample is a share of the people, above 0 and at most 1", "try --sample 0.1");
}

void check_seed(std::optional<std::int64_t> seed, Problems& problems) {
    if (seed && (*seed < 0 || *seed > largest_seed))
        problems.add({}, fmt::format("--seed {}", *seed),
                     fmt::format("a seed is a whole number from 0 to {}", largest_seed), "try --seed 1");
}

std::unique_ptr<Executor> executor_for(int threads) {
#ifdef FORESTALL_HAS_TBB
    if (threads != 1)
        return make_tbb_executor(
            threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
#endif
    (void)threads;
    return std::make_unique<SerialExecutor>();
}

}  // namespace forestall
