// Attributes as netCDF-4 writes and reads them: text of fixed length in UTF-8, and whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/io/hdf5_handle.hpp"

namespace forestall {

/// Any length: HDF5 moves attributes beyond 64 KiB to dense storage, which needs attribute creation order
/// tracked.
void write_text_attribute(hid_t object, const std::string& name, const std::string& text);
/// Text with its closing zero byte, as the attributes of dimension scales have it.
void write_scale_attribute(hid_t object, const std::string& name, const std::string& text);
void write_number_attribute(hid_t object, const std::string& name, std::int32_t number);

bool has_attribute(hid_t object, const std::string& name);
/// Throws Hdf5Error unless it is one text of fixed length, at most `most_bytes` long. Absent reads as empty.
std::string read_text_attribute(hid_t object, const std::string& name, std::size_t most_bytes);
/// Throws Hdf5Error unless it is one 32-bit whole number.
std::int32_t read_number_attribute(hid_t object, const std::string& name);
/// In alphabetical order.
std::vector<std::string> attribute_names(hid_t object);

}  // namespace forestall
