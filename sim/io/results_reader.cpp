#include "sim/io/results_reader.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/hdf5_attribute.hpp"
#include "sim/io/hdf5_dataset.hpp"
#include "sim/io/hdf5_dimension.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/io/results_check.hpp"
#include "sim/io/results_seal.hpp"

namespace forestall {
namespace {

/// Deflate packs at most 1032 to 1: a dataset that claims more is not all there, and would only fill the
/// memory.
constexpr std::size_t most_packing = 1032;

class Reader {
  public:
    explicit Reader(std::string_view bytes)
        : file_(open_hdf5_in_memory(bytes)), most_bytes_(bytes.size()), room_(bytes.size() * most_packing) {}

    Results read() {
        const Hdf5Handle root(H5Gopen2(file_, "/", H5P_DEFAULT), "open the root group");
        for (const auto& name : attribute_names(root)) {
            if (!is_format_attribute(name)) results_.provenance[name] = text(root, name.c_str());
        }
        // Axes first: the references of a variable may point to axes of any group.
        std::vector<Members> members;
        members.push_back(open_members(root));
        for (std::size_t i = 1; i < result_groups.size(); ++i) {
            const auto group = groups_.find(result_groups[i].name);
            members.push_back(group == groups_.end() ? Members{} : open_members(group->second));
        }
        for (auto& [id, axis] : axes_) results_.axes.push_back(std::move(axis));
        for (std::size_t i = 0; i < result_groups.size(); ++i)
            results_.*result_groups[i].variables = read_variables(members[i]);
        return std::move(results_);
    }

  private:
    using Members = std::vector<std::pair<std::string, Hdf5Handle>>;

    std::string text(hid_t object, const char* name) const {
        return read_text_attribute(object, name, most_bytes_);
    }

    /// The variables of a group; its axes go to `axes_`, the groups of the root to `groups_`.
    Members open_members(hid_t group) {
        Members variables;
        for (const auto& name : member_names(group)) {
            Hdf5Handle member(H5Oopen(group, name.c_str(), H5P_DEFAULT), "open '" + name + "'");
            const H5I_type_t kind = H5Iget_type(member);
            if (kind == H5I_GROUP && is_group_name(name) && !groups_.contains(name)) {
                groups_.emplace(name, std::move(member));
            } else if (kind != H5I_DATASET) {
                throw Hdf5Error(fmt::format("'{}' is not an array", name));
            } else if (has_attribute(member, "_Netcdf4Dimid")) {
                read_axis(name, member);
            } else {
                variables.emplace_back(name, std::move(member));
            }
        }
        return variables;
    }

    void read_axis(const std::string& name, hid_t dataset) {
        if (shape_of(dataset).size() != 1)
            throw Hdf5Error(fmt::format("the axis '{}' is not a row of labels", name));
        Axis axis{name, text(dataset, "long_name"), text(dataset, "units"), read_labels(dataset, room_)};
        spend(axis.size() * sizeof(std::int32_t));
        const std::int32_t id = read_number_attribute(dataset, "_Netcdf4Dimid");
        if (!axes_.emplace(id, std::move(axis)).second) throw Hdf5Error("two axes have one number");
        axis_names_[reference_to(dataset)] = name;
    }

    std::vector<Variable> read_variables(const Members& members) {
        std::vector<Variable> variables;
        for (const auto& [name, dataset] : members) {
            if (find_axis(results_, name)) continue;  // the labels of a shared axis, once more
            variables.push_back(read_variable(name, dataset));
        }
        return variables;
    }

    Variable read_variable(const std::string& name, hid_t dataset) {
        const Hdf5Shape shape = shape_of(dataset);
        std::vector<std::string> axes;
        for (const hobj_ref_t reference : dimension_references(dataset, shape.size())) {
            const auto axis = axis_names_.find(reference);
            if (axis == axis_names_.end())
                throw Hdf5Error(fmt::format("'{}' has an axis without labels", name));
            axes.push_back(axis->second);
            const std::size_t i = axes.size() - 1;
            if (find_axis(results_, axes[i])->size() != shape[i]) {
                throw Hdf5Error(
                    fmt::format("the axis '{}' of '{}' has another length than its labels", axes[i], name));
            }
        }
        Variable variable{name,
                          text(dataset, "long_name"),
                          text(dataset, "units"),
                          text(dataset, "cell_note"),
                          std::move(axes),
                          read_numbers(dataset, room_)};
        spend(
            std::visit([](const auto& values) { return values.size() * sizeof values[0]; }, variable.values));
        return variable;
    }

    /// All datasets together may not claim more than the file can hold, or many small claims add up.
    void spend(std::size_t bytes) { room_ -= std::min(room_, bytes); }

    Hdf5Handle file_;
    std::map<std::string, Hdf5Handle> groups_;
    std::size_t most_bytes_;
    std::size_t room_;
    Results results_;
    std::map<std::int32_t, Axis> axes_;
    std::map<hobj_ref_t, std::string> axis_names_;
};

}  // namespace

Results read_results_image(std::string_view bytes, const std::string& name) {
    const auto refuse = [&](const std::string& why) {
        return InputError(Problem{{name, 0, 0},
                                  "this is not a result file of Forestall",
                                  why,
                                  "name a file that 'forestall run' wrote"});
    };
    try {
        const Hdf5Session session;
        Results results = Reader(unsealed(bytes)).read();
        if (const auto found = defects(results); !found.empty())
            throw refuse(fmt::format("{}", fmt::join(found, ", ")));
        return results;
    } catch (const Hdf5Error& error) {
        throw refuse(error.what());
    } catch (const std::invalid_argument& error) {
        throw refuse(error.what());
    }
}

}  // namespace forestall
