// Ctrl-C, heard by whatever takes long.
#pragma once

#include <atomic>

namespace forestall {

/// From now on Ctrl-C asks to stop, by setting this flag; a second one ends the program at once.
const std::atomic<bool>* hear_stop_requests();

}  // namespace forestall
