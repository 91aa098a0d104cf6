// Many indices at once: everything that a person's factors point at (rows of rates, the result cell, the
// layer, conditions), found by adding one short vector for each factor.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
        for (std::size_t first = 0; first < width_; first += eight) {
            EightIndices sum{};
            for (const Used& used : used_) sum += at(used.start + values[used.factor], first);
            *reinterpret_cast<EightIndices*>(lanes + first) = sum;
        }
    }
    /// The indices of `now`, from those of `before`; both without the last factor's part. Both are read in
    /// whole words of eight values.
    void follow(const FactorValue* before, const FactorValue* now, std::uint32_t* lanes) const {
        for (std::size_t word = 0; word < starts_.size(); word += 8) {
            std::uint64_t old_values, new_values;
            std::memcpy(&old_values, before + word, 8);
            std::memcpy(&new_values, now + word, 8);
            std::uint64_t changed = old_values ^ new_values;
            while (changed != 0) {
                const auto bits = static_cast<unsigned>(std::countr_zero(changed)) / 8 * 8;
                changed &= ~(std::uint64_t{0xff} << bits);
                const std::uint32_t start = starts_[word + bits / 8];
                if (start == not_read) continue;
                const std::uint32_t from = start + static_cast<std::uint8_t>(old_values >> bits);
                const std::uint32_t to = start + static_cast<std::uint8_t>(new_values >> bits);
                for (std::size_t first = 0; first < width_; first += eight)
                    *reinterpret_cast<EightIndices*>(lanes + first) += at(to, first) - at(from, first);
            }
        }
    }
    /// Adds what the last factor's value means, or takes it out again.
    void add_last(FactorValue value, std::uint32_t* lanes) const {
        for (std::size_t first = 0; first < width_; first += eight)
            *reinterpret_cast<EightIndices*>(lanes + first) += at(last_start_ + value, first);
    }
    void take_last(FactorValue value, std::uint32_t* lanes) const {
        for (std::size_t first = 0; first < width_; first += eight)
            *reinterpret_cast<EightIndices*>(lanes + first) -= at(last_start_ + value, first);
    }

  private:
    const EightIndices& at(std::size_t row, std::size_t first) const {
        return *reinterpret_cast<const EightIndices*>(offsets_.data() + row * width_ + first);
    }
    void find_sixteen(const FactorValue* values, std::uint32_t* lanes) const {
        EightIndices low{}, high{};
        for (const Used& used : used_) {
            const std::size_t row = used.start + values[used.factor];
            low += at(row, 0);
            high += at(row, eight);
        }
        *reinterpret_cast<EightIndices*>(lanes) = low;
        *reinterpret_cast<EightIndices*>(lanes + eight) = high;
    }
    struct Used {
        std::uint32_t factor = 0, start = 0;
    };
    static constexpr std::uint32_t not_read = UINT32_MAX;
    std::size_t width_ = 0, last_start_ = 0;
    std::vector<std::uint32_t> starts_;     // per factor, in whole words: its first row, or `not_read`
    std::vector<Used> used_;                // factors that some index reads
    AlignedVector<std::uint32_t> offsets_;  // [value of a factor][lane]
};

}  // namespace forestall
