// Lines of cells as columns of a screen.
#pragma once

#include <string>
#include <vector>

namespace forestall {

using Line = std::vector<std::string>;

/// Every column as wide as its widest cell; `numbers` columns from `first_number` on stand to the right.
std::string laid_out(const std::vector<Line>& lines, std::size_t first_number, std::size_t numbers);

}  // namespace forestall
