// A shipped study, read and compiled once, and an executor of so many threads.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/engine/run.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"

namespace forestall::bench {

struct ShippedStudy {
    StudyFiles files;
    Model model;
    Calendar calendar;
    ArmModel arm;

    explicit ShippedStudy(StudyFiles read)
        : files(std::move(read)), model(prepare(files)), calendar(calendar_of(files.study)),
          arm(compile_arm(files.study.arms.front(), model)) {}
};

inline StudyFiles read_shipped(const std::string& name) {
    return read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) / "scenarios/studies" / (name + ".yaml"));
}

inline std::unique_ptr<Executor> executor_of(int threads) {
#ifdef FORESTALL_HAS_TBB
    if (threads > 1) return make_tbb_executor(threads);
#endif
    (void)threads;
    return std::make_unique<SerialExecutor>();
}

inline double person_years(const Tally& tally, const Model& model) {
    const int population = model.measure_named("population");
    const auto sums = tally.integrate();
    double minutes = 0;
    const auto levels = static_cast<std::size_t>(tally.levels());
    for (std::size_t i =
             static_cast<std::size_t>(model.measures[static_cast<std::size_t>(population)].column);
         i < sums.minutes.size(); i += levels)
        minutes += static_cast<double>(sums.minutes[i]);
    return minutes / minutes_per_year;
}

}  // namespace forestall::bench
