#include "sim/io/results_image.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/core/version.hpp"
#include "sim/io/hdf5_attribute.hpp"
#include "sim/io/hdf5_dataset.hpp"
#include "sim/io/hdf5_dimension.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/io/results_check.hpp"
#include "sim/io/results_seal.hpp"

namespace forestall {
namespace {

using Names = std::set<std::string>;

Names axes_in_use(const std::vector<Variable>& variables) {
    Names names;
    for (const auto& variable : variables) names.insert(variable.axes.begin(), variable.axes.end());
    return names;
}

void describe(hid_t dataset, const char* name, const std::string& text) {
    if (!text.empty()) write_text_attribute(dataset, name, text);
}

class Layout {
  public:
    Layout(const Results& results, hid_t file) : results_(results) {
        for (const ResultGroup& kind : result_groups) {
            const auto& variables = results.*kind.variables;
            const bool is_root = *kind.name == 0;
            if (is_root)
                groups_.push_back(
                    {Hdf5Handle(H5Gopen2(file, "/", H5P_DEFAULT), "open the root group"), &variables, {}});
            else if (!variables.empty())
                groups_.push_back({create_group(groups_.front().handle, kind.name), &variables, {}});
            if (is_root || !variables.empty()) groups_.back().axes = axes_in_use(variables);
        }
    }

    void write() {
        write_root_attributes();
        write_axes();
        for (const auto& group : groups_)
            for (const auto& variable : *group.variables) write_variable(group.handle, variable);
        dimensions_.finish();
    }

  private:
    struct Group {
        Hdf5Handle handle;
        const std::vector<Variable>* variables;
        Names axes;
    };

    void write_root_attributes() {
        write_scale_attribute(groups_.front().handle, "_NCProperties",
                              fmt::format("version=2,forestall={}", version));
        write_text_attribute(groups_.front().handle, "Conventions", "CF-1.10");
        for (const auto& [name, text] : results_.provenance)
            write_text_attribute(groups_.front().handle, name, text);
    }

    /// An axis belongs to the first group that uses it; the others that do get its labels once more.
    void write_axes() {
        std::vector<std::pair<const Group*, const Axis*>> again;
        for (const auto& axis : results_.axes) {
            const Group* owner = nullptr;
            for (const auto& group : groups_) {
                if (!group.axes.contains(axis.name)) continue;
                if (owner)
                    again.emplace_back(&group, &axis);
                else
                    owner = &group;
            }
            dimensions_.add(axis.name, write_labels((owner ? owner : &groups_.front())->handle, axis));
        }
        for (const auto& [group, axis] : again)
            dimensions_.attach(write_labels(group->handle, *axis), {axis->name});
    }

    static Hdf5Handle write_labels(hid_t group, const Axis& axis) {
        const auto write_them = [&](const auto& labels) {
            return write_dataset(group, axis.name, {axis.size()}, labels);
        };
        Hdf5Handle dataset = std::visit(write_them, axis.labels);
        describe(dataset, "long_name", axis.long_name);
        describe(dataset, "units", axis.units);
        if (axis.units.starts_with("days since ")) {
            describe(dataset, "calendar", "proleptic_gregorian");
            describe(dataset, "standard_name", "time");
            describe(dataset, "axis", "T");
        }
        return dataset;
    }

    void write_variable(hid_t group, const Variable& variable) {
        Hdf5Shape shape;
        for (const auto& name : variable.axes) shape.push_back(find_axis(results_, name)->size());
        const auto write_them = [&](const auto& values) {
            return write_dataset(group, variable.name, shape, values);
        };
        const Hdf5Handle dataset = std::visit(write_them, variable.values);
        describe(dataset, "long_name", variable.long_name);
        describe(dataset, "units", variable.units);
        describe(dataset, "cell_note", variable.cell_note);
        dimensions_.attach(dataset, variable.axes);
    }

    const Results& results_;
    std::vector<Group> groups_;
    Hdf5Dimensions dimensions_;
};

}  // namespace

std::string results_image(const Results& results) {
    if (const auto found = defects(results); !found.empty()) {
        throw RunError(
            fmt::format("the results cannot be written ({}); this is an error in Forestall: please report it",
                        fmt::join(found, ", ")));
    }
    try {
        const Hdf5Session session;
        const Hdf5Handle file = create_hdf5_in_memory();
        Layout(results, file).write();
        return sealed(bytes_of_hdf5(file));
    } catch (const Hdf5Error& error) {
        throw RunError(
            fmt::format("the results cannot be laid out ({}); free some memory and run again", error.what()));
    }
}

}  // namespace forestall
