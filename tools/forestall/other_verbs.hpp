// Verbs that are programs of their own, such as those of the Python package: `forestall sweep` runs
// `forestall-sweep`, beside this program or on the PATH.
#pragma once

#include <string>
#include <vector>

namespace forestall {

/// The program of a verb; empty when there is none. Only lower-case letters and - make a verb.
std::string program_of_verb(const std::string& verb);

/// Becomes that program, with the arguments after the verb. Returns only where it cannot be started.
void become(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace forestall
