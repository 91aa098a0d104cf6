// The verbs of the command line. Each adds its subcommand to the parser and returns what to do when it was
// chosen.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace forestall {

/// Exit codes, part of the interface.
enum class Exit : int {
    good = 0,
    bad_input = 1,  // what the user wrote cannot be used; nothing was written
    failed = 2,     // the run or the machine failed; nothing was half-written
    bad_usage = 3,  // the command line itself
    stopped = 130,  // Ctrl-C
};

/// Runs the chosen verb; set by the verb's `add_...`.
using Action = std::function<Exit()>;

struct Command {
    CLI::App* app = nullptr;
    Action act;
};

Command add_run(CLI::App& app, int argc, char** argv);
Command add_check(CLI::App& app);
Command add_compare(CLI::App& app);
Command add_concentration(CLI::App& app);
Command add_describe(CLI::App& app);
Command add_evaluate(CLI::App& app);
Command add_graph(CLI::App& app);
Command add_trace(CLI::App& app);
Command add_schema(CLI::App& app);
Command add_calibrate(CLI::App& app);

}  // namespace forestall
