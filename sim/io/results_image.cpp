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
    Layout(const Results& results, hid_t file)
        : results_(results), root_(H5Gopen2(file, "/", H5P_DEFAULT), "open the root group") {}

    void write() {
        write_root_attributes();
        if (!results_.yearly.empty()) {
            yearly_ = create_group(root_, "yearly");
        }
        write_axes();
        for (const auto& variable : results_.monthly) write_variable(root_, variable);
        for (const auto& variable : results_.yearly) write_variable(yearly_, variable);
        dimensions_.finish();
    }

  private:
    void write_root_attributes() {
        write_scale_attribute(root_, "_NCProperties", fmt::format("version=2,forestall={}", version));
        write_text_attribute(root_, "Conventions", "CF-1.10");
        for (const auto& [name, text] : results_.provenance) write_text_attribute(root_, name, text);
    }

    void write_axes() {
        const Names monthly = axes_in_use(results_.monthly);
        const Names yearly = axes_in_use(results_.yearly);
        std::vector<const Axis*> shared;
        for (const auto& axis : results_.axes) {
            const bool only_yearly = yearly.contains(axis.name) && !monthly.contains(axis.name);
            if (yearly.contains(axis.name) && !only_yearly) shared.push_back(&axis);
            dimensions_.add(axis.name, write_labels(only_yearly ? yearly_ : root_, axis));
        }
        for (const Axis* axis : shared) dimensions_.attach(write_labels(yearly_, *axis), {axis->name});
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
    Hdf5Handle root_;
    Hdf5Handle yearly_;
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
