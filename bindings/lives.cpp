// Single lives told event by event, and whose lives a study changes.
#include <pybind11/stl.h>

#include "bindings/topics.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/trace.hpp"

namespace forestall::bindings {

namespace {

/// Everybody whom programmes reach in a run of the study, kept for the traces of some of them.
struct Reached {
    std::vector<Started> started;
    std::vector<Ending> endings;
};

Reached reached(const Inputs& inputs, const Compiled& compiled, std::uint64_t seed, double sample,
                int threads, const py::object& tell, const std::shared_ptr<std::atomic<bool>>& stop) {
    StudySettings settings;
    settings.seed = seed;
    settings.sample = sample;
    settings.keep_what_happened = true;
    settings.stop = stop.get();
    settings.progress = progress_of(tell);
    const auto executor = executor_of(threads);
    const py::gil_scoped_release free;
    StudyOutcome outcome = run_study(inputs.files, *compiled.model, settings, *executor);
    return {std::move(outcome.programmes.front().started), std::move(outcome.programmes.front().endings)};
}

/// (person, arm, programme, age, chosen, begins, ends) of each start; dates as days, None for never.
py::list starts(const Reached& reached, const Inputs& inputs, const Compiled& compiled) {
    const Calendar calendar = calendar_of(inputs.files.study);
    const auto day = [&](Minutes t) -> py::object {
        if (t == never || t > calendar.horizon()) return py::none();
        return date_of(calendar.date_of(t));
    };
    py::list made;
    for (const Started& one : reached.started)
        for_each_arm(one.arms, [&](int arm) {
            made.append(
                py::make_tuple(one.key, inputs.files.study.arms[static_cast<std::size_t>(arm)].name.text,
                               compiled.model->programmes[static_cast<std::size_t>(one.programme)].name,
                               one.age, day(one.chosen), day(one.enrolment.begins), day(one.enrolment.ends)));
        });
    return made;
}

/// People and the arms in which they live otherwise than in the first: (person, arm).
py::list changed(const Reached& reached, const Inputs& inputs) {
    py::list made;
    const auto& endings = reached.endings;
    for (std::size_t from = 0, to; from < endings.size(); from = to) {
        for (to = from; to < endings.size() && endings[to].key == endings[from].key;) ++to;
        const auto of = [&](int arm) -> const Ending* {
            for (std::size_t i = from; i < to; ++i)
                if (holds(endings[i].arms, arm)) return &endings[i];
            return nullptr;
        };
        const Ending* first = of(0);
        for (std::size_t arm = 1; arm < inputs.files.study.arms.size(); ++arm) {
            const Ending* own = of(static_cast<int>(arm));
            if ((own == nullptr) != (first == nullptr) || (own != nullptr && own->digest != first->digest))
                made.append(py::make_tuple(endings[from].key, inputs.files.study.arms[arm].name.text));
        }
    }
    return made;
}

py::list trace(const Inputs& inputs, const Compiled& compiled, std::uint64_t person, std::uint64_t seed,
               std::uint32_t replicate, const Reached* reached) {
    const auto traces = [&] {
        const py::gil_scoped_release free;
        return trace_person(inputs.files, *compiled.model, person, seed, replicate,
                            reached != nullptr ? reached->started : std::vector<Started>{});
    }();
    const Calendar calendar = calendar_of(inputs.files.study);
    py::list made;
    for (const Trace& one : traces) {
        py::list events;
        for (const TraceEvent& event : one.events) {
            py::list changes;
            for (const auto& change : event.changes)
                changes.append(py::make_tuple(change.track, change.from, change.to));
            events.append(py::make_tuple(date_of(calendar.date_of(event.time)), event.time, event.age_years,
                                         event.what, event.is_break, changes, event.rates_before));
        }
        py::dict told;
        told["arm"] = one.arm;
        told["birth"] = date_of(one.birth);
        told["at_start"] = one.at_start;
        told["events"] = events;
        told["died"] = one.died;
        told["left"] = one.left;
        made.append(told);
    }
    return made;
}

}  // namespace

void add_lives(py::module_& module) {
    py::class_<Reached>(module, "Reached", "Whom the programmes of a study reach.")
        .def("starts", &starts, py::arg("inputs"), py::arg("compiled"))
        .def("changed", &changed, py::arg("inputs"));
    module.def("reached", &reached, py::arg("inputs"), py::arg("compiled"), py::arg("seed"),
               py::arg("sample"), py::arg("threads"), py::arg("tell"), py::arg("stop"));
    module.def("trace", &trace, py::arg("inputs"), py::arg("compiled"), py::arg("person"), py::arg("seed"),
               py::arg("replicate"), py::arg("reached") = nullptr);
}

}  // namespace forestall::bindings
