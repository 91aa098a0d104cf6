#include "tools/forestall/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace forestall {

namespace {

constexpr int bar_width = 30;
constexpr double seconds_between = 0.1;

}  // namespace

std::string in_words(double seconds) {
    if (seconds < 10) return fmt::format("{:.1f} s", seconds);
    if (seconds < 60) return fmt::format("{:.0f} s", seconds);
    const auto whole = static_cast<long>(std::lround(seconds));
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

Progress::Progress(Show show)
    : shown_(show == Show::always || (show == Show::when_terminal && isatty(STDERR_FILENO) != 0)),
      start_(std::chrono::steady_clock::now()) {}

Progress::~Progress() { done(); }

double Progress::seconds_taken() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::update(double share) {
    const double taken = seconds_taken();
    const std::string left = share > 0.01 ? in_words(taken * (1 - share) / share) + " left" : "";
    update(share, fmt::format("{:.0f}% a second  {}", taken > 0 ? share * 100 / taken : 0, left));
}

void Progress::update(double share, const std::string& note) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || std::chrono::duration<double>(now - last_).count() < seconds_between) return;
    last_ = now;
    drawn_ = true;
    const int full = static_cast<int>(std::min(share, 1.0) * bar_width);
    fmt::print(stderr, "\r  [{:#<{}}{:.<{}}] {:3.0f}%  {}\033[K", "", full, "", bar_width - full, share * 100,
               note);
    std::fflush(stderr);
}

void Progress::done() {
    if (drawn_) fmt::print(stderr, "\r\033[K");
    drawn_ = false;
}

}  // namespace forestall
