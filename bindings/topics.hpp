// The topics of the Python module, one file each. `module.cpp` puts them together in an order in which every
// type is known before it is named.
#pragma once

#include <memory>
#include <string>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include "sim/core/executor.hpp"
#include "sim/model/model.hpp"
#include "sim/outcomes/results.hpp"
#include "sim/programmes/callables.hpp"
#include "sim/study/study.hpp"

namespace forestall::bindings {

namespace py = pybind11;

/// A study as it was read, with the changes made to it.
struct Inputs {
    StudyFiles files;
};

/// A compiled model, shared by the runs of it.
struct Compiled {
    std::shared_ptr<const Model> model;
};

void add_errors(py::module_& module);
void add_inputs(py::module_& module);
void add_results(py::module_& module);
void add_people(py::module_& module);
void add_run(py::module_& module);
void add_lives(py::module_& module);

/// Threads as asked for; 0: all cores.
std::unique_ptr<Executor> executor_of(int threads);

/// What a Python function is asked while a study runs: it gets the GIL, its exceptions go through the engine.
Finder finder_of(const py::object& function);
Response response_of(const py::object& function);
StopRule stop_rule_of(const py::object& function);

/// Rows of people as a structured array over the same memory, which it keeps alive.
py::array people_array(const PeopleSeen& people);

/// A date as Python's own.
py::object date_of(const Date& date);

/// Calls `tell(share)` with the GIL, at most ten times a second and at the end; nothing for None.
std::function<void(double)> progress_of(const py::object& tell);

}  // namespace forestall::bindings
