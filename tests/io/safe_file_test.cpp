#include "sim/io/safe_file.hpp"

#include <csignal>
#include <cstdlib>
#include <functional>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Equals;
using Names = std::vector<std::string>;

namespace {

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const RunError& error) {
        return error.what();
    }
    return "no error";
}

/// No file may grow beyond this while it lives: as near to a full disk as a test gets without a disk of its
/// own.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : previous_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &previous_);
        const rlimit lower{bytes, previous_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &lower);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &previous_);
        std::signal(SIGXFSZ, previous_handler_);
    }

  private:
    rlimit previous_{};
    void (*previous_handler_)(int);
};

/// Permissions do not bind the superuser, who becomes somebody else while this lives.
class WithoutPrivileges {
  public:
    WithoutPrivileges() : previous_(::geteuid()) { lowered_ = previous_ == 0 && ::seteuid(65534) == 0; }
    ~WithoutPrivileges() {
        if (lowered_ && ::seteuid(previous_) != 0) std::abort();
    }

  private:
    uid_t previous_;
    bool lowered_ = false;
};

/// Runs an action in a child process that is then killed as by kill -9.
void run_and_kill(const std::function<void()>& action) {
    const pid_t child = ::fork();
    if (child == 0) {
        action();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("a file written safely holds what was written and nothing else is left", "[io]") {
    const TestFolder folder;
    write_safely(folder / "a.txt", "first");
    write_safely(folder / "a.txt", "second");
    CHECK(content_of(folder / "a.txt") == "second");
    CHECK(folder.names() == Names{"a.txt"});
}

TEST_CASE("a failed write keeps the old file, removes the temporary one and says why", "[io]") {
    const TestFolder folder;
    put(folder / "a.txt", "old");
    const std::string target = (folder / "a.txt").string();
    std::string message;
    {
        const FileSizeLimit limit(1000);
        message = message_of([&] { write_safely(target, std::string(5000, 'x')); });
    }
    CHECK(message ==
          "cannot write '" + target +
              "' (the file is larger than this account may write: File too large); raise the limit "
              "(ulimit -f)");
    CHECK(content_of(target) == "old");
    CHECK(folder.names() == Names{"a.txt"});
}

TEST_CASE("a failed write leaves nothing where nothing was", "[io]") {
    const TestFolder folder;
    {
        const FileSizeLimit limit(1000);
        CHECK_THROWS_AS(write_safely(folder / "a.txt", std::string(5000, 'x')), RunError);
    }
    CHECK(folder.names().empty());
}

TEST_CASE("a writer killed before the end leaves the old file as it was", "[io]") {
    const TestFolder folder;
    put(folder / "a.txt", "old");
    SECTION("while writing") {
        run_and_kill([&] {
            SafeFile file(folder / "a.txt");
            file.write("half");
            ::kill(::getpid(), SIGKILL);
        });
    }
    SECTION("just before publishing") {
        run_and_kill([&] {
            SafeFile file(folder / "a.txt");
            file.write("whole");
            file.finish();
            ::kill(::getpid(), SIGKILL);
        });
    }
    CHECK(content_of(folder / "a.txt") == "old");
}

TEST_CASE("what a killed writer left is gone after the next one to the same file", "[io]") {
    const TestFolder folder;
    run_and_kill([&] { SafeFile(folder / "a.txt").write("half"), ::kill(::getpid(), SIGKILL); });
    run_and_kill([&] { SafeFile(folder / "b.txt").write("half"), ::kill(::getpid(), SIGKILL); });
    REQUIRE(folder.names().size() == 2);
    check_writable(folder / "a.txt");
    CHECK(folder.names().size() == 1);  // what is left of another file is left for its own writer
    write_safely(folder / "b.txt", "whole");
    CHECK(folder.names() == Names{"b.txt"});
}

TEST_CASE("the temporary file of a writer that lives is left alone", "[io]") {
    const TestFolder folder;
    SafeFile slow(folder / "a.txt");
    slow.write("slow");
    slow.finish();  // locked until it is published, not only while it is written
    run_and_kill([&] { write_safely(folder / "a.txt", "quick"); });
    CHECK(content_of(folder / "a.txt") == "quick");
    slow.publish();
    CHECK(content_of(folder / "a.txt") == "slow");
    CHECK(folder.names() == Names{"a.txt"});
}

TEST_CASE("files that are published together are all published or none", "[io]") {
    const TestFolder folder;
    put(folder / "a", "old");
    SafeFile a(folder / "a"), b(folder / "b");
    a.write("new");
    b.write("new");
    a.finish();
    b.finish();
    SafeFile* const both[] = {&a, &b};
    SECTION("all") {
        publish_together(both);
        CHECK(content_of(folder / "a") == "new");
        CHECK(content_of(folder / "b") == "new");
        CHECK(folder.names() == Names{"a", "b"});
    }
    SECTION("none, when the last has come to be a folder") {
        std::filesystem::create_directory(folder / "b");
        CHECK_THROWS_AS(publish_together(both), RunError);
        CHECK(content_of(folder / "a") == "old");
    }
    SECTION("none, when the last was taken away") {
        for (const std::string& name : folder.names())
            if (name.find(".tmp") != std::string::npos) std::filesystem::remove(folder / name);
        CHECK_THROWS_AS(publish_together(both), RunError);
        CHECK(content_of(folder / "a") == "old");
    }
}

TEST_CASE("a target that cannot be written is refused before the work, with what to do", "[io]") {
    const TestFolder folder;
    put(folder / "file", "x");
    const auto refusal = [&](const std::string& name) {
        return message_of([&] { check_writable(folder / name); });
    };
    const std::string at = folder.path().string();
    CHECK(refusal("none/a.h5") == "cannot write '" + at + "/none/a.h5' (there is no folder '" + at +
                                      "/none'); make that folder, or choose another");
    CHECK(refusal("file/a.h5") ==
          "cannot write '" + at + "/file/a.h5' ('" + at + "/file' is not a folder); choose another folder");
    CHECK(refusal("") == "cannot write '" + at + "/' (it is a folder); add a file name");
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("a device is never replaced by a file", "[io]") {
    CHECK_THAT(message_of([] { check_writable("/dev/null"); }),
               Equals("cannot write '/dev/null' (it is not an ordinary file); choose another name"));
    CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("a folder without permission and a protected file are refused", "[io]") {
    const TestFolder folder;
    put(folder / "protected", "x");
    ::chmod((folder / "protected").c_str(), 0444);
    ::chmod(folder.path().c_str(), 0555);
    const WithoutPrivileges ordinary_user;
    CHECK_THAT(message_of([&] { check_writable(folder / "protected"); }),
               ContainsSubstring("(it is write-protected); choose another name"));
    CHECK_THAT(message_of([&] { check_writable(folder / "new"); }),
               ContainsSubstring("(you may not write there: Permission denied); choose another folder"));
}

TEST_CASE("checking a target neither makes nor changes it", "[io]") {
    const TestFolder folder;
    check_writable(folder / "new");
    CHECK(folder.names().empty());
    put(folder / "old", "content");
    check_writable(folder / "old");
    CHECK(content_of(folder / "old") == "content");
    CHECK(folder.names() == Names{"old"});
}

TEST_CASE("a symbolic link stays and the file it leads to is replaced", "[io]") {
    const TestFolder folder;
    put(folder / "real", "old");
    std::filesystem::create_symlink("real", folder / "link");
    write_safely(folder / "link", "new");
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(content_of(folder / "real") == "new");
}

TEST_CASE("the permissions of a replaced file are kept", "[io]") {
    const TestFolder folder;
    put(folder / "a", "old");
    ::chmod((folder / "a").c_str(), 0640);
    write_safely(folder / "a", "new");
    CHECK((std::filesystem::status(folder / "a").permissions() & std::filesystem::perms::mask) ==
          static_cast<std::filesystem::perms>(0640));
}

TEST_CASE("two files can be on their way at once", "[io]") {
    const TestFolder folder;
    SafeFile a(folder / "a"), b(folder / "b");
    a.write("1");
    b.write("2");
    a.finish();
    b.finish();
    a.publish();
    b.publish();
    CHECK(content_of(folder / "a") == "1");
    CHECK(content_of(folder / "b") == "2");
    CHECK(folder.names() == Names{"a", "b"});
}
