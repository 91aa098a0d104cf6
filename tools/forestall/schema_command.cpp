// forestall schema: the JSON Schema of a kind of file, for editors that complete and check YAML.
#include <memory>

#include <fmt/format.h>

#include "sim/io/schema.hpp"
#include "tools/forestall/command.hpp"

namespace forestall {

Command add_schema(CLI::App& app) {
    auto kind = std::make_shared<FileKind>(FileKind::study);
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of a kind of file, for editors");
    const std::map<std::string, FileKind> kinds{{"model", FileKind::model},
                                                {"place", FileKind::place},
                                                {"study", FileKind::study},
                                                {"sources", FileKind::sources}};
    command->add_option("kind", *kind, "model, place, study or sources")
        ->required()
        ->transform(CLI::CheckedTransformer(kinds, CLI::ignore_case));
    return {command, [=] {
                fmt::print("{}", json_schema(*kind));
                return Exit::good;
            }};
}

}  // namespace forestall
