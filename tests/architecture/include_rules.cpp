#include "tests/architecture/include_rules.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

namespace forestall::architecture {

namespace {

using Names = std::vector<std::string_view>;

// ---- The rules
// ----------------------------------------------------------------------------------------------

// A folder of sim/ and the folders it may include, besides itself.
struct Arrow {
    std::string_view folder;
    Names may_include;
};

const std::vector<Arrow> arrows = {
    {"core", {}},
    {"model", {"core"}},
    {"population", {"core", "model"}},
    {"outcomes", {"core", "model"}},
    {"engine", {"core", "model", "population", "outcomes"}},
    {"programmes", {"core", "model", "population", "outcomes", "engine"}},
    {"study", {"core", "model", "population", "outcomes", "engine", "programmes"}},
    {"fit", {"core", "model", "population", "outcomes", "engine", "programmes", "study"}},
    {"io", {"core", "model", "population", "outcomes"}},
};

// Headers that start with `header` may be included only by files whose path starts with one of `homes`.
// The first rule that fits a header decides.
struct Home {
    std::string_view header;
    Names homes;
};

const std::vector<Home> third_party_homes = {
    {"tbb/", {"sim/core/executor_tbb.cpp"}},
    {"oneapi/", {"sim/core/executor_tbb.cpp"}},
    {"Random123/", {"sim/core/"}},
    {"boost/", {"sim/model/pathway_graph.cpp", "sim/network/"}},
    {"ceres/", {"sim/fit/least_squares.cpp"}},
    {"Eigen/", {"sim/fit/least_squares.cpp"}},
    {"glog/", {"sim/fit/least_squares.cpp"}},
    {"yaml-cpp/", {"sim/io/"}},
    {"hdf5_hl.h", {}},  // breaks h5py in the same process
    {"hdf5.h", {"sim/io/"}},
    {"H5", {"sim/io/"}},
    {"CLI/", {"tools/"}},
    {"pybind11/", {"bindings/"}},
    {"Python.h", {}},  // pybind11 brings it
    {"benchmark/", {"tools/bench/"}},
    {"catch2/", {}},  // tests only
};

// Names that say nothing about what is inside.
const Names empty_names = {"util", "utils", "helper", "helpers", "common", "misc"};

// ---- Reading a file
// -----------------------------------------------------------------------------------------

bool contains(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool starts_with_any(std::string_view text, const Names& starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return text.starts_with(start); });
}

struct Include {
    std::string_view header;
    bool is_quoted = false;
};

std::string_view without_leading_spaces(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

std::optional<Include> read_include(std::string_view line) {
    line = without_leading_spaces(line);
    if (!line.starts_with('#')) return std::nullopt;
    line = without_leading_spaces(line.substr(1));
    if (!line.starts_with("include")) return std::nullopt;
    line = without_leading_spaces(line.substr(7));
    if (line.empty() || (line[0] != '"' && line[0] != '<')) return std::nullopt;
    const char end = line[0] == '"' ? '"' : '>';
    return Include{line.substr(1, line.find(end, 1) - 1), end == '"'};
}

// The folder of sim/ that a path or header lies in: "model" for "sim/model/spec.hpp".
std::optional<std::string_view> sim_folder(std::string_view path) {
    if (!path.starts_with("sim/")) return std::nullopt;
    path.remove_prefix(4);
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    return path.substr(0, slash);
}

// ---- Applying the rules
// -------------------------------------------------------------------------------------

std::optional<std::string> arrow_problem(std::string_view path, const Include& include) {
    if (include.header.starts_with("tests/")) return "tests are not for programs to include";
    if (path.starts_with("bindings/") && include.header.starts_with("tools/"))
        return "bindings/ must not use tools/";
    if (path.starts_with("tools/") && include.header.starts_with("bindings/"))
        return "tools/ must not use bindings/";
    const auto from = sim_folder(path);
    if (!from) return std::nullopt;
    for (const std::string_view top : {"tools/", "bindings/"})
        if (include.header.starts_with(top)) return "sim/ must not use " + std::string(top);
    const auto to = sim_folder(include.header);
    if (!to || *to == *from) return std::nullopt;
    const auto arrow = std::find_if(arrows.begin(), arrows.end(),
                                    [&](const Arrow& candidate) { return candidate.folder == *from; });
    if (arrow != arrows.end() && contains(arrow->may_include, *to)) return std::nullopt;
    return "sim/" + std::string(*from) + " must not use sim/" + std::string(*to);
}

std::optional<std::string> third_party_problem(std::string_view path, const Include& include) {
    for (const Home& home : third_party_homes) {
        if (!include.header.starts_with(home.header)) continue;
        if (starts_with_any(path, home.homes)) return std::nullopt;
        return "this library is not for this file";
    }
    return std::nullopt;
}

// A relative include would slip past the arrows.
std::optional<std::string> root_problem(std::string_view, const Include& include) {
    if (include.is_quoted && !starts_with_any(include.header, {"sim/", "tools/", "bindings/", "tests/"}))
        return "write the path from the top of the repository";
    return std::nullopt;
}

std::optional<std::string> name_problem(std::string_view path) {
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        if (contains(empty_names, part.substr(0, part.find('.'))))
            return "name it after what it does (\"" + std::string(part) + "\" says nothing)";
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return std::nullopt;
}

std::optional<std::string> folder_problem(std::string_view path) {
    const auto folder = sim_folder(path);
    const bool is_known = !folder || std::any_of(arrows.begin(), arrows.end(),
                                                 [&](const Arrow& arrow) { return arrow.folder == *folder; });
    if (is_known) return std::nullopt;
    return "the architecture test does not know the folder sim/" + std::string(*folder);
}

}  // namespace

std::vector<std::string> problems_in(std::string_view path, std::string_view text) {
    std::vector<std::string> problems;
    for (const auto& problem : {name_problem(path), folder_problem(path)})
        if (problem) problems.push_back(std::string(path) + ": " + *problem);

    std::istringstream lines{std::string(text)};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto include = read_include(line);
        if (!include) continue;
        for (const auto rule : {arrow_problem, third_party_problem, root_problem})
            if (const auto problem = rule(path, *include))
                problems.push_back(std::string(path) + ":" + std::to_string(number) + ": includes " +
                                   std::string(include->header) + " (" + *problem + ")");
    }
    return problems;
}

}  // namespace forestall::architecture
