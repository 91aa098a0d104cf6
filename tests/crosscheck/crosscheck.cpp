#include "tests/crosscheck/crosscheck.hpp"

#include <filesystem>

#include "sim/core/executor.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"

namespace forestall::testing {

Results crosscheck(const std::string& name, double people, int replicates) {
    StudyFiles files =
        read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) / "scenarios/studies" / (name + ".yaml"));
    files.place.population.rows.resize(1);
    files.place.population.rows.front().people = people;
    const Model model = prepare(files);
    StudySettings settings;
    settings.seed = files.study.seed;
    settings.replicates = replicates;
    SerialExecutor serial;
    return run_study(files, model, settings, serial).results;
}

}  // namespace forestall::testing
