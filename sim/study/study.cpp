#include "sim/study/study.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "sim/core/sha256.hpp"
#include "sim/core/version.hpp"
#include "sim/engine/pasts.hpp"
#include "sim/outcomes/results_builder.hpp"
#include "sim/outcomes/split_screen.hpp"
#include "sim/programmes/money.hpp"
#include "sim/study/arms.hpp"
#include "sim/study/shapley.hpp"

namespace forestall {

namespace {

void add_up(RunStatistics& sum, const RunStatistics& one) {
    sum.people_at_start = one.people_at_start;
    sum.newborns += one.newborns;
    sum.migrants += one.migrants;
    sum.events += one.events;
    sum.updates += one.updates;
    sum.strands += one.strands;
    sum.seconds_meetings += one.seconds_meetings;
    sum.store_bytes = std::max(sum.store_bytes, one.store_bytes);
    sum.tally_bytes = std::max(sum.tally_bytes, one.tally_bytes);
    sum.record_bytes = one.record_bytes;
    sum.seconds_start += one.seconds_start;
    sum.seconds_windows += one.seconds_windows;
    sum.seconds_serial += one.seconds_serial;
}

std::map<std::string, std::string> provenance_of(const StudyFiles& files, const StudySettings& settings) {
    std::map<std::string, std::string> facts{
        {"title", files.study.title},
        {"study", files.study.name.text},
        {"model", files.model.name.text},
        {"place", files.place.name.text},
        {"version", version},
        {"seed", std::to_string(settings.seed)},
        {"replicates", std::to_string(settings.replicates)},
        {"sample", fmt::format("{}", settings.sample)},
        {"comment", "Synthetic people: nobody in these figures is a real person. Counts are of the people "
                    "simulated; divide by `sample` for the whole place."},
    };
    if (settings.first_replicate != 0) facts["first_replicate"] = std::to_string(settings.first_replicate);
    if (files.draw != 0) facts["parameter_draw"] = std::to_string(files.draw);
    std::string lenses;
    for (const ArmSpec& arm : files.study.arms)
        if (!arm.programmes.empty())
            lenses += fmt::format("{}{} {}", lenses.empty() ? "" : "\n", arm.name.text, to_string(arm.lens));
    if (!lenses.empty()) facts["lenses"] = lenses;
    if (!files.changes.empty()) facts["changes"] = fmt::format("{}", fmt::join(files.changes, "\n"));
    // The texts that decide the result, and the digest of every file that was read.
    std::string all, digests;
    for (const auto& [path, text] : files.texts) {
        digests += sha256(text) + "  " + path + "\n";
        all += path + "\n" + text + "\n";
        const bool is_study = path == std::filesystem::path(files.study.where.file).filename();
        const char* part = is_study                         ? "study"
                           : path == files.study.model.text ? "model"
                           : path == files.study.place.text ? "place"
                                                            : nullptr;
        if (part)
            facts[fmt::format("{}_text", part)] = text, facts[fmt::format("{}_hash", part)] = sha256(text);
    }
    facts["files"] = digests;
    facts["hash"] = sha256(all);
    return facts;
}

}  // namespace

Model prepare(const StudyFiles& files, Executor& executor) { return compile(files, executor, live_pasts); }

Model prepare(const StudyFiles& files, Executor& executor, PastsShelf& shelf) {
    return compile(files, executor, shelf.for_study(files));
}

Model prepare(const StudyFiles& files) {
    SerialExecutor serial;
    return prepare(files, serial);
}

void check_fits(const StudyFiles& files, const Model& model) {
    Problems problems;
    const auto gather = [&](const auto& attempt) {
        try {
            attempt();
        } catch (const InputError& error) {
            for (const auto& problem : error.problems())
                problems.add(problem.where, problem.what, problem.why, problem.remedy);
        }
    };
    const Calendar calendar = calendar_of(files.study);
    const Streams streams(files.study.seed, 0);
    for (const auto& arm : files.study.arms) gather([&] { compile_arm(arm, model); });
    if (problems.empty())
        gather([&] { group_arms(files, model, attribution_of(files.study, files.study.seed)); });
    gather([&] { StartingPeople(files.place, model, streams, 1); });
    gather([&] { Arrivals(files.place, model, streams, calendar, 1); });
    problems.raise_if_any();
}

namespace {

/// Code for a programme that the study lacks would never be asked.
void check_callables(const Model& model, const Callables& callables) {
    std::vector<std::string> names;
    for (const Programme& programme : model.programmes) names.push_back(programme.name);
    Problems problems;
    const auto check = [&](const char* what, const auto& by_name) {
        for (const auto& [name, code] : by_name)
            if (std::count(names.begin(), names.end(), name) == 0)
                problems.add({}, fmt::format("a {} for '{}', which is no programme of the study", what, name),
                             "", suggest(name, names));
    };
    check("finder", callables.finders);
    check("response", callables.responses);
    check("stop rule", callables.stop_rules);
    for (const Programme& programme : model.programmes)
        if (programme.by_referral && callables.finders.count(programme.name) > 0)
            problems.add({}, fmt::format("a finder for '{}'", programme.name),
                         "its people are referred to it by events, so nobody ranks them",
                         "change its `found` to `everyone` or to a score");
    problems.raise_if_any();
}

/// Where an arm of a group stands among the study's arms; bits of derived arms are dropped.
ArmSet in_study(ArmSet set, const ArmGroup& group) {
    ArmSet made = 0;
    for_each_arm(set & group.named, [&](int arm) {
        const int of = group.arms[static_cast<std::size_t>(arm)];
        made |= only_arm(of);
    });
    return made;
}

/// One replicate of one group, put into the results.
class GroupRun {
  public:
    GroupRun(const StudyFiles& files, const Model& model, const StudySettings& settings,
             const Calendar& calendar, const ArmGroup& group, int replicate)
        : files_(files), model_(model), settings_(settings), calendar_(calendar), group_(group),
          replicate_(replicate), streams_(settings.seed, luck()) {
        const bool any = std::any_of(group.plans.begin(), group.plans.end(),
                                     [](const ArmPlan& plan) { return !plan.uses.empty(); });
        if (!any) return;
        std::vector<std::string> names;
        for (const int arm : group.arms)
            names.push_back(arm < 0 ? fmt::format("combination {}", -arm)
                                    : files.study.arms[static_cast<std::size_t>(arm)].name.text);
        meeting_.emplace(model, group.plans, streams_, settings.sample, settings.callables, std::move(names));
    }

