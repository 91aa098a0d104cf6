// The built program, run as a user runs it: in a folder, with arguments, its two outputs and its exit code
// read.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace forestall::testing {

/// What a program left behind. `code` is 128 + the signal when one killed it, as a shell shows it.
struct Ended {
    int code = -1;
    std::string out, err;
};

using Words = std::vector<std::string>;

/// One run of `forestall`, from its start on. Killed at the end of the block if it still runs.
class Program {
  public:
    /// `before` is called in the child just before the program starts: limits, another screen.
    Program(const std::filesystem::path& folder, Words arguments, const std::function<void()>& before = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void send(int signal) const;
    /// Reads until `text` has come on the error output. False when the program ended, or 30 seconds passed.
    bool has_said(const std::string& text);
    /// Whether it ends by itself in this time.
    bool ends_within(std::chrono::milliseconds time);
    /// Reads both outputs to their ends and waits. A program that runs for a minute is killed.
    Ended end();

  private:
    bool read_some(std::chrono::milliseconds patience);

    pid_t child_ = -1;
    int out_ = -1, err_ = -1;
    Ended ended_;
};

/// `forestall` with these arguments in this folder, from start to end.
Ended forestall_in(const std::filesystem::path& folder, const Words& arguments,
                   const std::function<void()>& before = {});

}  // namespace forestall::testing
