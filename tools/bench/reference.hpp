// The limit: the least that an event of any life can cost. One draw of the same generator, one logarithm, one
// row of a table as large as the England model's rates, one cache line of the person read and written. No
// decisions, no competing clocks, no outcomes. Our time is reported as a multiple of it, from the same run.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/core/random.hpp"

namespace forestall::bench {

struct alignas(64) Line {
    double left = 1;
    std::uint32_t state = 0, occurrence = 0;
    float rest[12] = {};
};

/// Seconds for `events` events of `people` people, in the order of people.
inline double reference_seconds(std::size_t people, std::size_t events) {
    constexpr std::size_t rows = 1024, width = 16;
    static const std::vector<float> table(rows * width, 1.0f);
    std::vector<Line> lines(people);
    const Streams streams(1, 0);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0, at = 0; i < events; ++i, at = at + 1 == people ? 0 : at + 1) {
        Line& line = lines[at];
        const Block words = streams.block(at + 1, Purpose::clock, 1, line.occurrence++);
        const float* row = table.data() + (words[2] % rows) * width;
        float rate = 0;
        for (std::size_t k = 0; k < width; ++k) rate += row[k];
        line.left -= portable_log(uniform(words[0], words[1])) / static_cast<double>(rate);
        line.state = words[3];
    }
    benchmark::DoNotOptimize(lines.data());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Nanoseconds an event at the limit, measured once in this process: the best of five.
inline double reference_ns() {
    static const double best = [] {
        constexpr std::size_t people = 200'000, events = 4'000'000;
        double least = 1e300;
        for (int i = 0; i < 5; ++i) least = std::min(least, reference_seconds(people, events));
        return least / static_cast<double>(events) * 1e9;
    }();
    return best;
}

/// The multiple of the limit that is kept in tests/baseline/speed.csv, so that a report says at once whether
/// it has moved; 0 when there is none. A change that moves it says so in the changelog.
inline double kept_multiple(const std::string& name) {
    std::ifstream stream(std::string(FORESTALL_SOURCE_DIR) + "/tests/baseline/speed.csv");
    for (std::string line; std::getline(stream, line);)
        if (line.starts_with(name + ",")) return std::stod(line.substr(name.size() + 1));
    return 0;
}

}  // namespace forestall::bench