    void live(std::function<void(double)> progress, Executor& executor) {
        RunSettings run;
        run.window = files_.study.window;
        run.seed = settings_.seed;
        run.replicate = luck();
        run.sample = settings_.sample;
        run.people_per_block = settings_.people_per_block;
        run.keep_what_happened = settings_.keep_what_happened;
        run.stop = settings_.stop;
        run.progress = std::move(progress);
        const auto live = [&] {
            outcome_.emplace(run_arms(files_.place, model_, group_.model,
                                      static_cast<int>(group_.arms.size()), group_.named,
                                      meeting_ ? &*meeting_ : nullptr, calendar_, run, executor));
        };
        if (settings_.today == nullptr || !meeting_ || !can_keep_today(files_, group_)) return live();
        const std::string digest = today_digest(files_, settings_.seed, luck(), settings_.sample);
        if (const auto kept = settings_.today->find(digest)) {
            run.only = &kept->reachable;
            live();
            kept->complete(*outcome_);
        } else {
            run.keep_reachable = true;
            live();
            settings_.today->put(digest, calendar_, *outcome_);
        }
    }

    const RunStatistics& statistics() const { return outcome_->statistics; }

    /// `has_first`: the study's first arm is in this group, so that differences are paired.
    void put(ResultsBuilder& builder, bool has_first, Executor& executor) const {
        std::vector<int> arms;
        for_each_arm(group_.named, [&](int arm) { arms.push_back(arm); });
        executor.for_each(static_cast<int>(arms.size()), [&](int piece, int) {
            const int arm = arms[static_cast<std::size_t>(piece)];
            const int of = group_.arms[static_cast<std::size_t>(arm)];
            const Tally tally = outcome_->tally_of(arm);
            builder.add(of, replicate_, tally, outcome_->exposures_of(arm), group_.model.cost_ratios);
            if (has_first && arm > 0)
                builder.add_difference(of, replicate_,
                                       amounts_of(model_, calendar_, outcome_->difference(arm, 0, calendar_)),
                                       group_.model.cost_ratios);
            if (!has_first) builder.add_unpaired(of, replicate_);
            if (!meeting_) return;
            const Amounts amounts = amounts_of(model_, calendar_, tally);
            const auto a = static_cast<std::size_t>(arm);
            std::vector<std::pair<std::string, std::vector<double>>> staff;
            for (auto& one :
                 programme_staff(model_, group_.plans[a], meeting_->uses()[a], amounts, settings_.sample))
                staff.emplace_back(one.role, std::move(one.by_month));
            builder.add_programmes(
                of, replicate_,
                programme_costs(model_, group_.plans[a], meeting_->uses()[a], amounts, settings_.sample),
                staff);
        });
    }

