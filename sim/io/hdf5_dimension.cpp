#include "sim/io/hdf5_dimension.hpp"

#include "sim/io/hdf5_attribute.hpp"

namespace forestall {
namespace {

constexpr const char* list_name = "DIMENSION_LIST";

Hdf5Handle reference_list_type() {
    return {H5Tvlen_create(H5T_STD_REF_OBJ), "make the type of dimension lists"};
}

Hdf5Handle use_type(std::size_t bytes, std::size_t position_offset) {
    const std::string doing = "make the type of reference lists";
    Hdf5Handle type(H5Tcreate(H5T_COMPOUND, bytes), doing);
    hdf5_check(H5Tinsert(type, "dataset", 0, H5T_STD_REF_OBJ), doing);
    hdf5_check(H5Tinsert(type, "dimension", position_offset, H5T_STD_I32LE), doing);
    return type;
}

void write_list(hid_t object, const char* name, hid_t type, std::size_t length, const void* entries) {
    const std::string doing = std::string("write the attribute '") + name + "'";
    const hsize_t extent = length;
    const Hdf5Handle space(H5Screate_simple(1, &extent, nullptr), doing);
    const Hdf5Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), doing);
    hdf5_check(H5Awrite(attribute, type, entries), doing);
}

}  // namespace

hobj_ref_t reference_to(hid_t object) {
    hobj_ref_t reference = 0;
    hdf5_check(H5Rcreate(&reference, object, ".", H5R_OBJECT, -1), "refer to an object");
    return reference;
}

void Hdf5Dimensions::add(const std::string& name, Hdf5Handle dataset) {
    write_scale_attribute(dataset, "CLASS", "DIMENSION_SCALE");
    write_scale_attribute(dataset, "NAME", name);
    write_number_attribute(dataset, "_Netcdf4Dimid", static_cast<std::int32_t>(scales_.size()));
    const hobj_ref_t reference = reference_to(dataset);
    scales_.insert_or_assign(name, Scale{std::move(dataset), reference, {}});
}

void Hdf5Dimensions::attach(hid_t dataset, const std::vector<std::string>& names) {
    if (names.empty()) return;
    const hobj_ref_t user = reference_to(dataset);
    std::vector<hvl_t> lists;
    for (std::size_t i = 0; i < names.size(); ++i) {
        Scale& scale = scales_.at(names[i]);
        scale.uses.push_back({user, static_cast<std::int32_t>(i), 0});
        lists.push_back({1, &scale.reference});
    }
    write_list(dataset, list_name, reference_list_type(), lists.size(), lists.data());
}

void Hdf5Dimensions::finish() {
    const Hdf5Handle type = use_type(sizeof(Use), offsetof(Use, position));
    for (const auto& [name, scale] : scales_) {
        if (scale.uses.empty()) continue;
        write_list(scale.dataset, "REFERENCE_LIST", type, scale.uses.size(), scale.uses.data());
    }
}

std::vector<hobj_ref_t> dimension_references(hid_t dataset, std::size_t rank) {
    if (rank == 0) return {};
    const std::string doing = std::string("read the attribute '") + list_name + "'";
    const Hdf5Handle attribute(H5Aopen(dataset, list_name, H5P_DEFAULT), doing);
    const Hdf5Handle space(H5Aget_space(attribute), doing);
    const Hdf5Handle type = reference_list_type();
    const Hdf5Handle found(H5Aget_type(attribute), doing);
    const bool fits =
        H5Tequal(found, type) > 0 && H5Sget_simple_extent_npoints(space) == static_cast<hssize_t>(rank);
    if (!fits) throw Hdf5Error(doing + ": it is not one reference for each axis");

    std::vector<hvl_t> lists(rank, hvl_t{0, nullptr});
    hdf5_check(H5Aread(attribute, type, lists.data()), doing);
    std::vector<hobj_ref_t> references;
    for (const auto& list : lists) {
        if (list.len == 1) references.push_back(*static_cast<const hobj_ref_t*>(list.p));
    }
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, lists.data());
    if (references.size() != rank) throw Hdf5Error(doing + ": it is not one reference for each axis");
    return references;
}

}  // namespace forestall
