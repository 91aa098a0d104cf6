// Errors of the engine as exceptions of the package (forestall.errors).
#include "sim/core/errors.hpp"
#include "bindings/topics.hpp"

namespace forestall::bindings {

namespace {

py::object error_class(const char* name) { return py::module_::import("forestall.errors").attr(name); }

void raise_input_error(const InputError& error) {
    py::list problems;
    const py::object make = error_class("Problem");
    for (const Problem& one : error.problems())
        problems.append(
            make(one.where.file, one.where.line, one.where.column, one.what, one.why, one.remedy));
    const py::object made = error_class("InputError")(problems);
    PyErr_SetObject(error_class("InputError").ptr(), made.ptr());
}

}  // namespace

void add_errors(py::module_&) {
    py::register_exception_translator([](std::exception_ptr thrown) {
        if (!thrown) return;
        try {
            std::rethrow_exception(thrown);
        } catch (const InputError& error) {
            raise_input_error(error);
        } catch (const RunError& error) {
            PyErr_SetString(error_class("RunError").ptr(), error.what());
        } catch (const Interrupted& error) {
            PyErr_SetString(error_class("Stopped").ptr(), error.what());
        }
    });
}

}  // namespace forestall::bindings
