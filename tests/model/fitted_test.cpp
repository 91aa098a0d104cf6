#include "sim/model/fitted.hpp"

#include <cmath>

#include "sim/model/parameters.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

FittedSpec three_groups() {
    FittedSpec fitted;
    fitted.groups = {{{{"a", {}}}, 1.2, 0.1}, {{{"b", {}}}, 0.5, 0.3}, {{{"c", {}}}, 1, 0}};
    fitted.correlation = {{1, 0.6, 0}, {0.6, 1, 0}, {0, 0, 1}};
    fitted.seed = 7;
    return fitted;
}

StudyText two_rates() {
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
processes:
  death: {rate: {value: 0.01, unit: per_year}, then: {life: dies}, source: assumed}
  falls_ill: {when: {health: well}, rate: {value: 0.1, unit: per_year}, then: {health: ill}, source: assumed}
)";
    return text;
}

std::vector<std::string> problems_with(const FittedSpec& fitted, StudyFiles& files) {
    Problems problems;
    apply_factors(fitted, factors_of(fitted, 0), files, problems);
    std::vector<std::string> lines;
    for (const Problem& problem : problems.list()) lines.push_back(to_string(problem));
    return lines;
}

}  // namespace

TEST_CASE("a Cholesky factor times itself is the matrix", "[model]") {
    const Matrix matrix{{4, 2, -1}, {2, 3, 0.5}, {-1, 0.5, 2}};
    const Matrix lower = cholesky(matrix).value();
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            double product = 0;
            for (std::size_t k = 0; k < 3; ++k) product += lower[i][k] * lower[j][k];
            CHECK(product == Approx(matrix[i][j]));
        }
}

TEST_CASE("what is no covariance has no Cholesky factor, perfect correlation has one", "[model]") {
    CHECK_FALSE(cholesky({{1, 2}, {2, 1}}));
    CHECK_FALSE(cholesky({{1, 0.5}, {0.4, 1}}));
    CHECK_FALSE(cholesky({{1, 0.5}}));
    CHECK_FALSE(cholesky({{1, 0.9, 0}, {0.9, 1, 0.9}, {0, 0.9, 1}}));
    const auto perfect = cholesky({{1, 1}, {1, 1}});
    REQUIRE(perfect);
    CHECK((*perfect)[1] == std::vector<double>{1, 0});
}

TEST_CASE("draw 0 is the central values, and a draw depends on its number and the seed alone", "[model]") {
    const FittedSpec fitted = three_groups();
    CHECK(factors_of(fitted, 0) == std::vector<double>{1.2, 0.5, 1});
    CHECK(factors_of(fitted, 3) == factors_of(fitted, 3));
    CHECK(factors_of(fitted, 3) != factors_of(fitted, 4));
    FittedSpec other = fitted;
    other.seed = 8;
    CHECK(factors_of(fitted, 3) != factors_of(other, 3));
    CHECK(factors_of(fitted, 3)[2] == 1);  // no standard error, no spread
}

TEST_CASE("draws have the mean, the spread and the correlation of the fit", "[model]") {
    // 4,000 draws. Each of five statistics is held within 4.42 of its standard errors (two-sided level 1e-5,
    // from the normal distribution). Power above 99% against a standard error that is 15% out, or a
    // correlation that is 0.1 out.
    const FittedSpec fitted = three_groups();
    constexpr int draws = 4000;
    constexpr double critical = 4.42;
    double sum[2] = {}, squares[2] = {}, product = 0;
    for (int draw = 1; draw <= draws; ++draw) {
        const auto factors = factors_of(fitted, draw);
        const double z[2] = {std::log(factors[0] / 1.2) / 0.1, std::log(factors[1] / 0.5) / 0.3};
        for (int i = 0; i < 2; ++i) sum[i] += z[i], squares[i] += z[i] * z[i];
        product += z[0] * z[1];
    }
    for (int i = 0; i < 2; ++i) {
        CHECK(std::abs(sum[i] / draws) < critical / std::sqrt(draws));
        CHECK(std::abs(squares[i] / draws - 1) < critical * std::sqrt(2.0 / draws));
    }
    const double correlation = product / std::sqrt(squares[0] * squares[1]);
    CHECK(std::abs(correlation - 0.6) < critical * (1 - 0.36) / std::sqrt(draws));
}

TEST_CASE("factors multiply the figures of their paths and no others", "[model]") {
    StudyFiles files = read_text(two_rates());
    FittedSpec fitted;
    fitted.groups = {{{{"processes/falls_ill/rate", {}}}, 1.5, 0}};
    fitted.correlation = {{1}};
    CHECK(problems_with(fitted, files).empty());
    for (const Parameter& one : parameters_of(files))
        CHECK(values_of(one).lowest == Approx(one.path == "processes/falls_ill/rate" ? 0.15 : 0.01));
}

TEST_CASE("unknown paths and paths that stand twice are all told", "[model]") {
    StudyFiles files = read_text(two_rates());
    FittedSpec fitted;
    fitted.groups = {
        {{{"processes/fals_ill/rate", {"p.yaml", 5, 3}}, {"costs/x", {"p.yaml", 6, 3}}}, 1.5, 0},
        {{{"processes/death/rate", {"p.yaml", 7, 3}}, {"processes/death/rate", {"p.yaml", 8, 3}}}, 2, 0}};
    fitted.correlation = {{1, 0}, {0, 1}};
    CHECK(
        problems_with(fitted, files) ==
        std::vector<std::string>{
            "p.yaml:5:3: unknown parameter 'processes/fals_ill/rate' (model and place have no figure of that "
            "path); did you mean 'processes/falls_ill/rate'?",
            "p.yaml:6:3: unknown parameter 'costs/x' (model and place have no figure of that path); "
            "`forestall check STUDY --evidence --all` lists the paths",
            "p.yaml:8:3: the parameter 'processes/death/rate' stands here a second time (its factor stands "
            "in "
            "line 7); delete one of them"});
}
