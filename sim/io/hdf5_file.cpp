#include "sim/io/hdf5_file.hpp"

#include <fmt/format.h>

namespace forestall {
namespace {

/// No times, and creation order for links and attributes, as netCDF-4 wants it.
Hdf5Handle group_properties(hid_t kind) {
    const std::string doing = "describe a group";
    constexpr unsigned in_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    Hdf5Handle properties(H5Pcreate(kind), doing);
    hdf5_check(H5Pset_obj_track_times(properties, false), doing);
    hdf5_check(H5Pset_link_creation_order(properties, in_order), doing);
    hdf5_check(H5Pset_attr_creation_order(properties, in_order), doing);
    return properties;
}

}  // namespace

Hdf5Handle create_hdf5_in_memory() {
    const std::string doing = "make an HDF5 file in memory";
    constexpr std::size_t growth = std::size_t{4} << 20;
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), doing);
    hdf5_check(H5Pset_fapl_core(access, growth, false), doing);
    hdf5_check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), doing);
    // What HDF5 1.8 can read, so that every netCDF library in use can; it checksums its headers already.
    hdf5_check(H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), doing);
    const Hdf5Handle properties = group_properties(H5P_FILE_CREATE);
    return {H5Fcreate("forestall", H5F_ACC_TRUNC, properties, access), doing};
}

std::string bytes_of_hdf5(hid_t file) {
    const std::string doing = "copy the HDF5 file out of memory";
    hdf5_check(H5Fflush(file, H5F_SCOPE_GLOBAL), doing);
    std::string bytes(static_cast<std::size_t>(hdf5_check(H5Fget_file_image(file, nullptr, 0), doing)), '\0');
    hdf5_check(H5Fget_file_image(file, bytes.data(), bytes.size()), doing);
    return bytes;
}

Hdf5Handle create_group(hid_t parent, const std::string& name) {
    const Hdf5Handle properties = group_properties(H5P_GROUP_CREATE);
    return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT),
            "make the group '" + name + "'"};
}

Hdf5Handle open_hdf5_in_memory(std::string_view bytes) {
    const std::string doing = "open it as HDF5";
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), doing);
    hdf5_check(H5Pset_fapl_core(access, std::size_t{1} << 20, false), doing);
    hdf5_check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), doing);
    // HDF5 copies the bytes and leaves ours alone; its interface predates const.
    hdf5_check(H5Pset_file_image(access, const_cast<char*>(bytes.data()), bytes.size()), doing);
    return {H5Fopen("forestall", H5F_ACC_RDONLY, access), doing};
}

std::vector<std::string> member_names(hid_t group) {
    const std::string doing = "list a group";
    H5G_info_t info;
    hdf5_check(H5Gget_info(group, &info), doing);
    std::vector<std::string> names;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        char name[256] = {};
        const ssize_t length = H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, name,
                                                  sizeof name, H5P_DEFAULT);
        if (hdf5_check(length, doing) >= static_cast<ssize_t>(sizeof name))
            throw Hdf5Error("a name is too long");
        H5L_info_t link;
        hdf5_check(H5Lget_info(group, name, &link, H5P_DEFAULT), doing);
        if (link.type != H5L_TYPE_HARD) throw Hdf5Error(fmt::format("'{}' is a link to elsewhere", name));
        names.emplace_back(name);
    }
    return names;
}

}  // namespace forestall
