#include "sim/study/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/engine/run.hpp"
#include "sim/programmes/meeting.hpp"
#include "sim/study/arms.hpp"

namespace forestall {

namespace {

// The arms of the pass.
enum Arm { without, as_planned, by_coin, by_step, in_part, arm_count };

std::size_t size(int n) { return static_cast<std::size_t>(n); }

Estimate mean_of(const std::vector<double>& values) {
    if (values.empty()) return {};
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double one : values) squares += (one - mean) * (one - mean);
    return {mean, n > 1 ? std::sqrt(squares / (n - 1) / n) : 0};
}

Estimate less(const Estimate& a, const Estimate& b) {
    return {a.value - b.value, std::hypot(a.error, b.error)};
}

/// Looks on at the programme's meetings: keeps what happens, finds matched controls when somebody starts.
class Onlooker final : public Meeting {
  public:
    struct Treated {
        PersonKey key = 0, control = 0;  // control 0: none was found
        Minutes from = 0;
    };

    Onlooker(const Model& model, ProgrammeMeeting& programmes, int programme, int process,
             const EvaluationSettings& settings)
        : model_(model), programmes_(programmes), programme_(programme), process_(process),
          settings_(settings), like_{model.factor_named("sex"), model.factor_named("frailty"),
                                     model.factor_named("imd")} {}

    void meet(int month, Minutes t, Crowd& crowd, Executor& executor) override {
        if (month == 0) crowd.log({process_});
        for (const auto& one : crowd.take_log()) happened_[one.key].push_back(one);
        const std::size_t seen = programmes_.started().size();
        programmes_.meet(month, t, crowd, executor);
        if (first_month_ < 0 && programmes_.uses()[as_planned].front().first_month >= 0) {
            first_month_ = month;
            note_cohort(t, crowd);
        }
        if (first_month_ < 0 || month < settings_.before) return;
        if (recruits_from_ < 0) recruits_from_ = month;
        if (month >= recruits_from_ + settings_.recruit) return;
        std::vector<Treated> fresh;
        for (std::size_t i = seen; i < programmes_.started().size(); ++i) {
            const Started& one = programmes_.started()[i];
            if (one.programme == programme_ && holds(one.arms, as_planned)) fresh.push_back({one.key, 0, t});
        }
        match(fresh, t, crowd);
        treated_.insert(treated_.end(), fresh.begin(), fresh.end());
    }

    /// Events of somebody in an arm from minute `from` to `until`.
    double events(PersonKey key, int arm, Minutes from, Minutes until) const {
        const auto found = happened_.find(key);
        if (found == happened_.end()) return 0;
        double sum = 0;
        for (const auto& one : found->second)
            sum += one.time >= from && one.time < until && holds(one.arms, arm);
        return sum;
    }

    const std::vector<Treated>& treated() const { return treated_; }
    const std::vector<PersonKey>& cohort() const { return cohort_; }
    int first_month() const { return first_month_; }
    int recruits_from() const { return recruits_from_; }

  private:
    /// Those who are eligible when the programme starts: the people of the designs by cluster.
    void note_cohort(Minutes, Crowd& crowd) {
        crowd.for_each_strand([&](Seat seat) {
            if (holds(crowd.arms_of(seat), without) && crowd.is_eligible(seat, programme_))
                cohort_.push_back(crowd.record(seat).key());
        });
        std::sort(cohort_.begin(), cohort_.end());
    }

    /// Alike: sex, frailty, deprivation and use in the months before; then the nearest in age.
    std::uint32_t likeness(Record person, Minutes t) const {
        std::uint32_t code = 0;
        for (const int factor : like_) code = code * 16 + (factor >= 0 ? person.factors()[factor] : 0u);
        constexpr double most = 5;
        const double use = std::min(most, events(person.key(), as_planned, t - before_minutes(), t));
        return code * 16 + static_cast<std::uint32_t>(use);
    }
    Minutes before_minutes() const { return settings_.before * (minutes_per_year / 12); }

