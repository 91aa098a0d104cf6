// Many indices at once: everything that a person's factors point at (rows of rates, the result cell, the
// layer, conditions), found by adding one short vector for each factor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/cache_aligned.hpp"
#include "sim/core/eights.hpp"
#include "sim/model/rows.hpp"

namespace forestall {

class Indices {
  public:
    /// `values_of[f]` is the number of values of factor f; `last` is the factor that `find` leaves out.
    Indices(const std::vector<FactorIndex>& indices, const std::vector<std::size_t>& values_of, int last);

    /// Lanes, rounded up to whole vectors; the lane of an index is its place in the list.
    std::size_t width() const { return width_; }

    /// All indices, as far as all factors but `last` decide them. lanes[width()]
    void find(const FactorValue* values, std::uint32_t* lanes) const {
        if (width_ == 2 * eight) return find_sixteen(values, lanes);
        const std::size_t width = width_;
        for (std::size_t first = 0; first < width; first += eight) {
            EightIndices sum{};
            for (const Used& used : used_) sum += at(used.start + values[used.factor], first);
            *reinterpret_cast<EightIndices*>(lanes + first) = sum;
        }
    }
    /// Adds what the last factor's value means.
    void add_last(FactorValue value, std::uint32_t* lanes) const {
        const std::size_t width = width_;
        const auto* from = &at(last_start_ + value, 0);
        for (std::size_t i = 0; i < width / eight; ++i) reinterpret_cast<EightIndices*>(lanes)[i] += from[i];
    }

  private:
    const EightIndices& at(std::size_t row, std::size_t first) const {
        return *reinterpret_cast<const EightIndices*>(offsets_.data() + row * width_ + first);
    }
    void find_sixteen(const FactorValue* values, std::uint32_t* lanes) const {
        EightIndices low{}, high{};
        const auto* offsets = reinterpret_cast<const EightIndices*>(offsets_.data());
        const Used *used = used_.data(), *const end = used + used_.size();
        for (; used != end; ++used) {
            const EightIndices* const row = offsets + 2 * (used->start + values[used->factor]);
            low += row[0];
            high += row[1];
        }
        *reinterpret_cast<EightIndices*>(lanes) = low;
        *reinterpret_cast<EightIndices*>(lanes + eight) = high;
    }
    struct Used {
        std::size_t factor = 0, start = 0;
    };
    std::size_t width_ = 0, last_start_ = 0;
    std::vector<Used> used_;                // factors that some index reads
    AlignedVector<std::uint32_t> offsets_;  // [value of a factor][lane]
};

}  // namespace forestall
