// forestall describe: a study in words, for those who judge it.
#include <memory>
#include <string>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/study/description.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"

namespace forestall {

namespace {

StudyFiles study_in(const std::string& file) {
    if (const FileKind kind = kind_of(file); kind != FileKind::study)
        throw InputError(Problem{{file},
                                 fmt::format("a {} file is not a whole study", to_string(kind)),
                                 "a description is of a study with its model and its place",
                                 "name a study that uses it"});
    return read_study(file);
}

Exit describe(const std::string& file, const std::string& out) {
    const std::string text = description_of(study_in(file));
    if (out.empty())
        fmt::print("{}", text);
    else
        write_safely(out, text);
    return Exit::good;
}

}  // namespace

Command add_describe(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    auto out = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "describe",
        "Describe a study in words, by the ODD protocol and the STRESS checklist, with its sources");
    command->add_option("study", *file, "The study file")->required();
    command->add_option("--out", *out, "Markdown file to write (default: on the screen)");
    return {command, [=] { return describe(file_named(*file), *out); }};
}

}  // namespace forestall
