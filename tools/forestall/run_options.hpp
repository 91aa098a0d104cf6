// Options that every verb has that runs people: how many threads, what share of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "sim/core/errors.hpp"
#include "sim/core/executor.hpp"

namespace forestall {

void check_threads(int threads, Problems& problems);
void check_sample(double sample, Problems& problems);
void check_seed(std::optional<std::int64_t> seed, Problems& problems);

/// On this many threads; on all cores when it is 0.
std::unique_ptr<Executor> executor_for(int threads);

}  // namespace forestall
