#include "sim/model/turns.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace forestall {

namespace {

/// Larger tables would push what matters out of the processor's caches.
constexpr std::size_t most_entries = std::size_t{1} << 16;

/// How one factor enters an index: value v is class offset(v) / stride.
struct Part {
    std::vector<std::uint32_t> offsets;  // per value
    std::uint32_t stride = 0, classes = 1;
    explicit Part(const FactorIndex& index, int factor, std::size_t values) {
        const auto& factors = index.factors();
        const auto at = std::find(factors.begin(), factors.end(), factor);
        if (at == factors.end()) return;
        for (std::size_t v = 0; v < values; ++v) {
            offsets.push_back(index.offset(static_cast<std::size_t>(at - factors.begin()), v));
            if (offsets.back() > 0) stride = stride == 0 ? offsets.back() : std::min(stride, offsets.back());
        }
        if (stride > 0) classes = *std::max_element(offsets.begin(), offsets.end()) / stride + 1;
    }
    bool matters() const { return stride > 0; }
    bool is_in(std::size_t row, std::size_t value) const {
        return row / stride % classes == offsets[value] / stride;
    }
};

}  // namespace

ColumnsOfFactor columns_of(int factor, const RowProduct& rows, const std::vector<std::size_t>& values_of) {
    ColumnsOfFactor found;
    std::vector<int> columns, factors;
    for (int column = 0; column < rows.columns(); ++column) {
        const auto& of = rows.factors_of(column);
        if (!std::binary_search(of.begin(), of.end(), factor)) continue;
        columns.push_back(column);
        std::vector<int> both;
        std::set_union(factors.begin(), factors.end(), of.begin(), of.end(), std::back_inserter(both));
        factors = std::move(both);
    }
    found.any = !columns.empty();
    if (!found.any) return found;
    std::size_t entries = values_of[static_cast<std::size_t>(factor)];
    std::vector<std::size_t> sizes;
    std::vector<std::vector<std::uint32_t>> classes;
    std::size_t most_factor = 0;
    for (const int one : factors) {
        sizes.push_back(values_of[static_cast<std::size_t>(one)]);
        entries = entries > most_entries ? entries : entries * sizes.back();
        classes.emplace_back();
        for (std::uint32_t v = 0; v < sizes.back(); ++v) classes.back().push_back(v);
        most_factor = std::max(most_factor, static_cast<std::size_t>(one));
    }
    found.fits = entries <= most_entries;
    if (!found.fits) return found;
    found.lane.index = FactorIndex(factors, classes);
    std::map<std::vector<float>, std::uint32_t> seen;
    std::vector<FactorValue> values(std::max(values_of.size(), most_factor + 1), 0);
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        for (std::size_t i = 0; i < factors.size(); ++i)
            values[static_cast<std::size_t>(factors[i])] = static_cast<FactorValue>(at[i]);
        std::vector<float> all;
        for (const int column : columns) all.push_back(rows.at(values.data(), column));
        found.lane.contents.push_back(
            seen.try_emplace(std::move(all), static_cast<std::uint32_t>(seen.size())).first->second);
    });
    return found;
}

Turns::Turns(int factor, std::size_t values, const std::vector<LaneContents>& lanes) : values_(values) {
    for (const LaneContents& lane : lanes) {
        if (!may_skip_) break;
        const Part part(lane.index, factor, values);
        if (!part.matters()) continue;
        const std::size_t rows = lane.index.size();
        if (rows * values > most_entries) {
            may_skip_ = false;
            break;
        }
        const auto content = [&](std::size_t row) {
            return lane.contents.empty() ? static_cast<std::uint32_t>(row) : lane.contents[row];
        };
        lanes_.push_back({lane.lane, table_.size()});
        table_.resize(table_.size() + rows * values, static_cast<std::uint8_t>(values));
        bool always = true;
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t v = 0; v < values; ++v) {
                if (!part.is_in(row, v)) continue;
                std::size_t next = v + 1;
                while (next < values && content(row - part.offsets[v] + part.offsets[next]) == content(row))
                    ++next;
                table_[lanes_.back().start + row * values + v] = static_cast<std::uint8_t>(next);
                always = always && (next == v + 1);
            }
        if (always) may_skip_ = false;
    }
}

}  // namespace forestall
