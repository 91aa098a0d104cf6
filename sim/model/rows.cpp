#include "sim/model/rows.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace forestall {

FactorIndex::FactorIndex(std::vector<int> factors, const std::vector<std::vector<std::uint32_t>>& classes)
    : factors_(std::move(factors)) {
    starts_.resize(factors_.size());
    for (std::size_t i = 0, start = 0; i < factors_.size(); start += classes[i].size(), ++i) {
        starts_[i] = static_cast<std::uint32_t>(start);
        offsets_.insert(offsets_.end(), classes[i].begin(), classes[i].end());
    }
    for (std::size_t i = factors_.size(); i-- > 0;) {
        const std::uint32_t kinds = *std::max_element(classes[i].begin(), classes[i].end()) + 1;
        for (std::size_t v = 0; v < classes[i].size(); ++v)
            offsets_[starts_[i] + v] *= static_cast<std::uint32_t>(size_);
        size_ *= kinds;
    }
}

namespace {

/// Rows a merged group may have: small enough to stay near the processor (64 bytes a row: 32 KiB).
constexpr std::size_t merged_rows_at_most = 512;

/// Terms that share one set of factors.
struct Draft {
    std::vector<int> factors;  // ascending
    std::vector<const Term*> terms;
    std::vector<std::vector<std::uint32_t>> classes;  // per factor: value -> class
    std::size_t rows = 1;
};

std::size_t position(const std::vector<int>& factors, int factor) {
    return static_cast<std::size_t>(std::find(factors.begin(), factors.end(), factor) - factors.begin());
}

/// Everything the terms say about one value of one factor; equal words mean the value can share a class.
std::vector<float> word_of(const Draft& draft, int factor, std::size_t value,
                           const std::vector<std::size_t>& levels) {
    std::vector<float> word;
    for (const Term* term : draft.terms) {
        const std::size_t at = position(term->factors, factor);
        if (at == term->factors.size()) continue;
        std::size_t inner = 1;
        for (std::size_t i = at + 1; i < term->factors.size(); ++i)
            inner *= levels[static_cast<std::size_t>(term->factors[i])];
        const std::size_t block = inner * levels[static_cast<std::size_t>(factor)];
        for (std::size_t outer = 0; outer < term->values.size(); outer += block)
            for (std::size_t i = 0; i < inner; ++i) word.push_back(term->values[outer + value * inner + i]);
    }
    return word;
}

void classify(Draft& draft, const std::vector<std::size_t>& levels) {
    draft.classes.clear();
    draft.rows = 1;
    for (const int factor : draft.factors) {
        std::map<std::vector<float>, std::uint32_t> seen;
        std::vector<std::uint32_t> classes;
        for (std::size_t v = 0; v < levels[static_cast<std::size_t>(factor)]; ++v)
            classes.push_back(
                seen.try_emplace(word_of(draft, factor, v, levels), static_cast<std::uint32_t>(seen.size()))
                    .first->second);
        draft.rows *= seen.size();
        draft.classes.push_back(std::move(classes));
    }
}

Draft merged(const Draft& a, const Draft& b, const std::vector<std::size_t>& levels) {
    Draft both;
    std::set_union(a.factors.begin(), a.factors.end(), b.factors.begin(), b.factors.end(),
                   std::back_inserter(both.factors));
    both.terms = a.terms;
    both.terms.insert(both.terms.end(), b.terms.begin(), b.terms.end());
    classify(both, levels);
    return both;
}

std::vector<Draft> drafts_by_factors(const std::vector<Term>& terms, const std::vector<std::size_t>& levels) {
    std::map<std::vector<int>, Draft> by_factors;
    for (const Term& term : terms) {
        std::vector<int> factors = term.factors;
        std::sort(factors.begin(), factors.end());
        Draft& draft = by_factors[factors];
        draft.factors = factors;
        draft.terms.push_back(&term);
    }
    std::vector<Draft> drafts;
    for (auto& [factors, draft] : by_factors) classify(draft, levels), drafts.push_back(std::move(draft));
    return drafts;
}

/// Merges the pair that grows least, again and again, while the result stays small or no larger than its
/// larger part.
std::vector<Draft> merge_small(std::vector<Draft> drafts, const std::vector<std::size_t>& levels) {
    // What a pair would come to, by the names of the two; a merge makes a new name, and the pairs of all others
    // stand.
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> rows_of;
    std::vector<std::size_t> names(drafts.size());
    std::iota(names.begin(), names.end(), std::size_t{0});
    std::size_t next_name = names.size();
    const auto rows_together = [&](std::size_t a, std::size_t b) {
        const auto [at, fresh] = rows_of.try_emplace({names[a], names[b]}, SIZE_MAX);
        const bool may_be_huge = drafts[a].rows * drafts[b].rows > (std::size_t{1} << 22) &&
                                 drafts[a].factors != drafts[b].factors;
        if (fresh && !may_be_huge) {
            const std::size_t rows = merged(drafts[a], drafts[b], levels).rows;
            if (rows <= std::max({merged_rows_at_most, drafts[a].rows, drafts[b].rows})) at->second = rows;
        }
        return at->second;
    };
    while (drafts.size() > 1) {
        std::size_t best_rows = SIZE_MAX, best_a = 0, best_b = 0;
        for (std::size_t a = 0; a < drafts.size(); ++a)
            for (std::size_t b = a + 1; b < drafts.size(); ++b)
                if (const std::size_t rows = rows_together(a, b); rows < best_rows)
                    best_rows = rows, best_a = a, best_b = b;
        if (best_rows == SIZE_MAX) break;
        drafts[best_a] = merged(drafts[best_a], drafts[best_b], levels);
        names[best_a] = next_name++;
        drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(best_b));
        names.erase(names.begin() + static_cast<std::ptrdiff_t>(best_b));
    }
    return drafts;
}

