// People as arrays, and Python functions that are asked about them while a study runs.
#include <cstring>

#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bindings/topics.hpp"
#include "sim/core/errors.hpp"
#include "sim/study/history.hpp"

namespace forestall::bindings {

namespace {

/// A Python object that may be dropped by any thread.
std::shared_ptr<py::object> held(const py::object& object) {
    return {new py::object(object), [](py::object* one) {
                const py::gil_scoped_acquire gil;
                delete one;
            }};
}

py::dtype dtype_of(const Model& model) {
    py::list names, formats, offsets;
    const auto add = [&](const std::string& name, const char* format, std::size_t offset) {
        names.append(name);
        formats.append(format);
        offsets.append(offset);
    };
    using Row = PeopleSeen::Row;
    add("key", "u8", Row::key);
    add("age", "f4", Row::age);
    // The first factor is the cell of ages that the model tells apart: `age` says more.
    for (std::size_t f = 1; f < model.factors.size(); ++f)
        add(model.factors[f].name, "u1", Row::factors + f * sizeof(FactorValue));
    static_assert(sizeof(FactorValue) == 1);
    return py::dtype(names, formats, offsets, static_cast<py::ssize_t>(PeopleSeen::row_of(model).bytes));
}

/// Calls a function of (people, month) and takes its answer over; the package has checked its form.
void ask(const py::object& function, const PeopleSeen& people, std::span<double> answer) {
    const py::gil_scoped_acquire gil;
    const py::object given = function(people_array(people), date_of(people.date()));
    const auto numbers = py::array_t<double, py::array::c_style>::ensure(given);
    if (!numbers || numbers.ndim() != 1 || static_cast<std::size_t>(numbers.size()) != answer.size())
        throw RunError("a function gave another number of values than there are people");
    std::copy(numbers.data(), numbers.data() + answer.size(), answer.begin());
}

template <class Number>
py::array copied(const std::vector<Number>& values, std::vector<py::ssize_t> shape) {
    py::array_t<Number> made(std::move(shape));
    std::copy(values.begin(), values.end(), made.mutable_data());
    return made;
}

py::dict history(const Inputs& inputs, const Compiled& compiled, int month, int before, int after,
                 std::uint64_t seed, std::uint32_t replicate, double sample, int threads,
                 const py::object& tell, const std::shared_ptr<std::atomic<bool>>& stop) {
    HistorySettings settings{seed, replicate, sample, month, before, after, stop.get(), progress_of(tell)};
    const auto executor = executor_of(threads);
    const auto told = [&] {
        const py::gil_scoped_release free;
        return history_of(inputs.files, *compiled.model, settings, *executor);
    }();
    const auto people = static_cast<py::ssize_t>(told.people.size());
    const auto measures = static_cast<py::ssize_t>(told.measures.size());
    py::dict made;
    made["people"] = people_array(told.people);
    made["month"] = date_of(told.people.date());
    made["measures"] = told.measures;
    made["before"] = copied(told.before, {people, measures});
    made["after"] = copied(told.after, {people, measures});
    made["died"] = copied(told.died, {people});
    made["moved"] = copied(told.moved, {people});
    return made;
}

}  // namespace

py::array people_array(const PeopleSeen& people) {
    using Bytes = std::shared_ptr<const std::vector<std::byte>>;
    auto* owner = new Bytes(people.share());
    const py::capsule keeps(owner, [](void* one) { delete static_cast<Bytes*>(one); });
    py::array made(dtype_of(people.model()), {static_cast<py::ssize_t>(people.size())}, {}, (*owner)->data(),
                   keeps);
    made.attr("setflags")(py::arg("write") = false);
    return made;
}

Finder finder_of(const py::object& function) {
    return [function = held(function)](const PeopleSeen& people, std::span<double> scores) {
        ask(*function, people, scores);
    };
}

Response response_of(const py::object& function) {
    return [function = held(function)](const PeopleSeen& people, std::span<double> strengths) {
        ask(*function, people, strengths);
    };
}

StopRule stop_rule_of(const py::object& function) {
    return [function = held(function)](const Review& review) {
        const py::gil_scoped_acquire gil;
        return (*function)(review.arm, date_of(review.date), review.months_open, review.saved, review.started)
            .cast<bool>();
    };
}

void add_people(py::module_& module) {
    module.def("history", &history, py::arg("inputs"), py::arg("compiled"), py::arg("month"),
               py::arg("before"), py::arg("after"), py::arg("seed"), py::arg("replicate"), py::arg("sample"),
               py::arg("threads"), py::arg("tell"), py::arg("stop"));
}

}  // namespace forestall::bindings
