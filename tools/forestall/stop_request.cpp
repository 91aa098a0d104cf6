#include "tools/forestall/stop_request.hpp"

#include <csignal>

namespace forestall {

namespace {

std::atomic<bool> stop_asked{false};

extern "C" void ask_to_stop(int) {
    stop_asked.store(true);
    std::signal(SIGINT, SIG_DFL);  // a second Ctrl-C ends the program at once
}

}  // namespace

const std::atomic<bool>* hear_stop_requests() {
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    return &stop_asked;
}

}  // namespace forestall
