// forestall graph: the pathways of a model as a drawing.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/model/pathway_graph.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"

namespace forestall {

namespace {

namespace fs = std::filesystem;

struct GraphOptions {
    std::string file, out, track;
};

ModelSpec model_in(const std::string& file) {
    const FileKind kind = kind_of(file);
    if (kind == FileKind::model) return read_model(file);
    if (kind == FileKind::study) return read_study(file).model;
    throw InputError(Problem{{file},
                             fmt::format("a {} file has no pathways", to_string(kind)),
                             "processes are in models",
                             "name a model, or a study that uses one"});
}

/// Closes its file at the end of the block.
using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// The child's side: becomes Graphviz, reading `in` and writing `out`. Returns only to fail.
[[noreturn]] void become_graphviz(int in, int out) {
    constexpr int no_such_program = 127;
    if (::dup2(in, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0) {
        char dot[] = "dot", svg[] = "-Tsvg";
        char* const arguments[] = {dot, svg, nullptr};
        ::execvp(dot, arguments);
    }
    ::_exit(errno == ENOENT ? no_such_program : no_such_program - 1);
}

std::string content_of(std::FILE* file) {
    std::rewind(file);
    std::string content;
    char part[1 << 16];
    while (const std::size_t got = std::fread(part, 1, sizeof part, file)) content.append(part, got);
    return content;
}

/// Graphviz between two nameless files, so that neither side can wait for the other.
std::string drawn_by_graphviz(const std::string& dot, const std::string& out) {
    const OpenFile in(std::tmpfile(), std::fclose), drawn(std::tmpfile(), std::fclose);
    if (!in || !drawn || std::fwrite(dot.data(), 1, dot.size(), in.get()) != dot.size() ||
        std::fflush(in.get()) != 0)
        throw RunError(fmt::format(
            "cannot hand the drawing to Graphviz ({}); free some space in the folder for temporary files",
            std::strerror(errno)));
    std::rewind(in.get());
    const pid_t child = ::fork();
    if (child < 0)
        throw RunError(
            fmt::format("cannot start Graphviz ({}); ask for a .dot file instead", std::strerror(errno)));
    if (child == 0) become_graphviz(::fileno(in.get()), ::fileno(drawn.get()));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        throw RunError(
            fmt::format("cannot draw '{}' (Graphviz's program 'dot' is not on the PATH); install it, as with "
                        "'apt install graphviz' or 'brew install graphviz', or ask for {}",
                        out, fs::path(out).replace_extension(".dot").string()));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw RunError(fmt::format(
            "cannot draw '{}' (Graphviz's program 'dot' failed); ask for {} to see what it was given", out,
            fs::path(out).replace_extension(".dot").string()));
    return content_of(drawn.get());
}

Exit graph(const GraphOptions& options) {
    const std::string extension = fs::path(options.out).extension().string();
    if (!options.out.empty() && extension != ".svg" && extension != ".dot")
        throw InputError(Problem{{},
                                 fmt::format("--out {}", options.out),
                                 "a drawing is written as .svg or .dot",
                                 "end the name with one of them"});
    const std::string dot = to_dot(model_in(file_named(options.file)), options.track);
    if (options.out.empty()) {
        fmt::print("{}", dot);
        return Exit::good;
    }
    check_writable(options.out);
    write_safely(options.out, extension == ".svg" ? drawn_by_graphviz(dot, options.out) : dot);
    return Exit::good;
}

}  // namespace

Command add_graph(CLI::App& app) {
    auto options = std::make_shared<GraphOptions>();
    CLI::App* command = app.add_subcommand(
        "graph", "Draw the pathways of a model: which state can follow which, and by what");
    command->add_option("file", options->file, "A model, or a study that uses one")->required();
    command->add_option("--out", options->out,
                        "Drawing to write, .svg (drawn by Graphviz) or .dot (default: DOT on the screen)");
    command->add_option("--track", options->track, "Draw this track alone");
    return {command, [=] { return graph(*options); }};
}

}  // namespace forestall
