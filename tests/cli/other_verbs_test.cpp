// Verbs that are programs of their own.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

namespace fs = std::filesystem;

/// A folder on the PATH with a program `forestall-greet` that tells its arguments.
class WithProgram {
  public:
    WithProgram() : before_(std::getenv("PATH")) {
        folder_.write("forestall-greet", "#!/bin/sh\nfor word in \"$@\"; do echo \"<$word>\"; done\nexit 7\n");
        fs::permissions(folder_.path() / "forestall-greet", fs::perms::owner_all);
        folder_.write("forestall-plain", "no program: it may not be run\n");
        setenv("PATH", (folder_.path().string() + ":" + before_).c_str(), 1);
    }
    ~WithProgram() { setenv("PATH", before_.c_str(), 1); }
    const fs::path& path() const { return folder_.path(); }

  private:
    TemporaryFolder folder_;
    std::string before_;
};

}  // namespace

TEST_CASE("a verb that is a program of its own gets its arguments and gives its code", "[cli]") {
    const WithProgram program;
    const Ended ended = forestall_in(program.path(), {"greet", "a b", "--c"});
    CHECK(ended.code == 7);
    CHECK(ended.out == "<a b>\n<--c>\n");
}

TEST_CASE("a verb that is nobody's is refused as before", "[cli]") {
    const WithProgram program;
    for (const char* verb : {"plain", "greeet", "../greet", "-greet"}) {
        const Ended ended = forestall_in(program.path(), {verb});
        CHECK(ended.code == 3);
        CHECK_THAT(ended.err, ContainsSubstring("--help"));
    }
}