    void match(std::vector<Treated>& fresh, Minutes t, Crowd& crowd) const {
        if (fresh.empty()) return;
        std::unordered_map<PersonKey, std::size_t> place;
        for (std::size_t i = 0; i < fresh.size(); ++i) place[fresh[i].key] = i;
        std::unordered_set<PersonKey> reached;  // ever started in this arm
        for (const Started& one : programmes_.started())
            if (one.programme == programme_ && holds(one.arms, as_planned)) reached.insert(one.key);
        struct Like {
            Minutes birth;
            PersonKey key;
        };
        std::map<std::uint32_t, std::vector<Like>> pool;
        std::vector<std::pair<std::uint32_t, Minutes>> wanted(fresh.size());
        std::unordered_set<std::uint32_t> codes;
        crowd.for_each_reached([&](Seat seat) {
            const Record person = crowd.record(seat);
            const auto at = place.find(person.key());
            if (at == place.end() || !holds(crowd.arms_of(seat), as_planned)) return;
            wanted[at->second] = {likeness(person, t), person.birth()};
            codes.insert(wanted[at->second].first);
        });
        crowd.for_each_strand([&](Seat seat) {
            if (!holds(crowd.arms_of(seat), as_planned)) return;
            const Record person = crowd.record(seat);
            if (reached.count(person.key()) > 0) return;
            const std::uint32_t code = likeness(person, t);
            if (codes.count(code) > 0) pool[code].push_back({person.birth(), person.key()});
        });
        for (auto& [code, people] : pool)
            std::sort(people.begin(), people.end(), [](const Like& a, const Like& b) {
                return a.birth != b.birth ? a.birth < b.birth : a.key < b.key;
            });
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            const auto found = pool.find(wanted[i].first);
            if (found == pool.end()) continue;
            auto& people = found->second;
            auto at = std::lower_bound(people.begin(), people.end(), wanted[i].second,
                                       [](const Like& one, Minutes birth) { return one.birth < birth; });
            if (at == people.end() ||
                (at != people.begin() && wanted[i].second - (at - 1)->birth < at->birth - wanted[i].second))
                --at;
            fresh[i].control = at->key;
            people.erase(at);  // each control serves once
            if (people.empty()) pool.erase(found);
        }
    }

    const Model& model_;
    ProgrammeMeeting& programmes_;
    int programme_, process_;
    const EvaluationSettings& settings_;
    std::vector<int> like_;
    std::unordered_map<PersonKey, std::vector<Worker::Happened>> happened_;
    std::vector<Treated> treated_;
    std::vector<PersonKey> cohort_;
    int first_month_ = -1, recruits_from_ = -1;
};

/// The effect of being open on a panel of clusters by months, with an effect of each cluster and each month
/// (two-way fixed effects by alternating means), weighted by people. The error is a jackknife over clusters.
struct Panel {
    std::vector<std::vector<double>> rate;  // [cluster][month]
    std::vector<std::vector<char>> open;
    std::vector<double> people;

    double effect(int leave_out) const {
        std::vector<std::vector<double>> y = rate, d(rate.size());
        for (std::size_t c = 0; c < d.size(); ++c) d[c].assign(open[c].begin(), open[c].end());
        const auto sweep = [&](std::vector<std::vector<double>>& x) {
            constexpr int rounds = 200;
            for (int round = 0; round < rounds; ++round) {
                for (auto& row : x) {
                    const double mean =
                        std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(row.size());
                    for (double& one : row) one -= mean;
                }
                for (std::size_t m = 0; m < x.front().size(); ++m) {
                    double sum = 0, weight = 0;
                    for (std::size_t c = 0; c < x.size(); ++c)
                        if (static_cast<int>(c) != leave_out) sum += people[c] * x[c][m], weight += people[c];
                    for (auto& row : x) row[m] -= sum / weight;
                }
            }
        };
        sweep(y);
        sweep(d);
        double both = 0, own = 0;
        for (std::size_t c = 0; c < y.size(); ++c) {
            if (static_cast<int>(c) == leave_out) continue;
            for (std::size_t m = 0; m < y[c].size(); ++m) {
                both += people[c] * d[c][m] * y[c][m];
                own += people[c] * d[c][m] * d[c][m];
            }
        }
        return own > 0 ? both / own : 0;
    }

    Estimate estimate() const {
        const auto n = static_cast<double>(rate.size());
        const double whole = effect(-1);
        double squares = 0, mean = 0;
        std::vector<double> without_one;
        for (std::size_t c = 0; c < rate.size(); ++c) {
            without_one.push_back(effect(static_cast<int>(c)));
            mean += without_one.back() / n;
        }
        for (const double one : without_one) squares += (one - mean) * (one - mean);
        return {whole, std::sqrt(squares * (n - 1) / n)};
    }
};

}  // namespace

