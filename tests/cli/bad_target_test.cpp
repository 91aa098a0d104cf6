// Where results cannot go. The run fails with code 2 (the machine refused), before the lives where that can
// be known, and what stood in the folder stays as it was.
#include <csignal>
#include <filesystem>
#include <functional>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/mount.h>
#endif

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/tiny_study.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Names = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

/// A disk in memory of so many bytes, where the system lets us have one (Linux, as root).
class SmallDisk {
  public:
    SmallDisk(const fs::path& folder, std::size_t bytes) : folder_(folder) {
        fs::create_directory(folder);
#ifdef __linux__
        mounted_ = ::mount("forestall-test", folder.c_str(), "tmpfs", 0,
                           ("size=" + std::to_string(bytes)).c_str()) == 0;
#else
        (void)bytes;
#endif
    }
    ~SmallDisk() {
#ifdef __linux__
        if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
#endif
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool is_there() const { return mounted_; }

  private:
    fs::path folder_;
    bool mounted_ = false;
};

/// In the child: no file may grow beyond this, and growing it fails instead of ending the program.
void limit_files_to(rlim_t bytes) {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);
}

Names names_in(const fs::path& folder) {
    Names found;
    for (const auto& entry : fs::directory_iterator(folder))
        found.push_back(entry.path().filename().string());
    return found;
}

constexpr std::size_t below_a_result = 32768;  // the result file of the tiny study has some 54 KB

/// Whether /sys is what it is on a whole machine, where even the superuser cannot make files in it. Some
/// containers have an ordinary folder there.
bool has_system_files() {
    if (fs::exists("/sys/kernel")) return true;
    WARN("there is no system file tree here: a folder closed to the superuser was not tried");
    return false;
}

}  // namespace

TEST_CASE("a result file in a folder that is not there is refused", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--out", "nowhere/x.h5"});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(
        ended.err ==
        "cannot write 'nowhere/x.h5' (there is no folder 'nowhere'); make that folder, or choose another\n");
    CHECK(study.added().empty());
}

TEST_CASE("a folder is not overwritten by a result file", "[cli]") {
    TinyStudy study;
    fs::create_directory(study / "results");
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--out", "results"});
    CHECK(ended.code == 2);
    CHECK(ended.err == "cannot write 'results' (it is a folder); add a file name\n");
    CHECK(study.added() == Names{"results"});
    CHECK(names_in(study / "results").empty());
}

TEST_CASE("a folder below a file is refused", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--out", "place.yaml/x.h5"});
    CHECK(ended.code == 2);
    CHECK(ended.err ==
          "cannot write 'place.yaml/x.h5' ('place.yaml' is not a folder); choose another folder\n");
    CHECK(study.added().empty());
}

TEST_CASE("a folder that may not be written to is refused", "[cli]") {
    TinyStudy study;
    fs::create_directory(study / "closed");
    fs::path target = study / "closed" / "x.h5";
    if (::geteuid() == 0 && !has_system_files()) return;
    if (::geteuid() == 0)
        target = "/sys/forestall-test.h5";  // permissions do not bind the superuser; nobody makes files here
    else
        ::chmod((study / "closed").c_str(), 0555);
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--out", target.string()});
    ::chmod((study / "closed").c_str(), 0755);
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err,
               ContainsSubstring("cannot write '" + target.string() + "' (you may not write there: ") &&
                   ContainsSubstring("; choose another folder\n"));
    CHECK(study.added() == Names{"closed"});
    CHECK(names_in(study / "closed").empty());
}

TEST_CASE("tables into what is not a folder are refused before the run in the words of every message",
          "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--csv", "place.yaml"});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, ContainsSubstring("cannot write ") && ContainsSubstring("'place.yaml'") &&
                              ContainsSubstring("; choose another"));
    CHECK(study.added().empty());
}

TEST_CASE("tables into a folder that may not be written to are refused before the run", "[cli]") {
    TinyStudy study;
    fs::create_directory(study / "closed");
    fs::path folder = study / "closed";
    if (::geteuid() == 0 && !has_system_files()) return;
    if (::geteuid() == 0)
        folder = "/sys/forestall-test";  // as above: permissions do not bind the superuser
    else
        ::chmod(folder.c_str(), 0555);
    for (const fs::path& tables : {folder / "new", folder}) {
        const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--csv", tables.string()});
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        CHECK_THAT(ended.err, ContainsSubstring("cannot write ") && ContainsSubstring(folder.string()) &&
                                  ContainsSubstring("; choose another folder\n"));
    }
    ::chmod((study / "closed").c_str(), 0755);
    CHECK(study.added() == Names{"closed"});
    CHECK(names_in(study / "closed").empty());
}

