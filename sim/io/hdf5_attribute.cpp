#include "sim/io/hdf5_attribute.hpp"

#include <algorithm>

namespace forestall {
namespace {

Hdf5Handle text_type(std::size_t bytes) {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), "copy the text type");
    hdf5_check(H5Tset_size(type, bytes), "set the length of a text");
    hdf5_check(H5Tset_cset(type, H5T_CSET_UTF8), "set the encoding of a text");
    return type;
}

void write_attribute(hid_t object, const std::string& name, hid_t type, const void* value) {
    const std::string doing = "write the attribute '" + name + "'";
    const Hdf5Handle space(H5Screate(H5S_SCALAR), doing);
    const Hdf5Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                               doing);
    hdf5_check(H5Awrite(attribute, type, value), doing);
}

Hdf5Handle open_single(hid_t object, const std::string& name) {
    const std::string doing = "read the attribute '" + name + "'";
    Hdf5Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), doing);
    const Hdf5Handle space(H5Aget_space(attribute), doing);
    if (H5Sget_simple_extent_npoints(space) != 1) throw Hdf5Error(doing + ": it is not a single value");
    return attribute;
}

}  // namespace

void write_text_attribute(hid_t object, const std::string& name, const std::string& text) {
    // HDF5 has no text of no length; readers drop the closing zero byte that stands for it.
    write_attribute(object, name, text_type(std::max<std::size_t>(text.size(), 1)), text.c_str());
}

void write_scale_attribute(hid_t object, const std::string& name, const std::string& text) {
    const Hdf5Handle type = text_type(text.size() + 1);
    hdf5_check(H5Tset_cset(type, H5T_CSET_ASCII), "set the encoding of a text");
    write_attribute(object, name, type, text.c_str());
}

void write_number_attribute(hid_t object, const std::string& name, std::int32_t number) {
    const std::string doing = "write the attribute '" + name + "'";
    const Hdf5Handle space(H5Screate(H5S_SCALAR), doing);
    const Hdf5Handle attribute(
        H5Acreate2(object, name.c_str(), H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT), doing);
    hdf5_check(H5Awrite(attribute, H5T_NATIVE_INT32, &number), doing);
}

bool has_attribute(hid_t object, const std::string& name) {
    return hdf5_check(H5Aexists(object, name.c_str()), "look for the attribute '" + name + "'") > 0;
}

std::string read_text_attribute(hid_t object, const std::string& name, std::size_t most_bytes) {
    if (!has_attribute(object, name)) return {};
    const std::string doing = "read the attribute '" + name + "'";
    const Hdf5Handle attribute = open_single(object, name);
    const Hdf5Handle type(H5Aget_type(attribute), doing);
    if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0) {
        throw Hdf5Error(doing + ": it is not text of fixed length");
    }
    const std::size_t bytes = H5Tget_size(type);
    if (bytes == 0 || bytes > most_bytes) throw Hdf5Error(doing + ": its length is impossible");
    std::string text(bytes, '\0');
    hdf5_check(H5Aread(attribute, type, text.data()), doing);
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
}

std::int32_t read_number_attribute(hid_t object, const std::string& name) {
    const std::string doing = "read the attribute '" + name + "'";
    const Hdf5Handle attribute = open_single(object, name);
    const Hdf5Handle type(H5Aget_type(attribute), doing);
    if (H5Tequal(type, H5T_STD_I32LE) <= 0) throw Hdf5Error(doing + ": it is not a 32-bit whole number");
    std::int32_t number = 0;
    hdf5_check(H5Aread(attribute, H5T_NATIVE_INT32, &number), doing);
    return number;
}

std::vector<std::string> attribute_names(hid_t object) {
    std::vector<std::string> names;
    const auto keep = [](hid_t, const char* name, const H5A_info_t*, void* list) -> herr_t {
        static_cast<std::vector<std::string>*>(list)->emplace_back(name);
        return 0;
    };
    hdf5_check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, keep, &names), "list the attributes");
    return names;
}

}  // namespace forestall
