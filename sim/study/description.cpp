#include "sim/study/description.hpp"

#include <fmt/format.h>

#include "sim/core/version.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"

namespace forestall {

namespace {

using namespace description;

std::string heading(const StudyFiles& files) {
    const std::string fitted =
        files.study.parameters.text.empty()
            ? ""
            : " Fitted parameters are multiplied in: figures are not as the files of the model have them.";
    return fmt::format(
        "# {}: description of the model\n\n"
        "Written by Forestall {} from the study {}, its model {} and its place {}. Everyone in it "
        "is synthetic.{} What only its authors know is marked as theirs to write.\n\n",
        plain(files.study.title), version, code(files.study.name.text), code(files.model.name.text),
        code(files.place.name.text), fitted);
}

std::string overview_design_details(const StudyFiles& files) {
    return "## ODD: overview, design concepts, details\n\n"
           "The sections are those of the ODD protocol (Grimm et al. 2020, doi:10.18564/jasss.4259).\n\n" +
           purpose_and_patterns(files) + entities_and_scales(files) + processes_and_scheduling(files) +
           design_concepts(files) + initialization(files) + input_data(files) + submodels(files);
}

}  // namespace

std::string description_of(const StudyFiles& files) {
    const std::string text = heading(files) + overview_design_details(files) + stress_checklist(files);
    const std::string tables = tables_of_figures(files);
    std::string all = text + evidence_section(files, text + tables) + tables;
    while (all.ends_with("\n\n")) all.pop_back();
    return all;
}

}  // namespace forestall
