// The bytes of a result file: HDF5 in the netCDF-4 layout, built in memory.
//
// In memory because HDF5 neither survives nor explains a full disk well; the finished bytes then go to disk
// like any other file, all at once. The same results give the same bytes with the same version of HDF5.
#pragma once

#include <string>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// Root group: every axis as a coordinate variable, the monthly variables, the provenance as attributes.
/// Group `yearly`: the yearly variables on the axes of the root, the axes that only they use, and the labels
/// of the others again, so that the group opened by itself is labelled too. Group `occurrence_exposure`
/// likewise, when there is one.
///
/// The seal (results_seal.hpp) follows. Throws RunError when the results do not hang together (our own bug)
/// or memory ends.
std::string results_image(const Results& results);

}  // namespace forestall
