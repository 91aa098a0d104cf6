#pragma once

// The architecture as data, and a checker that compares one source file with it. The folders of sim/ depend
// on each other in one direction only, and each third-party library has one home. The checker sees text, not
// files, so that a test can give it a wrong include and see it complain.

#include <string>
#include <string_view>
#include <vector>

namespace forestall::architecture {

// What is wrong with the file `path` (from the top of the repository) whose content is `text`: one sentence
// for each problem.
std::vector<std::string> problems_in(std::string_view path, std::string_view text);

}  // namespace forestall::architecture
