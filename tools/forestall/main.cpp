// forestall: the command line.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/core/version.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/other_verbs.hpp"

int main(int argc, char** argv) {
    using namespace forestall;
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on file size is then an error like a full disk
    CLI::App app{
        "Forestall: see what prevention does to demand before paying for it. Everyone in it is synthetic."};
    app.set_version_flag("--version", fmt::format("forestall {}", version));
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done; 1 something in a file or option cannot be used; 2 the run or the machine "
               "failed; 3 the command line is wrong; 130 stopped with Ctrl-C.");
    const Command commands[] = {add_run(app, argc, argv), add_check(app),    add_graph(app),
                                add_trace(app),           add_schema(app),   add_calibrate(app),
                                add_concentration(app),   add_describe(app), add_evaluate(app),
                                add_compare(app)};
    const bool is_own =
        argc < 2 || std::any_of(std::begin(commands), std::end(commands),
                                [&](const auto& one) { return one.app->get_name() == argv[1]; });
    if (!is_own)
        if (const std::string program = program_of_verb(argv[1]); !program.empty()) {
            become(program, {argv + 2, argv + argc});
            fmt::print(stderr, "{} could not be started\n", program);
            return static_cast<int>(Exit::failed);
        }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(Exit::bad_usage);
    }
    try {
        for (const auto& command : commands)
            if (*command.app) {
                const Exit code = command.act();
                if (std::fflush(stdout) != 0 || std::ferror(stdout))
                    throw RunError("the output could not be written (is the disk full?); send it elsewhere");
                return static_cast<int>(code);
            }
    } catch (const InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
        if (error.problems().size() > 1)
            fmt::print(stderr, "{} problems; nothing was run or written\n", error.problems().size());
        return static_cast<int>(Exit::bad_input);
    } catch (const Interrupted& error) {
        fmt::print(stderr, "\n{}\n", error.what());
        return static_cast<int>(Exit::stopped);
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "not enough memory; run a sample (--sample 0.1) or fewer strata\n");
        return static_cast<int>(Exit::failed);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return static_cast<int>(Exit::failed);
    }
    return 0;
}