Evaluation evaluate(const StudyFiles& files, const Model& model, const EvaluationSettings& settings,
                    Executor& executor) {
    const Calendar calendar = calendar_of(files.study);
    Problems problems;
    StudyFiles own = files;  // nothing is shared out here
    own.study.attribution.reset();
    const auto groups = group_arms(own, model, {});
    const ArmSpec* arm = nullptr;
    int place = -1;
    std::vector<std::string> names;
    for (std::size_t a = 1; a < files.study.arms.size(); ++a) {
        const ArmSpec& one = files.study.arms[a];
        if (!one.programmes.empty()) names.push_back(one.name.text);
        if (arm == nullptr && !one.programmes.empty() &&
            (settings.arm.empty() || settings.arm == one.name.text))
            arm = &one, place = static_cast<int>(a);
    }
    if (arm == nullptr)
        problems.add({}, fmt::format("no arm '{}' with programmes to evaluate", settings.arm), "",
                     suggest(settings.arm, names));
    const int process = model.process_named(settings.outcome);
    if (process < 0) {
        std::vector<std::string> all;
        for (const auto& one : model.processes) all.push_back(one.name);
        problems.add({}, fmt::format("unknown process '{}' as the outcome", settings.outcome), "",
                     suggest(settings.outcome, all));
    }
    if (settings.before < 1 || settings.after < 1 || settings.recruit < 1 ||
        settings.before + settings.recruit + settings.after >= calendar.months())
        problems.add({},
                     fmt::format("{} months before, {} of recruiting and {} after", settings.before,
                                 settings.recruit, settings.after),
                     fmt::format("the study has {} months", calendar.months()), "choose fewer");
    problems.raise_if_any();

    ArmPlan plan;
    const ArmModel* lives = nullptr;
    for (const ArmGroup& group : groups)
        for (std::size_t i = 0; i < group.arms.size(); ++i)
            if (group.arms[i] == place) plan = group.plans[i], lives = &group.model;
    plan.uses.resize(1);  // the first programme of the arm
    Use& use = plan.uses.front();
    use.after_saving.reset();
    const int programme = use.programme;
    std::vector<ArmPlan> plans(arm_count, plan);
    plans[without].uses.clear();
    using How = Allocation::How;
    const Minutes step = settings.recruit * (minutes_per_year / 12) / settings.clusters;
    plans[by_coin].uses.front().allocation = {How::coin, settings.clusters, 0};
    plans[by_step].uses.front().allocation = {How::by_step, settings.clusters, step};
    plans[in_part].uses.front().allocation = {How::in_part, settings.clusters, 0};

    const Streams streams(settings.seed, settings.replicate);
    ProgrammeMeeting meeting(model, plans, streams, settings.sample);
    Onlooker onlooker(model, meeting, programme, process, settings);
    RunSettings run;
    run.seed = settings.seed;
    run.replicate = settings.replicate;
    run.sample = settings.sample;
    run.stop = settings.stop;
    run.progress = settings.progress;
    run_arms(files.place, model, *lives, arm_count, only_arm(without), &onlooker, calendar, run, executor);

    Evaluation made;
    made.arm = arm->name.text;
    made.programme = model.programmes[size(programme)].name;
    made.outcome = settings.outcome;
    if (onlooker.treated().empty())
        throw InputError(
            Problem{{},
                    fmt::format("nobody is started by '{}' in the months of recruiting", made.programme),
                    fmt::format("it begins {}", onlooker.first_month() < 0 ? "never" : "with nobody"),
                    "recruit for longer, take a larger sample, or another arm"});
    const auto month_text = [&](int month) {
        const Date date = calendar.month_date(month);
        return fmt::format("{}-{:02}", date.year, date.month);
    };
    made.first_month = month_text(onlooker.recruits_from());
    made.last_month = month_text(onlooker.recruits_from() + settings.recruit - 1);

    constexpr Minutes month = minutes_per_year / 12;
    const Minutes before = settings.before * month, after = settings.after * month;
    const double same_length = static_cast<double>(settings.after) / settings.before;
    std::vector<double> change, effect, with_control, effect_of_matched;
    EvaluationMeans& means = made.means;
    made.with_programme.assign(size(settings.before + settings.after), 0.0);
    made.without = made.with_programme;
    for (const auto& one : onlooker.treated()) {
        const double earlier =
            same_length * onlooker.events(one.key, as_planned, one.from - before, one.from);
        const double with = onlooker.events(one.key, as_planned, one.from, one.from + after);
        const double twin = onlooker.events(one.key, without, one.from, one.from + after);
        change.push_back(with - earlier);
        effect.push_back(with - twin);
        means.before += earlier, means.after += with, means.after_without += twin;
        if (one.control != 0) {
            const double control = onlooker.events(one.control, as_planned, one.from, one.from + after);
            with_control.push_back(with - control);
            effect_of_matched.push_back(with - twin);
            means.after_matched += control;
        }
        for (int m = -settings.before; m < settings.after; ++m) {
            const Minutes from = one.from + m * month;
            made.with_programme[size(m + settings.before)] +=
                onlooker.events(one.key, as_planned, from, from + month);
            made.without[size(m + settings.before)] += onlooker.events(one.key, without, from, from + month);
        }
    }
    const auto people = static_cast<double>(onlooker.treated().size());
    means.people = onlooker.treated().size();
    means.before /= people, means.after /= people, means.after_without /= people;
    if (!with_control.empty()) means.after_matched /= static_cast<double>(with_control.size());
    for (auto* line : {&made.with_programme, &made.without})
        for (double& one : *line) one *= 1000 / people;
    made.designs.push_back({"Before and after", means.people, 0, mean_of(change), mean_of(effect)});
    made.designs.push_back({"Matched control", with_control.size(), with_control.size(),
                            mean_of(with_control), mean_of(effect_of_matched)});

    // A coin: those started against those kept.
    const int last = onlooker.recruits_from() + settings.recruit;
    const auto is_recruited = [&](const Started& one, int of) {
        return one.programme == programme && holds(one.arms, of) &&
               one.chosen >= calendar.month_start(onlooker.recruits_from()) &&
               one.chosen < calendar.month_start(last);
    };
    std::vector<double> treated, controls, truth;
    for (const Started& one : meeting.started())
        if (is_recruited(one, by_coin)) {
            treated.push_back(onlooker.events(one.key, by_coin, one.chosen, one.chosen + after));
            truth.push_back(treated.back() -
                            onlooker.events(one.key, without, one.chosen, one.chosen + after));
        }
    for (const Started& one : meeting.kept_as_controls())
        if (is_recruited(one, by_coin))
            controls.push_back(onlooker.events(one.key, by_coin, one.chosen, one.chosen + after));
    made.designs.push_back({"Randomised", treated.size(), controls.size(),
                            less(mean_of(treated), mean_of(controls)), mean_of(truth)});

    // By cluster: everybody who was eligible when the programme began, month by month.
    const int from = onlooker.first_month();
    const int until = std::min(calendar.months() - 1, from + settings.recruit + settings.after);
    const int start = std::max(0, from - settings.before);
    for (const auto& [design, name] :
         {std::pair{by_step, "Stepped wedge"}, std::pair{in_part, "Pilot in half of the area"}}) {
        Panel panel;
        panel.people.assign(size(settings.clusters), 0);
        const auto months = size(until - start);
        panel.rate.assign(size(settings.clusters), std::vector<double>(months));
        panel.open.assign(size(settings.clusters), std::vector<char>(months));
        auto twins = panel.rate;
        std::size_t reached = 0;
        double treated_months = 0;
        for (const Started& one : meeting.started()) {
            if (one.programme != programme || !holds(one.arms, design) || one.chosen >= calendar.month_start(until) ||
                !std::binary_search(onlooker.cohort().begin(), onlooker.cohort().end(), one.key))
                continue;
            ++reached;
            treated_months += static_cast<double>(calendar.month_start(until) - one.chosen) / month;
        }
        for (const PersonKey key : onlooker.cohort()) {
            const auto cluster = size(meeting.cluster_of(programme, key, settings.clusters));
            ++panel.people[cluster];
            for (int m = start; m < until; ++m) {
                const Minutes a = calendar.month_start(m), b = calendar.month_start(m + 1);
                panel.rate[cluster][size(m - start)] += onlooker.events(key, design, a, b);
                twins[cluster][size(m - start)] += onlooker.events(key, without, a, b);
            }
        }
        double true_sum = 0, open_months = 0;
        for (int c = 0; c < settings.clusters; ++c)
            for (int m = start; m < until; ++m) {
                const Minutes opens = calendar.month_start(from) + (design == by_step ? c * step : 0);
                const bool open = (design == by_step || c < settings.clusters / 2) &&
                                  calendar.month_start(m) >= opens - 3 * minutes_per_day;
                panel.open[size(c)][size(m - start)] = open;
                if (!open) continue;
                true_sum += panel.rate[size(c)][size(m - start)] - twins[size(c)][size(m - start)];
                open_months += panel.people[size(c)];
            }
        for (int c = 0; c < settings.clusters; ++c)
            for (double& one : panel.rate[size(c)]) one /= std::max(1.0, panel.people[size(c)]);
        // From events a month and eligible person while open to events a treated person in the months after.
        const double scale = treated_months > 0 ? settings.after * open_months / treated_months : 0;
        Estimate found = panel.estimate();
        found.value *= scale, found.error *= scale;
        made.designs.push_back({name,
                                reached,
                                onlooker.cohort().size(),
                                found,
                                {open_months > 0 ? scale * true_sum / open_months : 0, 0}});
    }
    return made;
}

}  // namespace forestall
