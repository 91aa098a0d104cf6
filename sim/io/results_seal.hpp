// The seal of a result file: one line of text behind the HDF5 data that names their SHA-256.
//
// HDF5 ignores what follows its data. HDF5 1.10 on its own meets a damaged file with leaked memory,
// complaints at the end of the program, or worse; with the seal, damage by accident is known before HDF5 sees
// a byte. It protects from nobody who means harm: whoever can change the file can seal it again.
#pragma once

#include <string>
#include <string_view>

namespace forestall {

/// The data with their seal.
std::string sealed(std::string data);

/// The data in front of the seal, as part of `bytes`. Throws std::invalid_argument with the reason when the
/// seal is missing or names other data.
std::string_view unsealed(std::string_view bytes);

}  // namespace forestall
