// The working state of compile(). Internal to sim/model; each step of compilation has a file of its own.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/core/executor.hpp"
#include "sim/model/model.hpp"

namespace forestall {

/// Minutes in a unit of time ("days", "years" ...), or 0 when it is none.
double minutes_in(const std::string& unit);
/// Events a year in a unit of rate ("per_1000_per_year" ...), or 0 when it is none.
double per_year_in(const std::string& unit);

/// A process or contact whose mean over people must equal its rate (`keep_mean`).
struct MeanToKeep {
    bool is_level = false;
    int column = 0;                // clock or level
    std::vector<int> with;         // clocks that count towards the mean
    std::vector<Term> rate_terms;  // the rate alone, per year
    double rate_base = 1;
    double unit = 1;  // what one a year is in the column's units
    Where where;
    std::string name;
};

/// The rate that is to be the average person's, a year, for people with these factors.
double yearly_target(const MeanToKeep& mean, const FactorValue* factors, const Model& model);

/// One factor for each month of the run.
std::vector<double> calendar_factors(const CalendarSpec& spec, double percent_a_year,
                                     const Calendar& calendar);

/// The model with every contact turned into a process that only counts: each contact then happens at a time
/// of its own.
ModelSpec with_sampled_contacts(ModelSpec model);

class Compiler {
  public:
    Compiler(const StudyFiles& files, Executor& executor);
    Model run(const LivePasts& live);

  private:
    // The steps, in order. Each adds to `problems_`; those after `check_names` may assume that names resolve.
    void collect_ages();  // compile_factors.cpp
    void add_factors();
    void find_fixed_tracks();
    void add_scores();     // compile_scores.cpp
    void add_processes();  // compile_rates.cpp
    void add_propensities();
    void add_contacts();
    void add_effects();  // compile_effects.cpp
    void feed_counters();
    void add_layers();  // compile_outputs.cpp
    void add_measures();
    void add_costs();
    void add_programme_measures();  // compile_programmes.cpp
    void add_programmes();
    std::vector<int> felt_columns(const FeltSpec& spec, const std::string& programme);
    void add_score(const ScoreTargetSpec& spec, Programme& made);
    void add_referral(const ReferralSpec& spec, int id, Programme& made);
    void check_money(const std::string& unit, const Where& where);
    void add_programme_money(const ProgrammeSpec& spec, Programme& made);
    void add_strata();
    void add_occurrences();
    void check_result_names();  // compile_names.cpp
    void add_newborn();
    void finish_rows();
    void check_rates();                     // compile_limits.cpp
    void solve_mix();                       // mix_solver.cpp
    void add_pasts(const LivePasts& live);  // compile_pasts.cpp
    void lay_out_record();

    // Names.
    int factor(const Name& name, const char* what);  // track, counter or age; -1 and a problem when unknown
    int state(int factor, const Name& name);         // -1 and a problem when unknown
    int process(const Name& name);
    const TableSpec* table(const Name& name);
    std::size_t values_of(int factor) const {
        return model_.factors[static_cast<std::size_t>(factor)].states.size();
    }
    std::vector<std::string> names_of(Factor::Kind kind) const;

    // Terms: how a part of the description multiplies a column.
    std::vector<float> dense(const TableSpec& table, double unit, const Name& user);
    std::optional<Term> table_term(int column, const Name& name, double unit);
    std::optional<Term> state_term(int column, const Name& factor_name, const StateValuesSpec& states,
                                   double unit, bool all_needed);
    Term age_term(int column, const PiecesSpec& pieces, double unit);
    std::optional<Term> since_term(int column, const Name& name, const PiecesSpec& pieces, double unit);
    void add_condition_terms(int column, const ConditionSpec& when, std::vector<Term>& terms);
    std::vector<Term> rate_terms(int column, const RateSpec& rate, double& base);
    void add_times(int column, const std::vector<TimesSpec>& times, std::vector<Term>& terms, double& base);

    // Conditions.
    bool passes(const TestSpec& test, int factor, std::size_t value) const;
    bool resolve(const TestSpec& test);                     // reports unknown names
    Lookup<std::uint8_t> holds(const ConditionSpec& rule);  // 1 where it does
    Lookup<std::uint8_t> first_that_holds(const std::vector<const ConditionSpec*>& rules);
    Lookup<std::uint8_t> state_lookup(int factor, int state) const;

    // Effects and lengths.
    // `of` names the luck; `path` is where it stands, as parameters are named.
    int add_effect(const OutcomeSpec& outcome, const std::string& of, const std::string& path);
    int add_stay(const StaySpec& stay, const std::string& of, const std::string& path);
    std::vector<BranchOption> add_branch(const std::vector<BranchSpec>& branch, const std::string& of,
                                         const std::string& path);
    std::pair<Length, int> add_length(const LengthSpec& length);
    int add_amount(const NumberOrTable& amount, const std::vector<TimesSpec>& times, double extra,
                   const char* kind);
    /// The random stream of what has this name. Luck belongs to names: what else a model holds, and in which
    /// order, changes nobody's luck.
    std::uint32_t stream_of(const std::string& name);
    int event_column(const std::string& counted);
    int since_index(const Name& name);

    // Calendars.
    void add_seasons(int clock, const std::string& process, const std::vector<TimesSpec>& times);
    const CalendarSpec* calendar(const Name& name);
    /// The calendars that multiply what has this name: its own, and the place's.
    std::vector<const CalendarSpec*> calendars_of(const std::string& name,
                                                  const std::vector<TimesSpec>& times);
    std::uint16_t pattern_of(const std::vector<double>& factors);

    const StudyFiles& files_;
    Executor& executor_;
    ModelSpec sampled_;  // the model with its contacts as processes, when the study samples them
    const ModelSpec& spec_;
    const PlaceSpec& place_;
    Problems problems_;
    Calendar calendar_;
    Model model_;

    std::map<std::string, int> factor_ids_, process_ids_, clock_ids_, level_ids_, table_ids_, event_ids_;
    std::vector<const TableSpec*> tables_;
    std::map<std::string, int> since_ids_;
    std::vector<Term> rate_terms_, amount_terms_, level_terms_;
    std::vector<double> rate_base_, amount_base_, level_base_;
    std::vector<MeanToKeep> means_;
    std::vector<std::vector<double>> pattern_factors_;
    std::map<std::uint32_t, std::string> streams_;
    std::map<std::string, int> amount_paths_;  // "emergency_admission/then/stay/length": column
    std::vector<Programme::Columns> programme_columns_;
};

}  // namespace forestall
