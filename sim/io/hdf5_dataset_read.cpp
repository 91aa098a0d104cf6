#include <algorithm>
#include <limits>

#include "sim/io/hdf5_dataset.hpp"
#include "sim/io/hdf5_text_type.hpp"

namespace forestall {
namespace {

/// A file can name other files as the home of its data, or filters to load from disk: never follow it there.
void check_storage(hid_t dataset, const Hdf5Shape& shape) {
    const std::string doing = "learn how a dataset is stored";
    const Hdf5Handle properties(H5Dget_create_plist(dataset), doing);
    const H5D_layout_t layout = H5Pget_layout(properties);
    const bool elsewhere = layout == H5D_VIRTUAL || H5Pget_external_count(properties) != 0;
    if (layout < 0 || elsewhere) throw Hdf5Error("a dataset is stored outside the file");
    const int filters = hdf5_check(H5Pget_nfilters(properties), doing);
    for (int i = 0; i < filters; ++i) {
        unsigned flags = 0, configuration = 0;
        std::size_t values = 0;
        const auto index = static_cast<unsigned>(i);
        const H5Z_filter_t filter =
            H5Pget_filter2(properties, index, &flags, &values, nullptr, 0, nullptr, &configuration);
        if (filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_DEFLATE) {
            throw Hdf5Error("a dataset uses a filter other than shuffle and deflate");
        }
    }
    if (layout != H5D_CHUNKED) return;
    Hdf5Shape chunk(shape.size());
    const int rank = H5Pget_chunk(properties, static_cast<int>(chunk.size()), chunk.data());
    const bool inside = rank == static_cast<int>(shape.size()) &&
                        std::equal(chunk.begin(), chunk.end(), shape.begin(), std::less_equal<>());
    if (!inside) throw Hdf5Error("the chunks of a dataset are larger than the dataset");
}

std::size_t count_values(const Hdf5Shape& shape, std::size_t bytes_per_value, std::size_t most_bytes) {
    std::size_t room = most_bytes / bytes_per_value;
    std::size_t count = 1;
    for (const hsize_t length : shape) {
        if (length == 0) return 0;
    }
    for (const hsize_t length : shape) {
        if (length > room) throw Hdf5Error("a dataset claims more values than the file can hold");
        room /= length;
        count *= length;
    }
    return count;
}

template <class Value>
std::vector<Value> read_values(hid_t dataset, hid_t type, std::size_t most_bytes) {
    const Hdf5Shape shape = shape_of(dataset);
    check_storage(dataset, shape);
    std::vector<Value> values(count_values(shape, sizeof(Value), most_bytes));
    if (values.empty()) return values;
    hdf5_check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read a dataset");
    return values;
}

std::vector<std::string> read_texts(hid_t dataset, hid_t type, std::size_t most_bytes) {
    const std::vector<char*> texts = read_values<char*>(dataset, type, most_bytes);
    std::vector<std::string> values;
    bool whole = true;
    for (const char* text : texts) {
        whole = whole && text;
        values.emplace_back(text ? text : "");
    }
    const Hdf5Handle space(H5Dget_space(dataset), "measure a dataset");
    if (!texts.empty()) H5Dvlen_reclaim(type, space, H5P_DEFAULT, const_cast<char**>(texts.data()));
    if (!whole) throw Hdf5Error("a label is missing");
    return values;
}

}  // namespace

Hdf5Shape shape_of(hid_t dataset) {
    const Hdf5Handle space(H5Dget_space(dataset), "measure a dataset");
    if (H5Sis_simple(space) <= 0 || H5Sget_simple_extent_type(space) == H5S_NULL) {
        throw Hdf5Error("a dataset has no ordinary axes");
    }
    const int rank = hdf5_check(H5Sget_simple_extent_ndims(space), "measure a dataset");
    Hdf5Shape shape(static_cast<std::size_t>(rank));
    hdf5_check(H5Sget_simple_extent_dims(space, shape.data(), nullptr), "measure a dataset");
    return shape;
}

std::variant<std::vector<std::int64_t>, std::vector<double>> read_numbers(hid_t dataset,
                                                                          std::size_t most_bytes) {
    const Hdf5Handle type(H5Dget_type(dataset), "learn the type of a dataset");
    if (H5Tequal(type, H5T_STD_I64LE) > 0)
        return read_values<std::int64_t>(dataset, H5T_NATIVE_INT64, most_bytes);
    if (H5Tequal(type, H5T_IEEE_F64LE) > 0)
        return read_values<double>(dataset, H5T_NATIVE_DOUBLE, most_bytes);
    throw Hdf5Error("a dataset holds neither 64-bit whole numbers nor 64-bit numbers");
}

std::variant<std::vector<std::string>, std::vector<std::int32_t>> read_labels(hid_t dataset,
                                                                              std::size_t most_bytes) {
    const Hdf5Handle type(H5Dget_type(dataset), "learn the type of a dataset");
    const Hdf5Handle text = any_length_text_type();
    if (H5Tequal(type, text) > 0) return read_texts(dataset, text, most_bytes);
    if (H5Tequal(type, H5T_STD_I32LE) > 0)
        return read_values<std::int32_t>(dataset, H5T_NATIVE_INT32, most_bytes);
    throw Hdf5Error("the labels of an axis are neither text nor 32-bit whole numbers");
}

}  // namespace forestall