/// A value that stands for each class.
std::vector<std::size_t> representatives(const std::vector<std::uint32_t>& classes) {
    std::vector<std::size_t> values(*std::max_element(classes.begin(), classes.end()) + 1);
    for (std::size_t v = classes.size(); v-- > 0;) values[classes[v]] = v;
    return values;
}

float term_value(const Term& term, const Draft& draft, const std::vector<std::size_t>& values,
                 const std::vector<std::size_t>& levels) {
    std::size_t index = 0;
    for (const int factor : term.factors)
        index = index * levels[static_cast<std::size_t>(factor)] + values[position(draft.factors, factor)];
    return term.values[index];
}

std::vector<float> rows_of(const Draft& draft, int width, const std::vector<std::size_t>& levels) {
    std::vector<float> rows;
    rows.reserve(draft.rows * static_cast<std::size_t>(width));
    std::vector<std::vector<std::size_t>> stand_ins;
    std::vector<std::size_t> sizes;
    for (const auto& classes : draft.classes)
        stand_ins.push_back(representatives(classes)), sizes.push_back(stand_ins.back().size());
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        std::vector<std::size_t> values(at.size());
        for (std::size_t i = 0; i < at.size(); ++i) values[i] = stand_ins[i][at[i]];
        const std::size_t start = rows.size();
        rows.resize(start + static_cast<std::size_t>(width), 1.0f);
        for (const Term* term : draft.terms)
            rows[start + static_cast<std::size_t>(term->column)] *= term_value(*term, draft, values, levels);
    });
    return rows;
}

}  // namespace

void RowProduct::add_group(FactorIndex index, const std::vector<float>& rows) {
    Group group{std::move(index), {}, cells_.size()};
    const auto width = static_cast<std::size_t>(width_);
    const std::size_t count = rows.size() / width;
    for (std::size_t first = 0; first < width; first += eight) {
        bool is_one = true;
        for (std::size_t row = 0; row < count; ++row)
            for (std::size_t k = first; k < first + eight; ++k) is_one &= rows[row * width + k] == 1.0f;
        if (!is_one) group.eights.push_back(static_cast<std::uint16_t>(first / eight));
    }
    for (std::size_t row = 0; row < count; ++row)
        for (const std::size_t at : group.eights) {
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(row * width + at * eight);
            cells_.insert(cells_.end(), from, from + eight);
        }
    groups_.push_back(std::move(group));
}

void RowProduct::list_parts() {
    for (const Group& group : groups_) {
        eights_of_.push_back(0);
        for (const unsigned e : group.eights) eights_of_.back() |= std::uint64_t{1} << e % 64;
    }
    first_part_.assign(1, 0);
    for (std::size_t e = 0; e < static_cast<std::size_t>(width_) / eight; ++e) {
        for (std::size_t g = 0; g < groups_.size(); ++g)
            for (std::size_t i = 0; i < groups_[g].eights.size(); ++i)
                if (groups_[g].eights[i] == e)
                    parts_.push_back({static_cast<std::uint32_t>(g),
                                      static_cast<std::uint32_t>(groups_[g].stride()),
                                      groups_[g].start + i * eight});
        first_part_.push_back(static_cast<std::uint32_t>(parts_.size()));
    }
}

void RowProduct::evaluate(const FactorValue* factors, float* out) const {
    std::fill_n(out, width_, 1.0f);
    for (const Group& group : groups_) {
        const float* row = cells_.data() + group.start + group.index(factors) * group.stride();
        for (const std::size_t e : group.eights)
            for (std::size_t k = e * eight; k < (e + 1) * eight; ++k) out[k] *= *row++;
    }
}

float RowProduct::value_of(const Group& group, std::size_t row, std::size_t column) const {
    for (std::size_t i = 0; i < group.eights.size(); ++i)
        if (group.eights[i] == column / eight)
            return cells_[group.start + row * group.stride() + i * eight + column % eight];
    return 1.0f;
}

RowProduct::RowProduct(int columns, const std::vector<Term>& terms, const std::vector<std::size_t>& levels)
    : columns_(columns),
      width_(static_cast<int>((static_cast<std::size_t>(columns) + eight - 1) / eight * eight)) {
    factors_of_.resize(static_cast<std::size_t>(columns));
    for (const Term& term : terms) {
        auto& factors = factors_of_[static_cast<std::size_t>(term.column)];
        for (const int factor : term.factors)
            if (const auto at = std::lower_bound(factors.begin(), factors.end(), factor);
                at == factors.end() || *at != factor)
                factors.insert(at, factor);
    }
    for (const Draft& draft : merge_small(drafts_by_factors(terms, levels), levels))
        add_group(FactorIndex(draft.factors, draft.classes), rows_of(draft, width_, levels));
    list_parts();
}

float RowProduct::at(const FactorValue* factors, int column) const {
    float value = 1.0f;
    for (const auto& group : groups_)
        value *= value_of(group, group.index(factors), static_cast<std::size_t>(column));
    return value;
}

double RowProduct::highest(int column) const {
    double product = 1;
    for (const auto& group : groups_) {
        float most = 0;
        for (std::size_t row = 0; row < group.index.size(); ++row)
            most = std::max(most, value_of(group, row, static_cast<std::size_t>(column)));
        product *= static_cast<double>(most);
    }
    return product;
}

void RowProduct::indices(const FactorValue* factors, std::uint32_t* out) const {
    for (std::size_t g = 0; g < groups_.size(); ++g)
        out[g] = static_cast<std::uint32_t>(groups_[g].index(factors));
}

}  // namespace forestall
