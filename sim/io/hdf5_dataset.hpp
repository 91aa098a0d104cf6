// Datasets: whole numbers, numbers and text labels, stored so that writing is fast and the same input gives
// the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "sim/io/hdf5_handle.hpp"

namespace forestall {

/// Lengths of the axes, slowest first; empty for a single value.
using Hdf5Shape = std::vector<hsize_t>;

/// Writes a whole dataset; `values` has as many entries as the shape, and no text holds a zero byte.
/// Text has variable length: what netCDF-4 calls `string`, and the one kind that xarray decodes straight to
/// str.
Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<std::int64_t>& values);
Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<double>& values);
Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<std::int32_t>& values);
Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<std::string>& values);

/// Chunks of up to 1 MiB that follow the order of the values in memory: the fastest axes whole, one axis cut
/// into even parts, the slower axes one by one. No length may be 0.
Hdf5Shape chunk_shape(const Hdf5Shape& shape, std::size_t bytes_per_value);

/// Throws Hdf5Error when the dataset has no ordinary axes. Lengths are what the file claims: no space is
/// promised.
Hdf5Shape shape_of(hid_t dataset);

/// Read a whole dataset of at most `most_bytes`. Throw Hdf5Error when the type, the storage or the size is
/// none that write_dataset could have made.
std::variant<std::vector<std::int64_t>, std::vector<double>> read_numbers(hid_t dataset,
                                                                          std::size_t most_bytes);
std::variant<std::vector<std::string>, std::vector<std::int32_t>> read_labels(hid_t dataset,
                                                                              std::size_t most_bytes);

}  // namespace forestall
