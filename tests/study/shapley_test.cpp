#include "sim/study/shapley.hpp"

#include <bit>
#include <cmath>
#include <numeric>

#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/open_model.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

Attribution of_programmes(int many) {
    StudySpec study;
    study.arms = {{{"today", {}}, "", {}, {}, Lens::controlled}, {{"all", {}}, "", {}, {}, Lens::controlled}};
    study.arms[1].programmes.resize(static_cast<std::size_t>(many));
    study.attribution = Name{"all", {}};
    return attribution_of(study, 1);
}

}  // namespace

TEST_CASE("Shapley values of the glove game", "[study]") {
    // One left glove and two right ones; a pair is worth 1. Shapley 1953: 2/3, 1/6, 1/6.
    const auto shares = shapley_values(
        of_programmes(3), [](std::uint32_t set) { return (set & 1) != 0 && (set & 6) != 0 ? 1.0 : 0.0; });
    CHECK(shares[0] == Approx(2.0 / 3));
    CHECK(shares[1] == Approx(1.0 / 6));
    CHECK(shares[2] == Approx(1.0 / 6));
}

TEST_CASE("shares over a sample of orders add up, and are right where effects add up", "[study]") {
    const Attribution attribution = of_programmes(9);
    REQUIRE(attribution.orders.size() >= 4);
    REQUIRE(attribution.subsets.size() <= 62);
    const auto adding = shapley_values(attribution, [](std::uint32_t set) {
        double sum = 0;
        for (int p = 0; p < 9; ++p)
            if ((set >> p & 1) != 0) sum += p + 1;
        return sum;
    });
    for (int p = 0; p < 9; ++p) CHECK(adding[static_cast<std::size_t>(p)] == Approx(p + 1));
    const auto worth = [](std::uint32_t set) { return std::sqrt(static_cast<double>(std::popcount(set))); };
    const auto shares = shapley_values(attribution, worth);
    CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) == Approx(3));
}

TEST_CASE("shares add up to the whole effect, and a copy has the share of what it copies", "[study]") {
    const auto programme = [](const std::string& name, const std::string& ratio) {
        return "forestall: programme\nname: " + name + "\ntitle: " + name +
               "\nsources: sources.yaml\nkind: secondary\napproach: formal\nstarts: 2024-06-01\n"
               "eligible: {age: {at_least: 50}}\nfound: everyone\nfelt:\n  fewer: {rates: [admission, "
               "death], "
               "claimed: {times: " +
               ratio + "}, controlled: {times: " + ratio + "}, source: assumed}\n";
    };
    StudyText text = open_model();
    text.tables["one.yaml"] = programme("one", "0.6");
    text.tables["copy.yaml"] = programme("copy", "0.6");
    text.tables["other.yaml"] = programme("other", "0.8");
    text.study += "attribution: all\n";
    text.arms = "  today: {title: Today}\n"
                "  all: {programmes: [{file: one.yaml}, {file: copy.yaml}, {file: other.yaml}]}\n";
    const SmallStudy study(text);
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 7;
    const StudyOutcome outcome = run_study(study.files, study.model, settings, serial);
    REQUIRE(outcome.shared_out);
    int told = 0;
    for (const auto& row : outcome.shared_out->rows) {
        if (row.measure.starts_with("one_") || row.measure.starts_with("copy_")) continue;
        CAPTURE(row.measure);
        REQUIRE(row.shares.size() == 3);
        CHECK(row.shares[0] == row.shares[1]);
        CHECK(row.shares[0] + row.shares[1] + row.shares[2] == Approx(row.whole).epsilon(1e-12).margin(1e-9));
        told += row.whole != 0;
        if (row.measure == "admissions") {
            // Counts are whole numbers: their shares, six times over, add up without any rounding.
            CHECK(std::round(6 * row.shares[0]) + std::round(6 * row.shares[1]) +
                      std::round(6 * row.shares[2]) ==
                  6 * row.whole);
            CHECK(row.whole < -100);
            CHECK(row.shares[2] > row.shares[0]);
        }
    }
    CHECK(told > 8);
}
