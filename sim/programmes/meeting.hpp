// Programmes at work: at the start of each month, who is found, offered a place, takes it up and is started,
// in every arm at once (docs/decisions/0009-programmes.md).
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/engine/crowd.hpp"
#include "sim/programmes/callables.hpp"
#include "sim/programmes/plan.hpp"
#include "sim/programmes/score.hpp"

namespace forestall {

/// Somebody started (or to be started) by a programme, in some arms.
struct Started {
    PersonKey key = 0;
    ArmSet arms = 0;
    int programme = 0;
    Minutes chosen = 0;
    Enrolment enrolment;
    float age = 0;
};

/// What became of a programme in an arm.
struct UseReport {
    int first_month = -1;  // of offers; -1: it never started
    int last_month = -1;   // first month without offers; -1: they went on
    bool stopped_by_review = false;
};

class ProgrammeMeeting final : public Meeting {
  public:
    /// `plans`: one an arm. `sample`: share of the people simulated, by which places are scaled. `arms`:
    /// names for callables, one an arm.
    ProgrammeMeeting(const Model& model, std::vector<ArmPlan> plans, const Streams& streams, double sample,
                     const Callables& callables = {}, std::vector<std::string> arms = {});
    ~ProgrammeMeeting() override;

    void meet(int month, Minutes t, Crowd& crowd, Executor& executor) override;

    const std::vector<Started>& started() const { return started_; }
    /// Those whom a coin kept from a place that they would have been offered and taken up: `begins` is never.
    const std::vector<Started>& kept_as_controls() const { return controls_; }
    const std::vector<ScoreReport>& scores() const { return score_reports_; }
    /// [arm][use]
    const std::vector<std::vector<UseReport>>& uses() const { return use_reports_; }
    const std::vector<ArmPlan>& plans() const { return plans_; }

  private:
    struct Desk;       // one programme, all arms
    struct Candidate;  // one strand of somebody who may be offered a place
    void open_and_close(int month, Minutes t, Crowd& crowd);
    void count_places(Crowd& crowd, Minutes t);
    void gather_referrals(Crowd& crowd);
    std::vector<Candidate> candidates(Desk& desk, ArmSet arms, int month, Minutes t, Crowd& crowd,
                                      Executor& executor);
    /// `ranks`: of the standings by somebody's own finder; empty: by the programme's score.
    void solve(Desk& desk, ArmSet arms, const std::vector<Crowd::Standing>& standings,
               const std::vector<double>& ranks, Minutes t, Crowd& crowd, Executor& executor);
    double luck_of(const Desk& desk, PersonKey key) const;
    std::vector<double> found_by(const Desk& desk, const std::vector<Crowd::Standing>& standings, int month,
                                 Minutes t, Crowd& crowd) const;
    void respond(Desk& desk, int month, Minutes t, Crowd& crowd);
    bool wants_to_stop(const Desk& desk, int arm, int month, Crowd& crowd) const;
    void report(Desk& desk, ArmSet arms, const std::vector<Crowd::Standing>& people,
                const std::vector<Scored>& scored, const std::vector<double>& expected,
                const SolvedScore& solved, Minutes t, Crowd& crowd, Executor& executor);
    std::vector<double> try_out(const Desk& desk, const std::vector<Crowd::Standing>& people,
                                std::uint32_t set, Minutes t, Crowd& crowd, Executor& executor) const;
    std::vector<ScoreReport::Thumb> thumbs(const std::vector<Crowd::Standing>& people,
                                           const std::vector<Scored>& scored,
                                           const std::vector<double>& happened, double spread, Minutes t,
                                           Crowd& crowd) const;
    void offer(Desk& desk, const Candidate& candidate, ArmSet arms, Minutes t, Crowd& crowd);
    void start(Desk& desk, Seat from, ArmSet arms, std::uint32_t number, Minutes t, Crowd& crowd,
               std::vector<Seat>& seats);
    double saved(int arm, int month, Crowd& crowd) const;
    int hub_of(const Desk& desk, PersonKey key) const;
    /// The arms in which an allocation keeps somebody from being offered a place; `forever`: those in which
    /// it always will.
    ArmSet withheld(const Desk& desk, PersonKey key, ArmSet arms, Minutes t, ArmSet& forever) const;

  public:
    /// Which cluster of an allocation somebody belongs to, in the order in which clusters start.
    int cluster_of(int programme, PersonKey key, int clusters) const;

  private:
    const Model& model_;
    std::vector<ArmPlan> plans_;
    const Streams& streams_;
    double sample_;
    std::vector<std::string> arm_names_;
    std::vector<Desk> desks_;
    std::vector<Started> started_, controls_;
    std::vector<ScoreReport> score_reports_;
    std::vector<std::vector<UseReport>> use_reports_;
};

}  // namespace forestall
