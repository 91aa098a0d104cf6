// forestall check: every problem in a file and in all that it names; what the parameters of a study rest on.
#include <memory>

#include <fmt/format.h>

#include "sim/fit/fits_study.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/evidence_check.hpp"
#include "tools/forestall/named_file.hpp"

namespace forestall {

namespace {

Exit check(const std::string& file) {
    if (kind_of(file) == FileKind::study) {
        const StudyFiles files = read_study(file);
        const Model model = prepare(files);
        check_fits(files, model);
        fmt::print("{}: good. {} processes, {} tracks, {} arm{}, {} bytes a person.\n", file,
                   model.processes.size(), files.model.tracks.size(), files.study.arms.size(),
                   files.study.arms.size() == 1 ? "" : "s", model.layout.stride);
        return Exit::good;
    }
    if (kind_of(file) == FileKind::calibration) {
        const CalibrationFiles files = read_calibration(file);
        check_fits(files, prepare(files.study));
        fmt::print("{}: good. {} targets, {} groups of free parameters.\n", file,
                   files.calibration.targets.size(), files.calibration.free.size());
        return Exit::good;
    }
    check_file(file);
    fmt::print("{}: well formed. Check the study that uses it to learn whether it fits together.\n", file);
    return Exit::good;
}

}  // namespace

Command add_check(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    auto evidence = std::make_shared<EvidenceOptions>();
    CLI::App* command =
        app.add_subcommand("check", "List every problem in a study, model, place or sources file");
    command->add_option("file", *file, "The file")->required();
    auto is_asked = std::make_shared<bool>(false);
    CLI::Option* asked = command->add_flag(
        "--evidence", *is_asked,
        "List the parameters of a study that rest on recalled or assumed values, by their influence");
    command->add_flag("--all", evidence->all, "With --evidence: list every parameter")->needs(asked);
    command
        ->add_option("--sample", evidence->sample,
                     "With --evidence: share of the people to simulate (default: what takes minutes)")
        ->needs(asked);
    command
        ->add_option("--measures", evidence->measures,
                     "With --evidence: what the influence is on, as in bed_days,cost (the default)")
        ->delimiter(',')
        ->needs(asked);
    command->add_option("--csv", evidence->csv, "With --evidence: also write the table to this file")
        ->needs(asked);
    command
        ->add_option("--threads", evidence->threads, "With --evidence: threads to use (default: all cores)")
        ->needs(asked);
    return {command, [=] {
                if (!*is_asked) return check(file_named(*file));
                check_evidence(file_named(*file), *evidence);
                return Exit::good;
            }};
}

}  // namespace forestall
