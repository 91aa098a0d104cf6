// From tallies to results: whole-number sums become labelled measures by month and by year, and costs by
// payer.
#pragma once

#include <string>
#include <vector>

#include "sim/model/model.hpp"
#include "sim/outcomes/occurrences.hpp"
#include "sim/outcomes/results.hpp"
#include "sim/outcomes/tally.hpp"

namespace forestall {

class ResultsBuilder {
  public:
    /// `arms` and `replicates` fix the size; every (arm, replicate) must be added once.
    ResultsBuilder(const Model& model, const Calendar& calendar, std::vector<std::string> arms,
                   int replicates);

    /// `cost_ratios`: what the arm multiplies each cost by; empty for none.
    void add(int arm, int replicate, const Tally& tally, const OccurrenceTally& occurrences = {},
             const std::vector<double>& cost_ratios = {});
    Results finish(std::map<std::string, std::string> provenance) &&;

  private:
    void add_axes(const std::vector<std::string>& arms, int replicates);
    void add_variables();
    Variable variable(const std::string& name, const std::string& title, const std::string& units,
                      const std::string& note, bool whole, bool yearly, bool by_payer) const;
    void add_occurrence_tables();
    void add_costs(int arm, int replicate, const std::vector<std::vector<double>>& amounts,
                   const std::vector<double>& ratios);
    void add_weighed();  // discounted, inflated
    void sum_years();
    std::size_t monthly(const std::string& name) const;  // place in `results_.monthly`

    const Model& model_;
    const Calendar& calendar_;
    std::size_t cells_, months_, replicates_;
    std::vector<int> year_of_month_;  // index of the whole calendar year, or -1
    std::vector<std::int32_t> years_;
    Results results_;
};

}  // namespace forestall
