// Results as arrays over the engine's own memory, without copies, and the tables made from them.
#include <algorithm>
#include <chrono>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bindings/topics.hpp"
#include "sim/io/results_file.hpp"
#include "sim/io/run_files.hpp"
#include "sim/outcomes/split_screen.hpp"
#include "sim/outcomes/where_it_went.hpp"

namespace forestall::bindings {

namespace {

using Shared = std::shared_ptr<Results>;

/// An array over `values` that keeps `owner` alive; nobody may write to it.
template <class Number>
py::array view(const std::vector<Number>& values, const std::vector<py::ssize_t>& shape,
               const py::object& owner) {
    py::array_t<Number> made(shape, values.data(), owner);
    made.attr("setflags")(py::arg("write") = false);
    return made;
}

py::object labels(const Axis& axis) {
    return std::visit([](const auto& values) -> py::object { return py::cast(values); }, axis.labels);
}

py::list axes(const Results& results) {
    py::list made;
    for (const Axis& axis : results.axes)
        made.append(py::make_tuple(axis.name, axis.long_name, axis.units, labels(axis)));
    return made;
}

/// By group ("" for the months): (name, long name, unit, note, axes, values).
py::dict groups(const py::object& self) {
    const auto& results = self.cast<const Results&>();
    py::dict made;
    for (const ResultGroup& group : result_groups) {
        py::list variables;
        for (const Variable& one : results.*group.variables) {
            std::vector<py::ssize_t> shape;
            for (const std::string& name : one.axes)
                shape.push_back(static_cast<py::ssize_t>(axis_of(results, name)->size()));
            const py::array values =
                std::visit([&](const auto& numbers) { return view(numbers, shape, self); }, one.values);
            variables.append(
                py::make_tuple(one.name, one.long_name, one.units, one.cell_note, one.axes, values));
        }
        made[group.name] = variables;
    }
    return made;
}

py::dict split_screen_of(const Results& results) {
    const SplitScreen screen = split_screen(results);
    py::list horizons, rows;
    for (const auto& one : screen.horizons)
        horizons.append(py::make_tuple(one.label, one.is_short, one.from, one.until));
    for (const auto& row : screen.rows) {
        py::list differences;
        for (const auto& horizon : row.differences) {
            py::list arms;
            for (const Difference& one : horizon) arms.append(py::make_tuple(one.value, one.half_width));
            differences.append(arms);
        }
        rows.append(py::make_tuple(row.measure, row.title, row.unit, row.today, differences));
    }
    py::dict made;
    made["first_arm"] = screen.first_arm;
    made["arms"] = screen.arms;
    made["horizons"] = horizons;
    made["rows"] = rows;
    return made;
}

py::dict money(const Results& results, std::size_t arm) {
    const Money told = money_of(results, arm);
    py::dict made;
    made["care"] = told.care;
    made["programmes"] = told.programmes;
    made["deepest"] = told.deepest;
    made["deepest_month"] = told.deepest_month;
    made["breaks_even"] = told.breaks_even;
    return made;
}

py::dict where_it_went_of(const Results& results, std::size_t arm) {
    const WhereItWent told = where_it_went(results, arm);
    py::list blocks;
    for (const auto& block : told.blocks) {
        py::list rows;
        for (const auto& row : block.rows)
            rows.append(py::make_tuple(row.name, row.label, row.by_month, row.differences));
        blocks.append(py::make_tuple(block.name, block.title, rows));
    }
    py::dict made;
    made["horizons"] = told.horizons;
    made["months"] = told.months;
    made["blocks"] = blocks;
    made["worst_month"] = told.worst_month;
    made["worst"] = told.worst;
    made["worst_title"] = told.worst_title;
    return made;
}

py::dict reach(const Results& results, std::size_t arm) {
    const Reach told = reach_of(results, arm);
    py::dict made;
    made["title"] = told.title;
    made["months_to_effect"] = told.months_to_effect;
    made["needed_to_treat_at_18_months"] = told.needed_to_treat_at_18;
    made["needed_to_treat"] = told.needed_to_treat;
    return made;
}

/// Writes results and their run record, as `forestall run` does.
void save(const Results& results, const std::string& path, const std::vector<std::string>& command, int draw,
          int threads, const std::vector<std::pair<std::string, double>>& seconds) {
    const py::gil_scoped_release free;
    RunFiles files(path);
    RunRecord record;
    record.command_line = command;
    record.version = results.provenance.count("version") > 0 ? results.provenance.at("version") : "";
    record.started = std::chrono::system_clock::now();
    record.draw = draw;
    record.threads = threads;
    record.seconds_by_phase = seconds;
    for (const auto& [phase, some] : seconds) record.seconds += some;
    files.write(results);
    files.publish(record);
}

void check_arm(const Results& results, std::size_t arm) {
    const Axis* axis = axis_of(results, "arm");
    if (axis == nullptr || arm >= axis->size()) throw py::index_error("there is no such arm");
}

}  // namespace

void add_results(py::module_& module) {
    py::class_<Results, Shared>(module, "Results", "What a run counted, as labelled arrays.")
        .def_static(
            "load",
            [](const std::string& path) {
                const py::gil_scoped_release free;
                return std::make_shared<Results>(read_results(path));
            },
            py::arg("path"))
        .def_property_readonly("axes", &axes)
        .def_property_readonly("groups", &groups)
        .def_property_readonly("provenance", [](const Results& results) { return results.provenance; })
        .def("split_screen", &split_screen_of)
        .def("money", [](const Results& r, std::size_t arm) { return check_arm(r, arm), money(r, arm); })
        .def("reach", [](const Results& r, std::size_t arm) { return check_arm(r, arm), reach(r, arm); })
        .def("where_it_went",
             [](const Results& r, std::size_t arm) { return check_arm(r, arm), where_it_went_of(r, arm); })
        .def("save", &save, py::arg("path"), py::arg("command"), py::arg("draw"), py::arg("threads"),
             py::arg("seconds"));
    module.def("t_quantile", &t_quantile, py::arg("degrees_of_freedom"),
               "Two-sided 95% quantile of Student's t.");
}

}  // namespace forestall::bindings
