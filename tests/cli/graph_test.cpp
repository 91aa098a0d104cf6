// forestall graph, as a user meets it.
#include <cstdlib>

#include "tests/catch.hpp"
#include "tests/cli/program.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

const std::string scenarios = FORESTALL_SOURCE_DIR "/scenarios/";
const std::string england = scenarios + "models/england/model.yaml";

}  // namespace

TEST_CASE("graph prints the pathways of a model as DOT", "[cli]") {
    const TestFolder folder;
    const Ended ended = forestall_in(folder.path(), {"graph", england});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK_THAT(ended.out, StartsWith("digraph pathways {"));
    CHECK_THAT(ended.out, ContainsSubstring("cluster frailty") && ContainsSubstring("cluster hospital"));
    CHECK(folder.names().empty());
}

TEST_CASE("graph draws the model of a study, or one track of it", "[cli]") {
    const TestFolder folder;
    const std::string study = scenarios + "studies/england.yaml";
    CHECK(forestall_in(folder.path(), {"graph", study}).out ==
          forestall_in(folder.path(), {"graph", england}).out);
    const Ended ended = forestall_in(folder.path(), {"graph", study, "--track", "care"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, ContainsSubstring("cluster care") && !ContainsSubstring("cluster frailty"));
}

TEST_CASE("graph writes DOT and SVG files", "[cli]") {
    const TestFolder folder;
    CHECK(forestall_in(folder.path(), {"graph", england, "--out", "e.dot"}).code == 0);
    CHECK(content_of(folder / "e.dot") == forestall_in(folder.path(), {"graph", england}).out);
    if (!has_program("dot")) return;
    CHECK(forestall_in(folder.path(), {"graph", england, "--out", "e.svg"}).code == 0);
    CHECK_THAT(content_of(folder / "e.svg"),
               ContainsSubstring("Home care begins") && ContainsSubstring("</svg>"));
}

TEST_CASE("graph says how to come by a drawing when Graphviz is not there", "[cli]") {
    const TestFolder folder;
    const Ended ended = forestall_in(folder.path(), {"graph", england, "--out", "e.svg"},
                                     [] { ::setenv("PATH", "/nowhere", 1); });
    CHECK(ended.code == 2);
    CHECK(ended.err ==
          "cannot draw 'e.svg' (Graphviz's program 'dot' is not on the PATH); install it, as with 'apt "
          "install graphviz' or 'brew install graphviz', or ask for e.dot\n");
    CHECK(folder.names().empty());
}

TEST_CASE("graph says so when Graphviz fails", "[cli]") {
    const TestFolder folder;
    put(folder / "dot", "#!/bin/sh\nexit 1\n");
    std::filesystem::permissions(folder / "dot", std::filesystem::perms::owner_all);
    const Ended ended = forestall_in(folder.path(), {"graph", england, "--out", "e.svg"},
                                     [&] { ::setenv("PATH", folder.path().c_str(), 1); });
    CHECK(ended.code == 2);
    CHECK(ended.err ==
          "cannot draw 'e.svg' (Graphviz's program 'dot' failed); ask for e.dot to see what it was given\n");
    CHECK(folder.names() == Words{"dot"});
}

TEST_CASE("graph refuses other endings, other files and unknown tracks", "[cli]") {
    const TestFolder folder;
    const Ended png = forestall_in(folder.path(), {"graph", england, "--out", "e.png"});
    CHECK(png.code == 1);
    CHECK(png.err == "--out e.png (a drawing is written as .svg or .dot); end the name with one of them\n");

    const std::string place = scenarios + "places/england/place.yaml";
    const Ended other = forestall_in(folder.path(), {"graph", place});
    CHECK(other.code == 1);
    CHECK(other.err ==
          place + ": a place file has no pathways (processes are in models); name a model, or a study that "
                  "uses one\n");

    const Ended track = forestall_in(folder.path(), {"graph", england, "--track", "frailti"});
    CHECK(track.code == 1);
    CHECK_THAT(track.err, ContainsSubstring("the model has no track 'frailti'; did you mean 'frailty'?"));
    CHECK(forestall_in(folder.path(), {"graph", england, "--trak", "frailty"}).code == 3);
}
