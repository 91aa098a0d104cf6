// The whole of Buckinghamshire: the same bytes on 1, 2 and 7 threads.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/core/sha256.hpp"
#include "sim/io/read_study.hpp"
#include "sim/io/results_file.hpp"
#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/sums.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace forestall;
using namespace forestall::testing;

TEST_CASE("the whole population's result file is the same bytes on 1, 2 and 7 threads", "[long]") {
    StudyFiles files =
        read_study(std::filesystem::path(FORESTALL_SOURCE_DIR) / "scenarios/studies/buckinghamshire.yaml");
    files.study.end = {files.study.start.year + 2, files.study.start.month, files.study.start.day};
    const Model model = prepare(files);
    const TemporaryFolder folder;
    std::vector<std::string> digests;
    for (const int threads : {1, 2, 7}) {
        const auto executor = make_tbb_executor(threads);
        const Results results = run_study(files, model, {}, *executor).results;
        CHECK(total(results, "births") > 8000);
        write_results(results, folder / "r.h5");
        std::ifstream stream(folder / "r.h5", std::ios::binary);
        digests.push_back(sha256(std::string(std::istreambuf_iterator<char>(stream), {})));
    }
    CHECK(digests[1] == digests[0]);
    CHECK(digests[2] == digests[0]);
}
