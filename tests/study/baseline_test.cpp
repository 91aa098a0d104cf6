// Sums of a small run, kept beside the tests: a change that moves results is seen, and must be told in the
// changelog under *Changes results*.
//
// The same luck gives the same lives; other mathematics libraries may round a few of them otherwise, so that
// sums may differ by 0.2% and 3. Other luck moves the sums of some of 40 measures by far more: emergency
// admissions alone by 1.2% (one standard error).
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "sim/io/read_study.hpp"
#include "tests/catch.hpp"
#include "tests/support/sums.hpp"

#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

const std::filesystem::path kept = std::filesystem::path{FORESTALL_SOURCE_DIR} / "tests/baseline/sums.csv";

/// Measure: sum over the calendar years 2025 and 2026.
std::map<std::string, double> sums() {
    StudyFiles files =
        read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) / "scenarios/studies/buckinghamshire.yaml");
    files.study.end = {2027, 1, 1};
    const Model model = prepare(files);
    StudySettings settings;
    settings.sample = 0.1;
    SerialExecutor serial;
    const Results results = run_study(files, model, settings, serial).results;
    std::map<std::string, double> all;
    for (const auto& measure : results.yearly)
        for (const double year : sums_by(results, measure, "year")) all[measure.name] += year;
    return all;
}

std::map<std::string, double> kept_sums() {
    std::map<std::string, double> all;
    std::ifstream stream(kept);
    std::string line;
    std::getline(stream, line);
    while (std::getline(stream, line)) {
        const std::size_t comma = line.find(',');
        all[line.substr(0, comma)] = std::atof(line.c_str() + comma + 1);
    }
    return all;
}

}  // namespace

TEST_CASE("results are those that are kept, or the changelog says why not", "[study]") {
    const auto now = sums();
    if (std::getenv("FORESTALL_UPDATE_DOCS")) {
        std::ofstream stream(kept, std::ios::binary);
        stream << "measure,sum\n";
        for (const auto& [name, sum] : now) stream << fmt::format("{},{:.2f}\n", name, sum);
    }
    const auto before = kept_sums();
    REQUIRE(before.size() == now.size());
    CHECK(now.size() > 30);
    for (const auto& [name, sum] : now) {
        INFO("if this is meant: say so in CHANGELOG.md under Changes results, and run the tests once with "
             "FORESTALL_UPDATE_DOCS=1");
        CAPTURE(name);
        REQUIRE(before.contains(name));
        CHECK(std::abs(sum - before.at(name)) <= 0.002 * std::abs(before.at(name)) + 3);
    }
}
