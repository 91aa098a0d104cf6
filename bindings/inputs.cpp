// Studies as they are read, and what can be changed in them without touching a text.
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <pybind11/stl.h>

#include "bindings/topics.hpp"
#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/evidence.hpp"
#include "sim/model/parameters.hpp"
#include "sim/study/arms.hpp"
#include "sim/study/description.hpp"
#include "sim/study/history.hpp"

namespace forestall::bindings {

namespace {

using Texts = std::map<std::string, std::string>;

/// Reads from these texts alone; paths are as seen from the folder of `main`.
Files files_of(const Texts& texts) {
    return Files([&texts](const std::filesystem::path& path, std::size_t largest) -> Loaded {
        const auto at = texts.find(path.lexically_normal().generic_string());
        if (at == texts.end()) return {"", "there is no such file"};
        if (at->second.size() > largest)
            return {"", fmt::format("it is larger than {}", in_mebibytes(largest))};
        return {at->second, ""};
    });
}

Inputs read_texts(const Texts& texts, const std::string& main, int draw) {
    const py::gil_scoped_release free;
    Files files = files_of(texts);
    return {read_study(main, files, draw)};
}

Inputs read_path(const std::string& path, int draw) {
    const py::gil_scoped_release free;
    return {read_study(path, draw)};
}

py::dict told(const Parameter& parameter, const StudyFiles& files) {
    const Span span = values_of(parameter);
    const Evidence evidence = evidence_of(parameter, files);
    py::dict made;
    made["path"] = parameter.path;
    made["title"] = parameter.title;
    made["unit"] = parameter.unit;
    made["low"] = span.lowest;
    made["high"] = span.highest;
    made["figures"] = parameter.figures.size();
    made["source"] = parameter.source;
    made["grade"] = evidence.grade;
    made["range"] = py::make_tuple(evidence.range.low, evidence.range.high);
    made["range_is_assumed"] = evidence.range_is_of_grade;
    made["distribution"] = evidence.distribution;
    made["where"] = to_string(parameter.where);
    return made;
}

py::list parameters(const Inputs& inputs) {
    StudyFiles files = inputs.files;
    py::list made;
    for (const Parameter& one : all_parameters_of(files)) made.append(told(one, files));
    return made;
}

/// `changes`: (path, "factor" or "value", number).
Inputs changed(const Inputs& inputs,
               const std::vector<std::tuple<std::string, std::string, double>>& wanted) {
    std::vector<Change> changes;
    for (const auto& [path, how, number] : wanted)
        changes.push_back({how == "value" ? Change::How::value : Change::How::factor, path, number});
    const py::gil_scoped_release free;
    Inputs made = inputs;
    Problems problems;
    make_changes(changes, made.files, problems);
    problems.raise_if_any();
    return made;
}

/// What a run may choose otherwise than the study says.
Inputs with_options(const Inputs& inputs, const std::optional<std::string>& lens,
                    const std::optional<std::tuple<int, int, int>>& until,
                    const std::optional<std::vector<std::string>>& strata, bool attribution) {
    Inputs made = inputs;
    StudySpec& study = made.files.study;
    if (lens)
        choose_lens(study, *lens == "claimed"      ? LensChoice::claimed
                           : *lens == "controlled" ? LensChoice::controlled
                                                   : LensChoice::both);
    if (until) {
        study.end = {std::get<0>(*until), std::get<1>(*until), std::get<2>(*until)};
        study.end_where = {"until", 0, 0};
    }
    if (strata) {
        // Bands of age stay, whether or not people are told apart by them: they are ages that the model
        // knows.
        std::vector<Name> kept;
        for (const std::string& name : *strata) kept.push_back({name, {"by", 0, 0}});
        study.strata = kept;
        study.occurrences.clear();
    }
    if (!attribution) study.attribution.reset();
    return made;
}

py::list arms(const Inputs& inputs) {
    py::list made;
    for (const ArmSpec& arm : inputs.files.study.arms) {
        py::list programmes;
        for (const ArmProgrammeSpec& used : arm.programmes)
            if (used.programme >= 0)
                programmes.append(
                    inputs.files.programmes[static_cast<std::size_t>(used.programme)].name.text);
        made.append(py::make_tuple(arm.name.text, arm.title, programmes));
    }
    return made;
}

py::list programme_files(const Inputs& inputs) {
    py::list made;
    for (const ProgrammeSpec& one : inputs.files.programmes)
        made.append(py::make_tuple(one.name.text, one.title, one.where.file));
    return made;
}

py::list measures(const Inputs& inputs) {
    py::list made;
    for (const MeasureSpec& one : inputs.files.model.measures)
        made.append(py::make_tuple(one.name.text, one.title.empty() ? one.name.text : one.title, one.unit));
    for (const ContactSpec& one : inputs.files.model.contacts)
        made.append(py::make_tuple(one.name.text, one.title.empty() ? one.name.text : one.title, one.unit));
    return made;
}

}  // namespace

py::object date_of(const Date& date) {
    return py::module_::import("datetime").attr("date")(date.year, date.month, date.day);
}

void add_inputs(py::module_& module) {
    py::class_<Inputs>(module, "Inputs", "A study with all that it names, read and checked for its shape.")
        .def_static("read", &read_path, py::arg("path"), py::arg("draw") = 0)
        .def_static("of_texts", &read_texts, py::arg("texts"), py::arg("main"), py::arg("draw") = 0)
        .def_property_readonly("texts",
                               [](const Inputs& inputs) {
                                   Texts made(inputs.files.texts.begin(), inputs.files.texts.end());
                                   return made;
                               })
        .def_property_readonly("name", [](const Inputs& i) { return i.files.study.name.text; })
        .def_property_readonly("title", [](const Inputs& i) { return i.files.study.title; })
        .def_property_readonly("model", [](const Inputs& i) { return i.files.study.model.text; })
        .def_property_readonly("place", [](const Inputs& i) { return i.files.study.place.text; })
        .def_property_readonly("place_title", [](const Inputs& i) { return i.files.place.title; })
        .def_property_readonly("model_title", [](const Inputs& i) { return i.files.model.title; })
        .def_property_readonly("start", [](const Inputs& i) { return date_of(i.files.study.start); })
        .def_property_readonly("end", [](const Inputs& i) { return date_of(i.files.study.end); })
        .def_property_readonly("seed", [](const Inputs& i) { return i.files.study.seed; })
        .def_property_readonly("replicates", [](const Inputs& i) { return i.files.study.replicates; })
        .def_property_readonly("draw", [](const Inputs& i) { return i.files.draw; })
        .def_property_readonly("has_fit",
                               [](const Inputs& i) { return !i.files.study.parameters.text.empty(); })
        .def_property_readonly("lens", [](const Inputs& i) { return to_string(i.files.study.lens); })
        .def_property_readonly("strata",
                               [](const Inputs& i) {
                                   std::vector<std::string> names;
                                   for (const Name& one : i.files.study.strata) names.push_back(one.text);
                                   return names;
                               })
        .def_property_readonly("changes", [](const Inputs& i) { return i.files.changes; })
        .def_property_readonly("arms", &arms)
        .def_property_readonly("programmes", &programme_files)
        .def_property_readonly("measures", &measures)
        .def_property_readonly("people",
                               [](const Inputs& i) {
                                   double people = 0;
                                   for (const auto& row : i.files.place.population.rows) people += row.people;
                                   return people;
                               })
        .def("parameters", &parameters)
        .def("changed", &changed, py::arg("changes"))
        .def("with_options", &with_options, py::arg("lens") = py::none(), py::arg("until") = py::none(),
             py::arg("strata") = py::none(), py::arg("attribution") = true)
        .def(
            "with_programmes",
            [](const Inputs& i, const std::map<std::string, std::vector<std::string>>& kept) {
                Inputs made = i;
                for (ArmSpec& arm : made.files.study.arms) {
                    const auto at = kept.find(arm.name.text);
                    if (at == kept.end()) continue;
                    std::erase_if(arm.programmes, [&](const ArmProgrammeSpec& used) {
                        const auto& name =
                            made.files.programmes[static_cast<std::size_t>(used.programme)].name.text;
                        return std::find(at->second.begin(), at->second.end(), name) == at->second.end();
                    });
                }
                return made;
            },
            py::arg("kept"), "The same study whose arms use only these of their programmes.")
        .def("history_study", [](const Inputs& i) { return Inputs{history_study(i.files)}; })
        .def("describe", [](const Inputs& i) {
            const py::gil_scoped_release free;
            return description_of(i.files);
        });
    module.def(
        "check_file",
        [](const std::string& path) {
            const py::gil_scoped_release free;
            check_file(path);
        },
        py::arg("path"));
    module.def(
        "nearest",
        [](const std::string& word, const std::vector<std::string>& candidates) {
            return suggest(word, candidates);
        },
        py::arg("word"), py::arg("candidates"), "\"did you mean 'x'?\", or a list of what there is.");
}

}  // namespace forestall::bindings
