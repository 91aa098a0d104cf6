// Dimension scales by hand: which dataset labels a dimension, and which datasets use it, told on both sides.
//
// HDF5 keeps this in its high-level library, which we may not load. The attributes are those of the HDF5
// dimension scale specification, plus the number by which netCDF-4 orders dimensions.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/io/hdf5_handle.hpp"

namespace forestall {

class Hdf5Dimensions {
  public:
    /// Makes a one-dimensional dataset the scale of the dimension `name`. Numbers follow the order of calls.
    void add(const std::string& name, Hdf5Handle dataset);
    /// Says which dimensions a dataset has, slowest first. All were added before.
    void attach(hid_t dataset, const std::vector<std::string>& names);
    /// Tells every scale who uses it. Called once, last.
    void finish();

  private:
    struct Use {  // the in-file layout of a REFERENCE_LIST entry
        hobj_ref_t dataset;
        std::int32_t position;
        std::int32_t padding;
    };
    struct Scale {
        Hdf5Handle dataset;
        hobj_ref_t reference;
        std::vector<Use> uses;
    };
    std::map<std::string, Scale> scales_;
};

/// The address that references to this object hold; equal for two handles of one object.
hobj_ref_t reference_to(hid_t object);
/// The references that `attach` wrote, one for each axis. Throws Hdf5Error when they are not `rank` single
/// ones.
std::vector<hobj_ref_t> dimension_references(hid_t dataset, std::size_t rank);

}  // namespace forestall
