// HDF5 files in memory and the groups in them, laid out as netCDF-4 wants them and without the time of
// writing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/io/hdf5_handle.hpp"

namespace forestall {

Hdf5Handle create_hdf5_in_memory();
/// All that was written so far, as the bytes of a file.
std::string bytes_of_hdf5(hid_t file);
Hdf5Handle create_group(hid_t parent, const std::string& name);

Hdf5Handle open_hdf5_in_memory(std::string_view bytes);
/// In the order of writing. Throws Hdf5Error for a link that leads elsewhere, such as to another file.
std::vector<std::string> member_names(hid_t group);

}  // namespace forestall
