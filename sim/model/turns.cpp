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

namespace {

/// The value after a break; the same value when there is none to come.
std::size_t after_break(const TimedFactor& timed, std::size_t value) {
    if (timed.kind == TimedFactor::Kind::counter) return value == 0 ? 0 : value - 1;
    if (timed.kind == TimedFactor::Kind::since && value == 0) return 0;
    return std::min(value + 1, timed.values - 1);
}

/// Lowers the entries of each row to those of all rows that another timed factor may lead to.
void look_ahead(const TimedFactor& other, const Part& part, std::size_t rows, std::size_t values,
                std::uint8_t* table) {
    if (!part.matters()) return;
    // Values that lead nowhere come first, so that each row takes over what its successor has found.
    std::vector<std::size_t> order(other.values);
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = other.kind == TimedFactor::Kind::counter ? i : order.size() - 1 - i;
    for (const std::size_t value : order) {
        const std::size_t after = after_break(other, value);
        for (std::size_t row = 0; row < rows; ++row) {
            if (!part.is_in(row, value)) continue;
            const std::uint8_t* from = table + (row - part.offsets[value] + part.offsets[after]) * values;
            for (std::size_t v = 0; v < values; ++v)
                table[row * values + v] = std::min(table[row * values + v], from[v]);
        }
    }
}

}  // namespace

Turns::Turns(const std::vector<TimedFactor>& timed, std::size_t which, const std::vector<LaneContents>& lanes)
    : values_(timed[which].values) {
    const TimedFactor& own = timed[which];
    for (const LaneContents& lane : lanes) {
        const Part part(lane.index, own.factor, values_);
        if (!part.matters()) continue;
        const std::size_t rows = lane.index.size();
        if (rows * values_ > most_entries) {
            may_skip_ = false;
            break;
        }
        const auto content = [&](std::size_t row) {
            return lane.contents.empty() ? static_cast<std::uint32_t>(row) : lane.contents[row];
        };
        std::vector<std::uint8_t> table(rows * values_, none);
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t v = 0; v < values_; ++v) {
                if (!part.is_in(row, v)) continue;
                std::size_t at = v;
                for (std::size_t breaks = 1; breaks < none && after_break(own, at) != at; ++breaks) {
                    at = after_break(own, at);
                    if (content(row - part.offsets[v] + part.offsets[at]) == content(row)) continue;
                    table[row * values_ + v] = static_cast<std::uint8_t>(breaks);
                    break;
                }
            }
        for (std::size_t i = 0; i < timed.size(); ++i)
            if (i != which)
                look_ahead(timed[i], Part(lane.index, timed[i].factor, timed[i].values), rows, values_,
                           table.data());
        bool always = true;
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t v = 0; v < values_; ++v)
                if (part.is_in(row, v) && after_break(own, v) != v)
                    always = always && table[row * values_ + v] == 1;
        lanes_.push_back({lane.lane, table_.size()});
        table_.insert(table_.end(), table.begin(), table.end());
        if (always) may_skip_ = false;
        if (!may_skip_) break;
    }
}

}  // namespace forestall
