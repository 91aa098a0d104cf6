// The step of compile() that has the pasts of a model lived.
#include <stdexcept>

#include "sim/model/compiler.hpp"
#include "sim/model/pasts.hpp"

namespace forestall {

double yearly_target(const MeanToKeep& mean, const FactorValue* factors, const Model& model) {
    double rate = mean.rate_base;
    for (const Term& term : mean.rate_terms) {
        std::size_t index = 0;
        for (const int f : term.factors)
            index = index * model.factors[static_cast<std::size_t>(f)].states.size() + factors[f];
        rate *= static_cast<double>(term.values[index]);
    }
    return rate;
}

/// The factors that keep means are found while the pasts are lived; with them the rows are made anew.
void Compiler::add_pasts(const LivePasts& live) {
    if (spec_.pasts.lives == 0) return;
    if (!live) throw std::logic_error("a model with pasts is compiled where no life can be lived");
    std::vector<int> row_factors{age_factor};
    row_factors.insert(row_factors.end(), model_.fixed.begin(), model_.fixed.end());
    std::vector<std::size_t> sizes;
    for (const int factor : row_factors) sizes.push_back(values_of(factor));
    std::vector<KeptMean> kept;
    for (const MeanToKeep& mean : means_) {
        kept.push_back({mean.is_level, mean.column, mean.with, mean.unit, {}, mean.name, mean.where});
        std::vector<FactorValue> factors = model_.newborn;
        for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
            for (std::size_t i = 0; i < at.size(); ++i)
                factors[static_cast<std::size_t>(row_factors[i])] = static_cast<FactorValue>(at[i]);
            kept.back().target.push_back(yearly_target(mean, factors.data(), model_));
        });
    }
    const auto scales = live(model_, kept, static_cast<std::size_t>(spec_.pasts.lives), executor_, problems_);
    for (std::size_t i = 0; i < means_.size(); ++i)
        (means_[i].is_level ? level_terms_ : rate_terms_)
            .push_back({means_[i].column, row_factors, {scales[i].begin(), scales[i].end()}});
    finish_rows();
}

}  // namespace forestall
