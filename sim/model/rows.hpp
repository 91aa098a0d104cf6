// Products of table rows: how a person's discrete factors turn into a row of numbers, one per column.
//
// A column (say the rate of one process) is a product of terms, each a table over a few factors. Building
// merges terms over the same or small sets of factors, and values of a factor that no term tells apart, so
// that a whole row of numbers is the product of a handful of contiguous rows: no branches, vectorised over
// columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/eights.hpp"

namespace forestall {

/// The value of every factor of one person (age cell, tracks, pieces of time since, counters, layer).
using FactorValue = std::uint8_t;

/// How many factors a model may have.
inline constexpr std::size_t most_factors = 48;

/// One multiplier of one column: a dense table over some factors, the last factor varying fastest.
struct Term {
    int column = 0;
    std::vector<int> factors;
    std::vector<float> values;
};

/// Index of a combination of factor values, as a sum of offsets looked up per factor.
class FactorIndex {
  public:
    FactorIndex() = default;
    /// `classes[i][v]` is the class of value v of factor `factors[i]`; the last factor varies fastest.
    FactorIndex(std::vector<int> factors, const std::vector<std::vector<std::uint32_t>>& classes);

    std::size_t operator()(const FactorValue* values) const {
        std::size_t index = 0;
        for (std::size_t i = 0; i < factors_.size(); ++i) index += offsets_[starts_[i] + values[factors_[i]]];
        return index;
    }
    std::size_t size() const { return size_; }
    const std::vector<int>& factors() const { return factors_; }
    /// What value v of factor `factors()[i]` adds to the index.
    std::uint32_t offset(std::size_t i, std::size_t v) const { return offsets_[starts_[i] + v]; }

  private:
    std::vector<int> factors_;
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> offsets_;
    std::size_t size_ = 1;
};

/// A table over factors with one small value per combination; used for conditions, layers and calendars.
template <class Value>
struct Lookup {
    FactorIndex index;
    std::vector<Value> values{Value{}};
    Value operator()(const FactorValue* factors) const { return values[index(factors)]; }
};

/// Calls `visit(combination)` for each combination of `sizes`, the last varying fastest.
template <class Visit>
void for_each_combination(const std::vector<std::size_t>& sizes, Visit&& visit) {
    std::vector<std::size_t> at(sizes.size(), 0);
    while (true) {
        visit(at);
        std::size_t i = sizes.size();
        while (i > 0 && ++at[i - 1] == sizes[i - 1]) at[--i] = 0;
        if (i == 0) return;
    }
}

class RowProduct {
  public:
    RowProduct() = default;
    /// `levels[f]` is the number of values of factor f. Columns without terms are 1.
    RowProduct(int columns, const std::vector<Term>& terms, const std::vector<std::size_t>& levels);

    int columns() const { return columns_; }
    /// Columns rounded up to whole vectors; `out` of `evaluate` needs that many.
    int width() const { return width_; }
    std::size_t groups() const { return groups_.size(); }
    std::size_t group_rows(std::size_t g) const { return groups_[g].index.size(); }
    const FactorIndex& group_index(std::size_t g) const { return groups_[g].index; }

    /// The whole row. out[width]
    void evaluate(const FactorValue* factors, float* out) const;
    /// The whole row times `base`, where the row of each group is known. rows[groups()], base[width],
    /// out[width]
    void product(const std::uint32_t* rows, const float* base, float* out) const {
        const std::size_t count = eights();
        for (std::size_t e = 0; e < count; ++e)
            product_of_eight(e, rows, base, reinterpret_cast<EightFloats*>(out)[e]);
    }
    /// The same for columns 8e to 8e + 7.
    void product_of_eight(std::size_t e, const std::uint32_t* rows, const float* base,
                          EightFloats& out) const {
        EightFloats all = reinterpret_cast<const EightFloats*>(base)[e];
        const float* const cells = cells_.data();
        const Part* const end = parts_.data() + first_part_[e + 1];
        for (const Part* part = parts_.data() + first_part_[e]; part != end; ++part)
            all *= *reinterpret_cast<const EightFloats*>(cells + part->start +
                                                         std::size_t{rows[part->group]} * part->stride);
        out = all;
    }
    /// In which eights two choices of rows may differ: bit i stands for eights i, i + 64, i + 128 ...
    std::uint64_t eights_that_may_differ(const std::uint32_t* rows, const std::uint32_t* others) const {
        std::uint64_t bits = 0;
        const std::size_t groups = eights_of_.size();
        for (std::size_t g = 0; g < groups; ++g) bits |= rows[g] != others[g] ? eights_of_[g] : 0;
        return bits;
    }
    std::size_t eights() const { return static_cast<std::size_t>(width_) / eight; }
    /// One column.
    float at(const FactorValue* factors, int column) const;
    /// At least as high as the column ever is.
    double highest(int column) const;
    /// Factors that a column depends on, ascending.
    const std::vector<int>& factors_of(int column) const {
        return factors_of_[static_cast<std::size_t>(column)];
    }
    /// Which row of each group; equal indices mean equal rows. out[groups()]
    void indices(const FactorValue* factors, std::uint32_t* out) const;

  private:
    /// Only the eights in which some row differs from 1 are held.
    struct Group {
        FactorIndex index;
        std::vector<std::uint16_t> eights;  // which
        std::size_t start = 0;              // of its rows in cells_: [index.size()][eights.size() x 8]
        std::size_t stride() const { return eights.size() * eight; }
    };
    /// Where an eight of a group's row 0 lies, and how far it is to that of the next row.
    struct Part {
        std::uint32_t group = 0, stride = 0;
        std::size_t start = 0;
    };
    void add_group(FactorIndex index, const std::vector<float>& rows);
    void list_parts();
    float value_of(const Group& group, std::size_t row, std::size_t column) const;

    int columns_ = 0, width_ = 0;
    std::vector<Group> groups_;
    std::vector<float> cells_;
    std::vector<Part> parts_;  // eight by eight
    std::vector<std::uint32_t> first_part_{0};
    std::vector<std::uint64_t> eights_of_;  // per group: its eights, as bits modulo 64
    std::vector<std::vector<int>> factors_of_;
};

}  // namespace forestall
