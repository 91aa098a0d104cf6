// Same study and seed, same bytes: with births and migration, on any number of threads, once more on another
// day.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/core/sha256.hpp"
#include "sim/io/read_study.hpp"
#include "sim/io/results_file.hpp"
#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/sums.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

std::string sha256_of_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return sha256(std::string(std::istreambuf_iterator<char>(stream), {}));
}

/// Runs a sample of a study over two years and returns the digest of its result file.
class Buckinghamshire {
  public:
    Buckinghamshire()
        : files_(read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) /
                            "scenarios/studies/buckinghamshire.yaml")) {
        files_.study.end = {files_.study.start.year + 2, files_.study.start.month, files_.study.start.day};
        model_ = prepare(files_);
    }
    Results run(Executor& executor, std::uint64_t seed = 1) const {
        StudySettings settings;
        settings.seed = seed;
        settings.sample = 0.02;
        settings.people_per_block = 512;
        return run_study(files_, model_, settings, executor).results;
    }
    std::string digest(const Results& results, const std::string& name) const {
        write_results(results, folder_ / name);
        return sha256_of_file(folder_ / name);
    }

  private:
    StudyFiles files_;
    Model model_;
    TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("the result file of a study is the same bytes on 1, 2 and 7 threads and a second time", "[study]") {
    const Buckinghamshire study;
    SerialExecutor serial;
    const Results first = study.run(serial);
    CHECK(total(first, "births") > 100);
    CHECK(total(first, "arrivals") > 500);
    CHECK(total(first, "departures") > 500);
    const std::string digest = study.digest(first, "first.h5");
    CHECK(study.digest(study.run(serial), "again.h5") == digest);
    for (const int threads : {1, 2, 7}) {
        CAPTURE(threads);
        const auto executor = make_tbb_executor(threads);
        CHECK(study.digest(study.run(*executor), "threads.h5") == digest);
    }
    CHECK(study.digest(study.run(serial, 2), "other.h5") != digest);
}

TEST_CASE("a result file read back holds what was written", "[study]") {
    const Results results = SmallStudy(open_model()).results();
    const TemporaryFolder folder;
    write_results(results, folder / "r.h5");
    const Results read = read_results(folder / "r.h5");
    REQUIRE(read.monthly.size() == results.monthly.size());
    for (const auto& one : results.monthly)
        CHECK(as_numbers(variable(read.monthly, one.name)) == as_numbers(one));
    CHECK(read.provenance == results.provenance);
}