    void tell(ProgrammesOutcome& told) const {
        if (!meeting_) return;
        for (Started one : meeting_->started())
            if ((one.arms = in_study(one.arms, group_)) != 0) told.started.push_back(one);
        for (ScoreReport one : meeting_->scores())
            if ((one.arms = in_study(one.arms, group_)) != 0) told.scores.push_back(one);
        const auto& endings = outcome_->endings;
        for (std::size_t from = 0, to; from < endings.size(); from = to) {
            for (to = from; to < endings.size() && endings[to].key == endings[from].key;) ++to;
            const auto of = [&](int arm) -> const Ending* {
                for (std::size_t i = from; i < to; ++i)
                    if (holds(endings[i].arms, arm)) return &endings[i];
                return nullptr;
            };
            const Ending* first = of(0);
            for_each_arm(group_.named, [&](int arm) {
                const Ending* own = of(arm);
                const bool differs = (first == nullptr) != (own == nullptr) ||
                                     (first != nullptr && first->digest != own->digest);
                if (arm > 0 && differs)
                    ++told.changed_lives[static_cast<std::size_t>(
                        group_.arms[static_cast<std::size_t>(arm)])];
            });
        }
        if (settings_.keep_what_happened)
            for (Ending one : endings)
                if ((one.arms = in_study(one.arms, group_)) != 0) told.endings.push_back(std::move(one));
        for_each_arm(group_.named, [&](int arm) {
            told.uses[static_cast<std::size_t>(group_.arms[static_cast<std::size_t>(arm)])] =
                meeting_->uses()[static_cast<std::size_t>(arm)];
        });
    }

    /// What arm `arm` of the group has more than its first, summed over the run: by measure, then care and
    /// programmes in money.
    std::vector<double> effect(int arm) const {
        const Amounts more = amounts_of(model_, calendar_, outcome_->difference(arm, 0, calendar_));
        std::vector<double> sums;
        for (std::size_t i = 0; i < model_.measures.size(); ++i) {
            double sum = 0;
            for (const double one : more.of[i]) sum += one;
            sums.push_back(sum);
        }
        const auto add_up = [&](const std::vector<std::vector<double>>& costs) {
            double sum = 0;
            for (const auto& payer : costs)
                for (const double one : payer) sum += one;
            sums.push_back(sum);
        };
        add_up(costs_of(model_, more, group_.model.cost_ratios));
        const auto a = static_cast<std::size_t>(arm);
        add_up(programme_costs(model_, group_.plans[a], meeting_->uses()[a], more, settings_.sample));
        double of_first = 0;
        for (const auto& payer : fixed_costs(model_, group_.plans.front(), meeting_->uses().front(),
                                             more.months, settings_.sample))
            for (const double one : payer) of_first += one;
        sums.back() -= of_first;
        return sums;
    }

  private:
    std::uint32_t luck() const { return static_cast<std::uint32_t>(settings_.first_replicate + replicate_); }

