// The pages of the model language, read as a newcomer reads them: every example is written to a folder and
// runs.
//
// A whole file in a page begins with a comment that names it; what a page does not show is as in README.md.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "sim/io/read_study.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

namespace fs = std::filesystem;

const fs::path pages = fs::path{FORESTALL_SOURCE_DIR} / "docs/model-language";

std::string content_of(const fs::path& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Whole files that a page shows, by name.
std::map<std::string, std::string> files_in(const fs::path& page) {
    static const std::regex block{"```[a-z]*\\n# ([A-Za-z0-9_-]+\\.(yaml|csv))[^\\n]*\\n([^`]*)```"};
    const std::string text = content_of(page);
    std::map<std::string, std::string> files;
    for (std::sregex_iterator at{text.begin(), text.end(), block}, end; at != end; ++at)
        files[(*at)[1]] = (*at)[3];
    return files;
}

}  // namespace

TEST_CASE("every example of the language pages runs", "[study]") {
    const auto first = files_in(pages / "README.md");
    REQUIRE(first.size() == 5);
    int examples = 0;
    for (const auto& page : fs::directory_iterator(pages)) {
        auto files = files_in(page.path());
        CAPTURE(page.path().filename().string());
        CHECK_FALSE(files.empty());
        files.insert(first.begin(), first.end());
        const TemporaryFolder folder;
        for (const auto& [name, text] : files) std::ofstream(folder.path() / name, std::ios::binary) << text;
        CHECK_NOTHROW(SmallStudy(read_study(folder.path() / "study.yaml")).results());
        ++examples;
    }
    CHECK(examples > 15);
}

TEST_CASE("the index names every page of the language", "[study]") {
    const std::string index = content_of(pages / "README.md");
    for (const auto& page : fs::directory_iterator(pages)) {
        const std::string name = page.path().filename().string();
        CAPTURE(name);
        if (name != "README.md") CHECK(index.find("(" + name + ")") != std::string::npos);
    }
}
