// forestall schema: the JSON Schema of a kind of file, for editors that complete and check YAML.
#include <memory>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/schema.hpp"
#include "tools/forestall/command.hpp"

namespace forestall {

namespace {

Exit print_schema(const std::string& name) {
    if (const auto kind = file_kind_named(name)) {
        fmt::print("{}", json_schema(*kind));
        return Exit::good;
    }
    fmt::print(stderr, "{}\n",
               to_string(Problem{{},
                                 fmt::format("there is no schema '{}'", name),
                                 "each kind of file has one",
                                 suggest(name, file_kind_names())}));
    return Exit::bad_usage;
}

}  // namespace

Command add_schema(CLI::App& app) {
    auto kind = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of a kind of file, for editors");
    command->add_option("kind", *kind, "model, place, study, sources, calibration or parameters")->required();
    return {command, [=] { return print_schema(*kind); }};
}

}  // namespace forestall
