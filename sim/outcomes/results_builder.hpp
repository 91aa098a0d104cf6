// From tallies to results: whole-number sums become labelled measures by month and by year, and costs by
// payer.
#pragma once

#include <string>
#include <vector>

#include "sim/model/model.hpp"
#include "sim/outcomes/amounts.hpp"
#include "sim/outcomes/occurrences.hpp"
#include "sim/outcomes/results.hpp"
#include "sim/outcomes/tally.hpp"

namespace forestall {

class ResultsBuilder {
  public:
    /// `arms` and `replicates` fix the size; every (arm, replicate) must be added once.
    /// `batches`: of people, in which differences from the first arm are told apart; 0: no differences are
    /// kept.
    ResultsBuilder(const Model& model, const Calendar& calendar, std::vector<std::string> arms,
                   int replicates, int batches = 0);

    /// `cost_ratios`: what the arm multiplies each cost by; empty for none.
    void add(int arm, int replicate, const Tally& tally, const OccurrenceTally& occurrences = {},
             const std::vector<double>& cost_ratios = {});
    /// What an arm has more than the first one, by batch of people.
    void add_difference(int arm, int replicate, const Amounts& by_batch,
                        const std::vector<double>& cost_ratios);
    /// Nothing is known of the luck in an arm's difference: its people are not the first arm's.
    void add_unpaired(int arm, int replicate);
    /// What an arm's programmes cost, [payer][month], and the staff months they need, [role][month].
    void add_programmes(int arm, int replicate, const std::vector<std::vector<double>>& costs,
                        const std::vector<std::pair<std::string, std::vector<double>>>& staff);
    Results finish(std::map<std::string, std::string> provenance) &&;

  private:
    void add_axes(const std::vector<std::string>& arms, int replicates);
    void add_variables();
    void add_programme_variables();
    void add_difference_variables(int batches);
    Variable variable(const std::string& name, const std::string& title, const std::string& units,
                      const std::string& note, bool whole, bool yearly, bool by_payer) const;
    void add_occurrence_tables();
    void add_costs(int arm, int replicate, const std::vector<std::vector<double>>& by_payer);
    void add_weighed();  // discounted, inflated
    void sum_years();
    std::size_t monthly(const std::string& name) const;  // place in `results_.monthly`

    const Model& model_;
    const Calendar& calendar_;
    std::size_t cells_, months_, replicates_;
    std::vector<int> year_of_month_;  // index of the whole calendar year, or -1
    std::vector<std::int32_t> years_;
    std::vector<std::string> roles_;  // of programmes' staff
    Results results_;
};

}  // namespace forestall
