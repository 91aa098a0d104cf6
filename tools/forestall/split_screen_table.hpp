// The split screen as text: arms across, the next months and the years to come down.
#pragma once

#include <string>

#include "sim/outcomes/split_screen.hpp"

namespace forestall {

std::string split_screen_table(const SplitScreen& screen);

/// "12,345"; thousands and millions are written out in full.
std::string grouped(double value);

}  // namespace forestall
