// Reads every source file and compares its includes with the rules of include_rules.cpp.

#include "tests/catch.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/architecture/include_rules.hpp"

using forestall::architecture::problems_in;

namespace {

const std::filesystem::path top = FORESTALL_SOURCE_DIR;

std::vector<std::filesystem::path> source_files() {
    std::vector<std::filesystem::path> files;
    for (const auto* folder : {"sim", "tools", "bindings"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(top / folder)) {
            const auto extension = entry.path().extension();
            if (extension == ".hpp" || extension == ".cpp" || extension == ".h" || extension == ".in")
                files.push_back(entry.path());
        }
    return files;
}

std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("every source file keeps to the architecture", "[architecture]") {
    const auto files = source_files();
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files)
        for (const auto& problem : problems_in(file.lexically_relative(top).generic_string(), read(file)))
            FAIL_CHECK(problem);
}

TEST_CASE("an include along an arrow is accepted", "[architecture]") {
    CHECK(problems_in("sim/model/spec.hpp", "#include \"sim/core/time.hpp\"\n").empty());
    CHECK(
        problems_in("sim/engine/life.cpp", "#include \"sim/engine/life.hpp\"\n#include <vector>\n").empty());
    CHECK(problems_in("tools/forestall/main.cpp", "#include \"sim/study/run.hpp\"\n").empty());
    CHECK(problems_in("sim/core/executor_tbb.cpp", "#include <tbb/parallel_for.h>\n").empty());
    CHECK(problems_in("sim/core/random.hpp", "#include <Random123/philox.h>\n").empty());
    CHECK(problems_in("sim/io/result_file.cpp", "#include <hdf5.h>\n").empty());
}

TEST_CASE("an include against an arrow is named with its line", "[architecture]") {
    const auto problems =
        problems_in("sim/core/time.hpp", "#pragma once\n  # include \"sim/model/spec.hpp\"\n");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0] ==
          "sim/core/time.hpp:2: includes sim/model/spec.hpp (sim/core must not use sim/model)");

    CHECK(problems_in("sim/io/reader.cpp", "#include \"sim/study/run.hpp\"").size() == 1);
    CHECK(problems_in("sim/io/reader.cpp", "#include \"sim/fit/calibrate.hpp\"").size() == 1);
    CHECK(problems_in("sim/study/study.cpp", "#include \"sim/fit/calibrate.hpp\"").size() == 1);
    CHECK(problems_in("sim/outcomes/tally.hpp", "#include \"sim/engine/life.hpp\"").size() == 1);
    CHECK(problems_in("sim/study/run.cpp", "#include \"tools/forestall/run.hpp\"").size() == 1);
    CHECK(problems_in("tools/forestall/main.cpp", "#include \"tests/catch.hpp\"").size() == 1);
    CHECK(problems_in("sim/study/study.cpp", "#include \"bindings/topics.hpp\"").size() == 1);
    CHECK(problems_in("bindings/run.cpp", "#include \"tools/forestall/command.hpp\"").size() == 1);
    CHECK(problems_in("tools/forestall/main.cpp", "#include \"bindings/topics.hpp\"").size() == 1);
}

TEST_CASE("an include that does not start at the top is refused", "[architecture]") {
    CHECK(problems_in("sim/core/time.cpp", "#include \"../model/spec.hpp\"").size() == 1);
    CHECK(problems_in("sim/core/time.cpp", "#include \"time.hpp\"").size() == 1);
}

TEST_CASE("a library outside its home is refused", "[architecture]") {
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"sim/engine/run.cpp", "tbb/parallel_for.h"},
        {"sim/core/executor.cpp", "oneapi/tbb.h"},
        {"sim/study/read.cpp", "yaml-cpp/yaml.h"},
        {"sim/study/write.cpp", "hdf5.h"},
        {"sim/fit/calibrate.cpp", "ceres/ceres.h"},
        {"sim/model/fitted.cpp", "Eigen/Dense"},
        {"sim/io/result_file.cpp", "hdf5_hl.h"},
        {"sim/model/spec.cpp", "boost/graph/graph_traits.hpp"},
        {"sim/engine/clock.hpp", "Random123/philox.h"},
        {"sim/io/arguments.cpp", "CLI/CLI.hpp"},
        {"tools/forestall/main.cpp", "catch2/catch.hpp"},
        {"tools/forestall/main.cpp", "pybind11/pybind11.h"},
    };
    for (const auto& [path, header] : wrong) {
        CAPTURE(path, header);
        CHECK(problems_in(path, "#include <" + header + ">\n").size() == 1);
    }
}

TEST_CASE("a name that says nothing is refused", "[architecture]") {
    CHECK(problems_in("sim/core/utils.hpp", "").size() == 1);
    CHECK(problems_in("sim/model/helpers.cpp", "").size() == 1);
    CHECK(problems_in("tools/common/misc.cpp", "").size() == 1);
    CHECK(problems_in("sim/model/common_cause.cpp", "").empty());
}

TEST_CASE("a folder that the rules do not know is refused", "[architecture]") {
    CHECK(problems_in("sim/weather/rain.cpp", "").size() == 1);
}
