#include "sim/io/read_sources.hpp"

#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

ModelSpec model_with_source(const std::string& entry) {
    Files files =
        files_in_memory({{"model.yaml", model_head + "processes: {}\n"},
                         {"sources.yaml", "forestall: sources\nsources:\n  work: " + entry + "\n"}});
    return read_model("model.yaml", files);
}

Lines complaints_of_source(const std::string& keys) {
    return complaints_of([&] { model_with_source("{title: Work, grade: seen, " + keys + "}"); });
}

}  // namespace

TEST_CASE("a source may say how far its figures may lie and how", "[io]") {
    const SourceEntry entry =
        model_with_source("{title: Work, grade: seen, range: [0.9, 1.2], distribution: gamma}")
            .sources.at("work");
    REQUIRE(entry.range);
    CHECK(entry.range->low == 0.9);
    CHECK(entry.range->high == 1.2);
    CHECK(entry.distribution == "gamma");
}

TEST_CASE("a source need not say how far its figures may lie", "[io]") {
    const SourceEntry entry = model_with_source("{title: Work, grade: seen}").sources.at("work");
    CHECK_FALSE(entry.range);
    CHECK(entry.distribution.empty());
}

TEST_CASE("a range lies around 1 and has two ends", "[io]") {
    for (const std::string range : {"[1.2, 0.9]", "[1.1, 1.2]", "[0.8, 0.9]", "[1, 1]"}) {
        CAPTURE(range);
        const Lines lines = complaints_of_source("range: " + range);
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].find("sources.yaml:3:43: the range from ") == 0);
        CHECK(lines[0].find("; write it like [0.9, 1.1]") != std::string::npos);
    }
    for (const std::string range : {"[0.9]", "[0.9, 1, 1.1]", "[0, 1.1]", "[low, high]", "0.9"}) {
        CAPTURE(range);
        CHECK(complaints_of_source("range: " + range).size() >= 1);
    }
}

TEST_CASE("a distribution is one of five words", "[io]") {
    const Lines lines = complaints_of_source("distribution: cauchy");
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("lognormal, normal, beta, gamma") != std::string::npos);
}