    const StudyFiles& files_;
    const Model& model_;
    const StudySettings& settings_;
    const Calendar& calendar_;
    const ArmGroup& group_;
    int replicate_;
    Streams streams_;
    std::optional<ProgrammeMeeting> meeting_;
    std::optional<ArmsOutcome> outcome_;
};

/// The combinations of an attribution are in the group that has derived arms.
bool has_combinations(const ArmGroup& group) {
    return std::any_of(group.arms.begin(), group.arms.end(), [](int arm) { return arm < 0; });
}

void share_out(const GroupRun& run, const ArmGroup& group, const Attribution& attribution, double part,
               SharedOut& shared) {
    std::map<std::uint32_t, std::vector<double>> effects;  // by combination
    const std::uint32_t whole = (std::uint32_t{1} << attribution.programmes.size()) - 1;
    for (std::size_t a = 0; a < group.arms.size(); ++a) {
        const int of = group.arms[a];
        if (of < 0)
            effects[attribution.subsets[static_cast<std::size_t>(-1 - of)]] = run.effect(static_cast<int>(a));
        if (of == attribution.arm) effects[whole] = run.effect(static_cast<int>(a));
    }
    for (std::size_t r = 0; r < shared.rows.size(); ++r) {
        const auto worth = [&](std::uint32_t set) { return set == 0 ? 0.0 : effects.at(set)[r]; };
        const auto shares = shapley_values(attribution, worth);
        shared.rows[r].whole += part * worth(whole);
        for (std::size_t p = 0; p < shares.size(); ++p) shared.rows[r].shares[p] += part * shares[p];
    }
}

SharedOut empty_shares(const StudyFiles& files, const Model& model, const Attribution& attribution) {
    SharedOut made;
    const ArmSpec& arm = files.study.arms[static_cast<std::size_t>(attribution.arm)];
    made.arm = arm.name.text;
    made.is_exact = attribution.orders.empty();
    for (const auto& used : arm.programmes)
        made.programmes.push_back(model.programmes[static_cast<std::size_t>(used.programme)].name);
    const std::vector<double> none(made.programmes.size());
    for (const Measure& measure : model.measures)
        made.rows.push_back({measure.name, measure.title,
                             measure.kind == Measure::Kind::people ? "person-years" : measure.unit, 0, none});
    const std::string money = model.costs.empty() ? "" : model.costs.front().unit;
    made.rows.push_back({"cost", "Cost of care", money, 0, none});
    made.rows.push_back({"programme_cost", "Cost of programmes", money, 0, none});
    return made;
}

/// What the split screen needs to know, so that it can be made from the file.
void add_split_screen_facts(const StudyFiles& files, const std::vector<ProgrammesOutcome>& programmes,
                            std::map<std::string, std::string>& facts) {
    int first = -1;
    for (const auto& replicate : programmes)
        for (const auto& arm : replicate.uses)
            for (const UseReport& use : arm)
                if (use.first_month >= 0 && (first < 0 || use.first_month < first)) first = use.first_month;
    if (first >= 0) facts[split_screen_from] = std::to_string(first);
    std::string measures;
    for (const Name& name : files.study.table) measures += (measures.empty() ? "" : " ") + name.text;
    if (!measures.empty()) facts[split_screen_measures] = measures;
}

}  // namespace

StudyOutcome run_study(const StudyFiles& files, const Model& model, const StudySettings& settings,
                       Executor& executor) {
    check_callables(model, settings.callables);
    const Calendar calendar = calendar_of(files.study);
    const Attribution attribution = attribution_of(files.study, settings.seed);
    const std::vector<ArmGroup> groups = group_arms(files, model, attribution);
    std::vector<std::string> names;
    for (const auto& arm : files.study.arms) names.push_back(arm.name.text);
    const bool paired = groups.front().arms.size() > 1;
    ResultsBuilder builder(model, calendar, names, settings.replicates,
                           paired ? static_cast<int>(people_batches) : 0);
    StudyOutcome outcome;
    if (attribution.arm >= 0) outcome.shared_out = empty_shares(files, model, attribution);
    const double runs = static_cast<double>(groups.size()) * settings.replicates;
    double done = 0;
    for (int r = 0; r < settings.replicates; ++r) {
        ProgrammesOutcome told;
        told.uses.resize(names.size());
        told.changed_lives.resize(names.size());
        for (std::size_t g = 0; g < groups.size(); ++g) {
            GroupRun run(files, model, settings, calendar, groups[g], r);
            std::function<void(double)> progress;
            if (settings.progress) progress = [&](double share) { settings.progress((done + share) / runs); };
            run.live(std::move(progress), executor);
            // An attribution without room in its arm's group is run beside arms that have been put already.
            const bool is_repeat = g > 0 && has_combinations(groups[g]);
            if (!is_repeat) {
                run.put(builder, g == 0, executor);
                run.tell(told);
            }
            if (has_combinations(groups[g]))
                share_out(run, groups[g], attribution, 1.0 / settings.replicates / settings.sample,
                          *outcome.shared_out);
            add_up(outcome.statistics, run.statistics());
            ++done;
        }
        outcome.programmes.push_back(std::move(told));
    }
    auto facts = provenance_of(files, settings);
    add_split_screen_facts(files, outcome.programmes, facts);
    outcome.results = std::move(builder).finish(std::move(facts));
    return outcome;
}

}  // namespace forestall
