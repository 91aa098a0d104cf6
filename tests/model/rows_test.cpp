#include "sim/model/rows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "tests/catch.hpp"

using namespace forestall;

namespace {

/// The plain product: every term looked up by itself, nothing merged.
double by_hand(const std::vector<Term>& terms, const std::vector<std::size_t>& levels, const FactorValue* at,
               int column) {
    double product = 1;
    for (const Term& term : terms) {
        if (term.column != column) continue;
        std::size_t index = 0;
        for (const int factor : term.factors)
            index = index * levels[static_cast<std::size_t>(factor)] + at[factor];
        product *= static_cast<double>(term.values[index]);
    }
    return product;
}

/// Terms of all shapes: one to three factors in any order, small and large ones, zeros, values that repeat so
/// that classes merge.
std::vector<Term> some_terms(std::mt19937& random, int columns, const std::vector<std::size_t>& levels) {
    std::vector<Term> terms;
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    for (int i = 0; i < 40; ++i) {
        Term term;
        term.column = static_cast<int>(below(static_cast<std::size_t>(columns)));
        const std::size_t count = 1 + below(3);
        while (term.factors.size() < count) {
            const int factor = static_cast<int>(below(levels.size()));
            if (std::find(term.factors.begin(), term.factors.end(), factor) == term.factors.end())
                term.factors.push_back(factor);
        }
        std::size_t size = 1;
        for (const int factor : term.factors) size *= levels[static_cast<std::size_t>(factor)];
        constexpr std::array<float, 6> choice{0.0f, 1.0f, 0.5f, 1.5f, 2.25f, 0.3f};
        for (std::size_t v = 0; v < size; ++v) term.values.push_back(choice[below(i % 2 ? 6 : 2)]);
        terms.push_back(std::move(term));
    }
    return terms;
}

}  // namespace

TEST_CASE("merged rows are the plain product of their terms", "[model]") {
    const std::vector<std::size_t> levels{101, 2, 5, 4, 3, 6, 2, 1};
    for (const unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const int columns = 11;
        const auto terms = some_terms(random, columns, levels);
        const RowProduct rows(columns, terms, levels);
        REQUIRE(rows.width() >= columns);
        REQUIRE(rows.groups() < terms.size());
        std::vector<float> row(static_cast<std::size_t>(rows.width()));
        int wrong = 0, not_zero = 0;
        for (int person = 0; person < 2000; ++person) {
            std::array<FactorValue, 8> at{};
            for (std::size_t f = 0; f < levels.size(); ++f)
                at[f] = static_cast<FactorValue>(
                    std::uniform_int_distribution<std::size_t>(0, levels[f] - 1)(random));
            rows.evaluate(at.data(), row.data());
            for (int column = 0; column < columns; ++column) {
                const double right = by_hand(terms, levels, at.data(), column);
                wrong += !(static_cast<double>(row[static_cast<std::size_t>(column)]) ==
                           Approx(right).epsilon(1e-5).margin(1e-30));
                wrong += rows.at(at.data(), column) != row[static_cast<std::size_t>(column)];
                not_zero += right != 0;
            }
        }
        CHECK(wrong == 0);
        CHECK(not_zero > 1000);
    }
}

TEST_CASE("equal row indices mean equal rows", "[model]") {
    const std::vector<std::size_t> levels{20, 3, 4};
    std::mt19937 random(9);
    const RowProduct rows(5, some_terms(random, 5, levels), levels);
    std::map<std::vector<std::uint32_t>, std::vector<float>> seen;
    int shared = 0;
    for_each_combination({20, 3, 4}, [&](const std::vector<std::size_t>& at) {
        const std::array<FactorValue, 3> values{static_cast<FactorValue>(at[0]),
                                                static_cast<FactorValue>(at[1]),
                                                static_cast<FactorValue>(at[2])};
        std::vector<std::uint32_t> indices(rows.groups());
        std::vector<float> row(static_cast<std::size_t>(rows.width()));
        rows.indices(values.data(), indices.data());
        rows.evaluate(values.data(), row.data());
        const auto [found, fresh] = seen.try_emplace(indices, row);
        if (!fresh) ++shared;
        CHECK(found->second == row);
    });
    CHECK(seen.size() + static_cast<std::size_t>(shared) == 240);
}

TEST_CASE("values of a factor that no term tells apart share a row", "[model]") {
    // 200 values of which only 3 kinds differ.
    Term term{0, {0}, {}};
    for (int v = 0; v < 200; ++v) term.values.push_back(v < 50 ? 1.0f : v < 120 ? 2.0f : 5.0f);
    const RowProduct rows(1, {term}, {200});
    REQUIRE(rows.groups() == 1);
    CHECK(rows.group_rows(0) == 3);
    for (int v = 0; v < 200; ++v) {
        const auto at = static_cast<FactorValue>(v);
        CHECK(rows.at(&at, 0) == term.values[static_cast<std::size_t>(v)]);
    }
}

TEST_CASE("a column without terms is 1", "[model]") {
    const RowProduct rows(3, {Term{1, {0}, {2.0f, 3.0f}}}, {2});
    std::vector<float> row(static_cast<std::size_t>(rows.width()));
    const FactorValue at = 1;
    rows.evaluate(&at, row.data());
    CHECK(row[0] == 1.0f);
    CHECK(row[1] == 3.0f);
    CHECK(row[2] == 1.0f);

    const RowProduct no_terms(2, {}, {2});
    std::vector<float> ones(static_cast<std::size_t>(no_terms.width()));
    no_terms.evaluate(&at, ones.data());
    CHECK((ones[0] == 1.0f && ones[1] == 1.0f));
}

TEST_CASE("combinations are visited once each, the last varying fastest", "[model]") {
    std::vector<std::vector<std::size_t>> seen;
    for_each_combination({2, 1, 3}, [&](const std::vector<std::size_t>& at) { seen.push_back(at); });
    CHECK(seen == std::vector<std::vector<std::size_t>>{
                      {0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {1, 0, 0}, {1, 0, 1}, {1, 0, 2}});
    int once = 0;
    for_each_combination({}, [&](const std::vector<std::size_t>& at) { once += at.empty(); });
    CHECK(once == 1);
}

TEST_CASE("the index of a combination counts classes, the last factor fastest", "[model]") {
    const FactorIndex index({2, 0}, {{0, 1, 0}, {0, 0, 1, 2}});
    CHECK(index.size() == 6);
    const auto of = [&](FactorValue a, FactorValue b) {
        const std::array<FactorValue, 3> values{b, 77, a};
        return index(values.data());
    };
    CHECK(of(0, 0) == 0);
    CHECK(of(0, 1) == 0);
    CHECK(of(0, 2) == 1);
    CHECK(of(0, 3) == 2);
    CHECK(of(1, 0) == 3);
    CHECK(of(2, 3) == 2);
    CHECK(FactorIndex{}(nullptr) == 0);
}
