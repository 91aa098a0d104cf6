// forestall check: every problem in a file and in all that it names.
#include <memory>

#include <fmt/format.h>

#include "sim/io/read_study.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"

namespace forestall {

namespace {

Exit check(const std::string& file) {
    if (kind_of(file) == FileKind::study) {
        const StudyFiles files = read_study(file);
        const Model model = compile(files);
        check_fits(files, model);
        fmt::print("{}: good. {} processes, {} tracks, {} arm{}, {} bytes a person.\n", file,
                   model.processes.size(), files.model.tracks.size(), files.study.arms.size(),
                   files.study.arms.size() == 1 ? "" : "s", model.layout.stride);
        return Exit::good;
    }
    check_file(file);
    fmt::print("{}: well formed. Check the study that uses it to learn whether it fits together.\n", file);
    return Exit::good;
}

}  // namespace

Command add_check(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("check", "List every problem in a study, model, place or sources file");
    command->add_option("file", *file, "The file")->required();
    return {command, [=] { return check(file_named(*file)); }};
}

}  // namespace forestall