TEST_CASE("a folder where the run record goes is noticed before the run", "[cli]") {
    TinyStudy study;
    fs::create_directory(study / "study.run.json");
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml"});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err ==
          "cannot write the run record 'study.run.json' (it is a folder); move it away, or choose "
          "another name for the results\n");
    CHECK(study.added() == Names{"study.run.json"});
}

TEST_CASE("a folder that gets in the way during the run costs all files of the run and no earlier one",
          "[cli]") {
    for (const std::string in_the_way : {"study.run.json", "tables/yearly.csv"}) {
        CAPTURE(in_the_way);
        TinyStudy study;
        study.make_long();
        put(study / "study.h5", "the result of last week");
        fs::create_directory(study / "tables");
        Program program(study.path(), {"run", "study.yaml", "--progress", "--until", "2025-01-01", "--sample",
                                       "0.2", "--csv", "tables"});
        REQUIRE(program.has_said("%"));
        fs::create_directory(study / in_the_way);
        const Ended ended = program.end();
        CHECK(ended.code == 2);
        CHECK_THAT(ended.err, ContainsSubstring("'" + in_the_way + "' (it is a folder); "));
        CHECK(content_of(study / "study.h5") == "the result of last week");
        CHECK(study.added().size() == (in_the_way == "study.run.json" ? 3 : 2));
        CHECK(names_in(study / "tables").size() == (in_the_way == "study.run.json" ? 0 : 1));
    }
}

TEST_CASE("a full disk costs the result but not the one that was there", "[cli]") {
    TinyStudy study;
    const SmallDisk disk(study / "disk", below_a_result);
    put(study / "disk" / "x.h5", "the result of last week");
    const auto before = disk.is_there() ? std::function<void()>{} : [] { limit_files_to(below_a_result); };
    const Ended ended =
        forestall_in(study.path(), {"run", "study.yaml", "--quiet", "--out", "disk/x.h5"}, before);
    CHECK(ended.code == 2);
    const std::string why =
        disk.is_there() ? "the disk is full: " : "the file is larger than this account may write: ";
    CHECK_THAT(ended.err, ContainsSubstring("cannot write 'disk/x.h5' (" + why));
    CHECK(names_in(study / "disk") == Names{"x.h5"});
    CHECK(content_of(study / "disk" / "x.h5") == "the result of last week");
}

TEST_CASE("a disk without any room is noticed before the run", "[cli]") {
    TinyStudy study;
    const SmallDisk disk(study / "disk", below_a_result);
    if (!disk.is_there()) {
        SUCCEED("no disk of our own on this machine");
        return;
    }
    put(study / "disk" / "filler", std::string(below_a_result, 'x'));
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--out", "disk/x.h5"});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, ContainsSubstring("(the disk is full: ") &&
                              ContainsSubstring("; free some space, or choose another folder\n"));
    CHECK(names_in(study / "disk") == Names{"filler"});
}

TEST_CASE("tables that find no room are not left half written", "[cli]") {
    TinyStudy study;
    const SmallDisk disk(study / "disk", below_a_result);
    if (!disk.is_there()) {
        SUCCEED("no disk of our own on this machine");
        return;
    }
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--quiet", "--csv", "disk"});
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err,
               ContainsSubstring("cannot write 'disk/") && ContainsSubstring("(the disk is full: "));
    CHECK(names_in(study / "disk").empty());
    CHECK(study.added() == Names{"disk"});  // no result without its tables
}

TEST_CASE("a limit on the size of files is an error and not the end of the program", "[cli]") {
    TinyStudy study;
    const Ended ended = forestall_in(study.path(), {"run", "study.yaml", "--quiet"}, [] {
        const rlimit limit{below_a_result, below_a_result};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, ContainsSubstring("(the file is larger than this account may write: "));
    CHECK(study.added().empty());
}

TEST_CASE("a screen that takes nothing is an error", "[cli]") {
    if (!fs::exists("/dev/full")) {
        SUCCEED("no /dev/full on this machine");
        return;
    }
    TinyStudy study;
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    const Ended ended =
        forestall_in(study.path(), {"check", "study.yaml"}, [full] { ::dup2(full, STDOUT_FILENO); });
    ::close(full);
    CHECK(ended.code == 2);
}
