#include "tests/cli/program.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace forestall::testing {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds longest_run{60}, longest_silence{30};

struct Pipe {
    int read = -1, write = -1;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        read = ends[0], write = ends[1];
    }
};

/// The child's side of the fork: becomes the program.
[[noreturn]] void become(const std::filesystem::path& folder, std::vector<char*>& arguments, int out, int err,
                         const std::function<void()>& before) {
    constexpr int not_started = 127;
    const bool ready =
        ::chdir(folder.c_str()) == 0 && ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0;
    if (ready && before) before();
    if (ready) ::execv(arguments[0], arguments.data());
    ::_exit(not_started);
}

/// Appends what waits in `descriptor`; closes it at its end.
void drain(int& descriptor, std::string& text) {
    char part[4096];
    const ssize_t got = ::read(descriptor, part, sizeof part);
    if (got > 0) {
        text.append(part, static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
        ::close(descriptor);
        descriptor = -1;
    }
}

}  // namespace

Program::Program(const std::filesystem::path& folder, Words arguments, const std::function<void()>& before) {
    arguments.insert(arguments.begin(), FORESTALL_BINARY);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const Pipe out, err;
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("cannot fork");
    if (child_ == 0) become(folder, pointers, out.write, err.write, before);
    ::close(out.write);
    ::close(err.write);
    out_ = out.read, err_ = err.read;
}

Program::~Program() {
    if (child_ > 0) {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }
    for (const int descriptor : {out_, err_})
        if (descriptor >= 0) ::close(descriptor);
}

void Program::send(int signal) const { ::kill(child_, signal); }

bool Program::read_some(std::chrono::milliseconds patience) {
    pollfd watched[] = {{out_, POLLIN, 0},
                        {err_, POLLIN, 0}};  // poll() passes over closed ones, which are -1
    if (::poll(watched, 2, static_cast<int>(patience.count())) <= 0) return false;
    if (watched[0].revents != 0) drain(out_, ended_.out);
    if (watched[1].revents != 0) drain(err_, ended_.err);
    return true;
}

bool Program::has_said(const std::string& text) {
    const auto start = Clock::now();
    while (ended_.err.find(text) == std::string::npos) {
        if ((out_ < 0 && err_ < 0) || Clock::now() - start > longest_silence) return false;
        read_some(std::chrono::milliseconds{100});
    }
    return true;
}

bool Program::ends_within(std::chrono::milliseconds time) {
    const auto start = Clock::now();
    while (Clock::now() - start < time) {
        if (out_ < 0 && err_ < 0) return true;
        read_some(std::chrono::milliseconds{10});
    }
    return out_ < 0 && err_ < 0;
}

Ended Program::end() {
    const auto start = Clock::now();
    while (out_ >= 0 || err_ >= 0) {
        read_some(std::chrono::milliseconds{100});
        if (Clock::now() - start > longest_run) send(SIGKILL);
    }
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
    ended_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended_;
}

Ended forestall_in(const std::filesystem::path& folder, const Words& arguments,
                   const std::function<void()>& before) {
    return Program(folder, arguments, before).end();
}

}  // namespace forestall::testing
