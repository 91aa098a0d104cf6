#include "sim/model/indices.hpp"

namespace forestall {

Indices::Indices(const std::vector<FactorIndex>& indices, const std::vector<std::size_t>& values_of, int last)
    : width_((indices.size() + eight - 1) / eight * eight) {
    std::size_t rows = 0;
    for (std::size_t f = 0; f < values_of.size(); ++f) {
        bool is_read = false;
        for (const auto& index : indices)
            for (const int factor : index.factors()) is_read |= static_cast<std::size_t>(factor) == f;
        const bool is_last = static_cast<int>(f) == last;
        if (!is_read && !is_last) continue;
        if (is_last)
            last_start_ = rows;
        else
            used_.push_back({f, rows});
        offsets_.resize((rows + values_of[f]) * width_);
        for (std::size_t lane = 0; lane < indices.size(); ++lane)
            for (std::size_t i = 0; i < indices[lane].factors().size(); ++i)
                if (static_cast<std::size_t>(indices[lane].factors()[i]) == f)
                    for (std::size_t v = 0; v < values_of[f]; ++v)
                        offsets_[(rows + v) * width_ + lane] += indices[lane].offset(i, v);
        rows += values_of[f];
    }
}

}  // namespace forestall
