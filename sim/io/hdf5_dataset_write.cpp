#include <algorithm>

#include "sim/io/hdf5_dataset.hpp"
#include "sim/io/hdf5_text_type.hpp"

namespace forestall {
namespace {

constexpr hsize_t most_chunk_bytes = hsize_t{1} << 20;
constexpr hsize_t most_plain_bytes = hsize_t{1}
                                     << 12;  // below this an index of chunks outweighs what it saves

hsize_t product(const Hdf5Shape& shape) {
    hsize_t total = 1;
    for (const hsize_t length : shape) total *= length;
    return total;
}

/// No times (they would differ from run to run), creation order as netCDF-4 wants it, small whole numbers
/// packed.
Hdf5Handle creation_properties(const Hdf5Shape& shape, std::size_t bytes_per_value, bool pack) {
    const std::string doing = "describe the storage of a dataset";
    Hdf5Handle properties(H5Pcreate(H5P_DATASET_CREATE), doing);
    hdf5_check(H5Pset_obj_track_times(properties, false), doing);
    hdf5_check(H5Pset_attr_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), doing);
    if (!pack || product(shape) * bytes_per_value <= most_plain_bytes) return properties;
    const Hdf5Shape chunk = chunk_shape(shape, bytes_per_value);
    hdf5_check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), doing);
    hdf5_check(H5Pset_shuffle(properties), doing);
    hdf5_check(H5Pset_deflate(properties, 1), doing);
    return properties;
}

struct Types {
    hid_t in_file;
    hid_t in_memory;
};

Hdf5Handle write_whole(hid_t group, const std::string& name, const Hdf5Shape& shape, Types types,
                       const void* values, bool pack) {
    const std::string doing = "write the dataset '" + name + "'";
    const Hdf5Handle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), doing);
    const Hdf5Handle properties = creation_properties(shape, H5Tget_size(types.in_file), pack);
    Hdf5Handle dataset(
        H5Dcreate2(group, name.c_str(), types.in_file, space, H5P_DEFAULT, properties, H5P_DEFAULT), doing);
    if (product(shape) > 0) {
        hdf5_check(H5Dwrite(dataset, types.in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), doing);
    }
    return dataset;
}

}  // namespace

Hdf5Shape chunk_shape(const Hdf5Shape& shape, std::size_t bytes_per_value) {
    Hdf5Shape chunk(shape.size(), 1);
    hsize_t room = most_chunk_bytes / bytes_per_value;
    for (std::size_t i = shape.size(); i-- > 0 && room > 1;) {
        const hsize_t parts = (shape[i] + room - 1) / room;
        chunk[i] = (shape[i] + parts - 1) / parts;
        room = parts > 1 ? 1 : room / chunk[i];
    }
    return chunk;
}

Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<std::int64_t>& values) {
    return write_whole(group, name, shape, {H5T_STD_I64LE, H5T_NATIVE_INT64}, values.data(), true);
}

Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<double>& values) {
    return write_whole(group, name, shape, {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE}, values.data(), true);
}

Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<std::int32_t>& values) {
    return write_whole(group, name, shape, {H5T_STD_I32LE, H5T_NATIVE_INT32}, values.data(), false);
}

Hdf5Handle write_dataset(hid_t group, const std::string& name, const Hdf5Shape& shape,
                         const std::vector<std::string>& values) {
    std::vector<const char*> texts;
    texts.reserve(values.size());
    for (const auto& value : values) texts.push_back(value.c_str());
    const Hdf5Handle type = any_length_text_type();
    return write_whole(group, name, shape, {type, type}, texts.data(), false);
}

}  // namespace forestall
