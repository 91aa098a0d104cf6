#include "sim/programmes/meeting.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/programmes/money.hpp"

namespace forestall {

namespace {

constexpr double minutes_a_month = minutes_per_year / 12.0;

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Months differ in length, meetings are at their starts: "after 12 months" means the same day of the next
/// year.
constexpr Minutes leeway = 3 * minutes_per_day;

/// Adds without passing the end of time.
Minutes later(Minutes t, Minutes by) { return by >= never - t ? never : t + by; }

}  // namespace

struct ProgrammeMeeting::Candidate {
    double rank = 0;  // higher comes first
    ArmSet arms = 0;
    Seat seat = 0;
    int waiting = -1;  // place on the waiting list
};

struct ProgrammeMeeting::Desk {
    int id = 0;
    const Programme* programme = nullptr;
    ArmSet arms = 0;          // that use it
    std::vector<int> use_of;  // per arm: index of the use, or -1

    ArmSet open = 0;  // offering places this month
    struct Hub {
        double carry = 0;  // part of an offer left over from the month before
        int left = 0;      // offers that may still be made this month
        int active = 0;    // people waiting for delivery or in it
    };
    std::vector<Hub> hubs;         // [arm][hub]
    std::vector<ArmSet> has_room;  // per hub: arms with offers left

    /// What was said to somebody in some arms.
    struct Entry {
        ArmSet arms = 0;
        std::uint32_t offers = 0, refusals = 0;
        Minutes open_again = never;
    };
    std::unordered_map<PersonKey, std::vector<Entry>> book;

    struct Waiting {
        PersonKey key = 0;
        Seat seat = 0;
        ArmSet arms = 0;
        Minutes since = 0;
    };
    std::vector<Waiting> waiting;
    std::unordered_map<PersonKey, ArmSet> waits;  // arms in which somebody is on the list

    struct Solved {
        ArmSet arms = 0;
        SolvedScore score;
    };
    std::vector<Solved> scores;
    ArmSet solved = 0;
};

ProgrammeMeeting::ProgrammeMeeting(const Model& model, std::vector<ArmPlan> plans, const Streams& streams,
                                   double sample, std::map<int, Finder> finders)
    : model_(model), plans_(std::move(plans)), streams_(streams), sample_(sample),
      finders_(std::move(finders)) {
    for (std::size_t p = 0; p < model.programmes.size(); ++p) {
        Desk desk;
        desk.id = static_cast<int>(p);
        desk.programme = &model.programmes[p];
        desk.use_of.assign(plans_.size(), -1);
        for (std::size_t a = 0; a < plans_.size(); ++a)
            for (std::size_t u = 0; u < plans_[a].uses.size(); ++u)
                if (plans_[a].uses[u].programme == desk.id) {
                    desk.arms |= only_arm(static_cast<int>(a));
                    desk.use_of[a] = static_cast<int>(u);
                }
        desk.hubs.resize(plans_.size() * size(desk.programme->hubs));
        desks_.push_back(std::move(desk));
    }
    for (const ArmPlan& plan : plans_) use_reports_.emplace_back(plan.uses.size());
}

ProgrammeMeeting::~ProgrammeMeeting() = default;

int ProgrammeMeeting::hub_of(const Desk& desk, PersonKey key) const {
    if (desk.programme->hubs == 1) return 0;
    const Block words = streams_.block(key, Purpose::hub, desk.programme->luck.hub, 0);
    return static_cast<int>(words[0] % static_cast<std::uint32_t>(desk.programme->hubs));
}

// --- The month ----------------------------------------------------------------------------------

void ProgrammeMeeting::meet(int month, Minutes t, Crowd& crowd, Executor& executor) {
    gather_referrals(crowd);
    open_and_close(month, t, crowd);
    count_places(crowd, t);
    for (Desk& desk : desks_) {
        ArmSet arms = 0;
        for (const ArmSet room : desk.has_room) arms |= room;
        arms &= desk.open;
        if (arms == 0) continue;
        std::vector<Candidate> heap = candidates(desk, arms, month, t, crowd, executor);
        // For a heap whose top comes first. Among equals the lower key, and of one person's strands the lower
        // arms: never the seat, which depends on who else has one.
        const auto later_than = [&](const Candidate& a, const Candidate& b) {
            if (a.rank != b.rank) return a.rank < b.rank;
            const PersonKey key = crowd.record(a.seat).key(), other = crowd.record(b.seat).key();
            return key != other ? key > other : a.arms > b.arms;
        };
        std::make_heap(heap.begin(), heap.end(), later_than);
        while (!heap.empty() && arms != 0) {
            std::pop_heap(heap.begin(), heap.end(), later_than);
            const Candidate candidate = heap.back();
            heap.pop_back();
            offer(desk, candidate, candidate.arms & arms, t, crowd);
            ArmSet room = 0;
            for (const ArmSet some : desk.has_room) room |= some;
            arms &= room;
        }
        std::erase_if(desk.waiting, [&](const Desk::Waiting& one) {
            const auto waits = desk.waits.find(one.key);
            if (one.arms == 0 && waits != desk.waits.end() && waits->second == 0) desk.waits.erase(waits);
            return one.arms == 0;
        });
    }
}

double ProgrammeMeeting::saved(int arm, int month, Crowd& crowd) const {
    const Amounts amounts = amounts_of(model_, crowd.calendar(), crowd.difference(arm, 0));
    double more = 0;
    const auto add = [&](const std::vector<std::vector<double>>& costs, double sign) {
        for (const auto& payer : costs)
            for (std::size_t at = 0; at < size(month) * (payer.size() / amounts.months); ++at)
                more += sign * payer[at];
    };
    add(costs_of(model_, amounts, plans_[size(arm)].cost_ratios), 1);
    add(programme_costs(model_, plans_[size(arm)], use_reports_[size(arm)], amounts, sample_), 1);
    add(fixed_costs(model_, plans_.front(), use_reports_.front(), amounts.months, sample_), -1);
    return -more / sample_;
}

/// Dates, savings and reviews: which arms offer places this month.
void ProgrammeMeeting::open_and_close(int month, Minutes t, Crowd& crowd) {
    const int arms = static_cast<int>(plans_.size());
    for (int arm = 0; arm < arms; ++arm) {
        std::optional<double> saving;  // worked out once, where somebody asks
        const auto has_saved = [&](double wanted) {
            if (!saving) saving = saved(arm, month, crowd);
            return *saving >= wanted;
        };
        for (std::size_t u = 0; u < plans_[size(arm)].uses.size(); ++u) {
            const Use& use = plans_[size(arm)].uses[u];
            UseReport& report = use_reports_[size(arm)][u];
            Desk& desk = desks_[size(use.programme)];
            const Programme& programme = *desk.programme;
            if (report.last_month >= 0) continue;
            // The first meeting is a minute after the start.
            const auto is_due = [t](Minutes at) { return at <= t; };
            if (report.first_month < 0) {
                bool starts = is_due(use.starts);
                if (starts && use.after_saving)
                    starts = is_due(use.at_latest) || (month > 0 && has_saved(*use.after_saving));
                if (starts) report.first_month = month;
            }
            if (report.first_month < 0) continue;
            bool ends = programme.ends != never && is_due(programme.ends);
            if (programme.stop) {
                const Minutes began = crowd.calendar().month_start(report.first_month);
                const Minutes review = later(began, programme.stop->after) - leeway;
                const bool is_month = is_due(review) && month > report.first_month &&
                                      crowd.calendar().month_start(month - 1) < review;
                if (is_month && !has_saved(programme.stop->unless_saved))
                    ends = report.stopped_by_review = true;
            }
            if (ends) {
                report.last_month = month;
                desk.open &= ~only_arm(arm);
            } else
                desk.open |= only_arm(arm);
        }
    }
}

/// How many offers each arm's hubs may make this month.
void ProgrammeMeeting::count_places(Crowd& crowd, Minutes t) {
    bool limited = false;
    for (Desk& desk : desks_) {
        for (Desk::Hub& hub : desk.hubs) hub.active = 0;
        limited = limited || (desk.open != 0 && desk.programme->at_once);
    }
    if (limited) {
        // Counted by set of arms first: there are few of them.
        std::vector<std::vector<std::unordered_map<ArmSet, int>>> active(desks_.size());
        for (const Desk& desk : desks_) active[size(desk.id)].resize(size(desk.programme->hubs));
        crowd.for_each_reached([&](Seat seat) {
            const Record person = crowd.record(seat);
            for (const Desk& desk : desks_) {
                if (!desk.programme->at_once || desk.open == 0) continue;
                const Enrolment& enrolment = person.enrolments()[desk.id];
                if (enrolment.begins != never && enrolment.ends > t)
                    ++active[size(desk.id)][size(hub_of(desk, person.key()))]
                            [crowd.arms_of(seat) & desk.arms];
            }
        });
        for (Desk& desk : desks_)
            for (std::size_t h = 0; h < active[size(desk.id)].size(); ++h)
                for (const auto& [set, many] : active[size(desk.id)][h])
                    for_each_arm(set, [&](int arm) {
                        desk.hubs[size(arm * desk.programme->hubs) + h].active += many;
                    });
    }
    for (Desk& desk : desks_) {
        const Programme& programme = *desk.programme;
        desk.has_room.assign(size(programme.hubs), 0);
        for_each_arm(desk.open, [&](int arm) {
            const int first = use_reports_[size(arm)][size(desk.use_of[size(arm)])].first_month;
            double full = 1;
            if (programme.ramp > 0) {
                const double passed = t - crowd.calendar().month_start(first);
                full = std::clamp((passed + minutes_a_month / 2) / programme.ramp, 0.0, 1.0);
            }
            for (int h = 0; h < programme.hubs; ++h) {
                Desk::Hub& hub = desk.hubs[size(arm * programme.hubs + h)];
                hub.left = std::numeric_limits<int>::max();
                if (programme.a_month) {
                    hub.carry += *programme.a_month * sample_ * full / programme.hubs;
                    hub.left = static_cast<int>(hub.carry);
                    hub.carry -= hub.left;  // what is not used by the month's end is lost
                }
                if (programme.at_once) {
                    const double places = *programme.at_once * sample_ * full;
                    const auto below = [&](int hubs) {
                        return static_cast<int>(std::floor(places * hubs / programme.hubs + 0.5));
                    };
                    hub.left = std::min(hub.left, std::max(0, below(h + 1) - below(h) - hub.active));
                }
                if (hub.left > 0) desk.has_room[size(h)] |= only_arm(arm);
            }
        });
    }
}

void ProgrammeMeeting::gather_referrals(Crowd& crowd) {
    for (const Worker::Referral& referral : crowd.take_referrals()) {
        Desk& desk = desks_[size(referral.programme)];
        if (!crowd.is_here(referral.seat, referral.key)) continue;
        ArmSet& waits = desk.waits[referral.key];
        const ArmSet fresh = crowd.arms_of(referral.seat) & desk.open & ~waits;
        if (fresh == 0) {
            if (waits == 0) desk.waits.erase(referral.key);
            continue;
        }
        waits |= fresh;
        desk.waiting.push_back({referral.key, referral.seat, fresh, referral.time});
    }
}

// --- Who ----------------------------------------------------------------------------------------

std::vector<ProgrammeMeeting::Candidate> ProgrammeMeeting::candidates(Desk& desk, ArmSet arms, int month,
                                                                      Minutes t, Crowd& crowd,
                                                                      Executor& executor) {
    const Programme& programme = *desk.programme;
    std::vector<Candidate> found;
    using First = OfferSpec::First;
    const auto rank_of = [&](Seat seat, double by_luck) {
        if (programme.first == First::by_luck) return by_luck;
        const double birth = crowd.record(seat).birth();
        return programme.first == First::oldest ? -birth : birth;
    };
    if (programme.by_referral) {
        for (std::size_t w = 0; w < desk.waiting.size(); ++w) {
            Desk::Waiting& waiting = desk.waiting[w];
            std::vector<Seat> seats = crowd.other_strands(waiting.key);
            if (std::count(seats.begin(), seats.end(), waiting.seat) == 0) seats.push_back(waiting.seat);
            ArmSet still = 0;
            for (const Seat seat : seats) {
                if (!crowd.is_here(seat, waiting.key) || !crowd.is_eligible(seat, desk.id)) continue;
                const ArmSet here = waiting.arms & crowd.arms_of(seat);
                still |= here;
                if ((here & arms) == 0) continue;
                const double rank = programme.first == First::longest_waiting
                                        ? -waiting.since
                                        : rank_of(seat, luck_of(desk, waiting.key));
                found.push_back({rank, here & arms, seat, static_cast<int>(w)});
            }
            // Who has gone or is not eligible is taken off the list; others of their strands may still be on
            // it.
            desk.waits[waiting.key] &= ~(waiting.arms & ~still);
            waiting.arms = still;
        }
        return found;
    }
    const ArmSet unsolved = programme.score ? arms & ~desk.solved : 0;
    const bool is_first = std::any_of(plans_.begin(), plans_.end(), [&](const ArmPlan& plan) {
        const auto a = size(static_cast<int>(&plan - plans_.data()));
        return desk.use_of[a] >= 0 && use_reports_[a][size(desk.use_of[a])].first_month == month;
    });
    const auto& standings = crowd.eligible(desk.id, arms, executor);
    if (standings.empty() && is_first)
        throw InputError(Problem{programme.where,
                                 fmt::format("nobody is eligible for '{}' when it starts ({})",
                                             programme.name, to_string(crowd.calendar().date_of(t))),
                                 "a programme without people changes nothing",
                                 "change its `eligible`, or take a larger sample"});
    found.reserve(standings.size());
    if (const auto finder = finders_.find(desk.id); finder != finders_.end()) {
        const auto scores = found_by(finder->second, programme, standings, month, t, crowd);
        for (std::size_t i = 0; i < standings.size(); ++i)
            found.push_back({scores[i], standings[i].arms, standings[i].seat, -1});
        return found;
    }
    if (!programme.score) {
        for (const auto& one : standings)
            found.push_back({rank_of(one.seat, one.leaning), one.arms, one.seat, -1});
        return found;
    }
    if (unsolved != 0) solve(desk, unsolved, standings, t, crowd, executor);
    for (const auto& one : standings)
        // Arms whose scores were solved apart may flag different people.
        for (const Desk::Solved& solved : desk.scores) {
            const ArmSet part = one.arms & solved.arms;
            if (part == 0) continue;
            const double score = score_of({one.risk, one.leaning}, solved.score.spread);
            if (score < solved.score.threshold) continue;
            const bool by_score = programme.first == First::highest_score;
            found.push_back(
                {by_score ? score : rank_of(one.seat, luck_of(desk, crowd.record(one.seat).key())), part,
                 one.seat, -1});
        }
    return found;
}

double ProgrammeMeeting::luck_of(const Desk& desk, PersonKey key) const {
    const Block words = streams_.block(key, Purpose::hub, desk.programme->luck.hub, 1);
    return uniform(words[0], words[1]);
}

/// What somebody's own finder gives these people.
std::vector<double> ProgrammeMeeting::found_by(const Finder& finder, const Programme& programme,
                                               const std::vector<Crowd::Standing>& standings, int month,
                                               Minutes t, Crowd& crowd) const {
    const std::size_t factors = model_.factors.size();
    std::vector<PersonKey> keys;
    std::vector<float> ages;
    std::vector<FactorValue> values;
    for (const auto& one : standings) {
        const Record person = crowd.record(one.seat);
        keys.push_back(person.key());
        ages.push_back(static_cast<float>(t - person.birth()) / static_cast<float>(minutes_per_year));
        values.insert(values.end(), person.factors(), person.factors() + factors);
    }
    std::vector<double> scores(standings.size(), 0.0);
    finder({model_, keys, ages, values, factors, month}, scores);
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (std::isnan(scores[i]))
            throw RunError(fmt::format("the finder of '{}' gave no number for person {} in month {}",
                                       programme.name, keys[i], month));
    return scores;
}

/// Arms with the very same people share one answer.
void ProgrammeMeeting::solve(Desk& desk, ArmSet arms, const std::vector<Crowd::Standing>& standings,
                             Minutes t, Crowd& crowd, Executor& executor) {
    std::map<std::uint64_t, ArmSet> alike;
    for_each_arm(arms, [&](int arm) {
        std::uint64_t signature = 0;
        for (const auto& one : standings)
            if (holds(one.arms, arm))
                signature = signature * 0x9e3779b97f4a7c15u + static_cast<std::uint64_t>(one.seat) + 1;
        alike[signature] |= only_arm(arm);
    });
    for (const auto& [signature, same] : alike) {
        std::vector<Crowd::Standing> people;
        for (const auto& one : standings)
            if ((one.arms & same) != 0) people.push_back(one);
        if (people.empty()) continue;
        // Seats depend on who else has one; trials and thresholds must not.
        std::sort(people.begin(), people.end(), [&](const auto& a, const auto& b) {
            return crowd.record(a.seat).key() < crowd.record(b.seat).key();
        });
        // What happens to them is tried out, as rates alone do not tell who dies or changes first.
        std::vector<Scored> scored;
        for (const auto& one : people) scored.push_back({one.risk, one.leaning});
        const auto outcomes = try_out(desk, people, 1, t, crowd, executor);
        const SolvedScore solved =
            solve_score(scored, outcomes, *desk.programme->score, desk.programme->name);
        desk.scores.push_back({same, solved});
        desk.solved |= same;
        report(desk, same, people, outcomes, solved, t, crowd, executor);
    }
}

/// What happens to each of these people within the score's horizon, mean over trials: whether it does, or its
/// worth. `set`: trials of other sets share no luck.
std::vector<double> ProgrammeMeeting::try_out(const Desk& desk, const std::vector<Crowd::Standing>& people,
                                              std::uint32_t set, Minutes t, Crowd& crowd,
                                              Executor& executor) const {
    // So many that luck moves a share of what happens by about a two-hundredth.
    constexpr double enough = 20'000;
    constexpr std::uint32_t most_trials = 16;
    const Programme::Score& score = *desk.programme->score;
    std::vector<Seat> seats;
    for (const auto& one : people) seats.push_back(one.seat);
    std::vector<double> happened(people.size(), 0.0);
    double events = 0;
    std::uint32_t trials = 0;
    do {
        const auto sums =
            crowd.tried_out(seats, score.clocks, t, score.within,
                            streams_.other(Purpose::score, set * most_trials + trials), executor);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            happened[i] += score.by_value ? sums[i] : sums[i] > 0 ? 1 : 0;
            events += sums[i] > 0;
        }
        ++trials;
    } while (events < enough && trials < most_trials);
    for (double& one : happened) one /= trials;
    return happened;
}

/// Rules that need no model: how much they find, and how much the score finds when it flags as many.
std::vector<ScoreReport::Thumb> ProgrammeMeeting::thumbs(const std::vector<Crowd::Standing>& people,
                                                         const std::vector<Scored>& scored,
                                                         const std::vector<double>& happened, double spread,
                                                         Minutes t, Crowd& crowd) const {
    std::vector<ScoreReport::Thumb> made;
    const auto add = [&](const char* name, const std::function<bool(Record)>& rule) {
        double flagged = 0, found = 0, all = 0;
        for (std::size_t i = 0; i < people.size(); ++i) {
            all += happened[i];
            if (!rule(crowd.record(people[i].seat))) continue;
            ++flagged;
            found += happened[i];
        }
        if (flagged == 0 || flagged == static_cast<double>(people.size()) || all == 0) return;
        ScoreReport::Thumb thumb{name, flagged / static_cast<double>(people.size()), {}, 0};
        thumb.achieved = {found / all, found / flagged, 0};
        thumb.score_finds = quality_of(scored, happened, spread, thumb.flagged).sensitivity;
        made.push_back(thumb);
    };
    constexpr Minutes old = 75 * minutes_per_year;
    add("75 and over", [&](Record person) { return t - person.birth() >= old; });
    const int admissions = model_.factor_named("admissions_12m");
    if (admissions >= 0)
        add("admitted in the last 12 months",
            [&](Record person) { return person.factors()[admissions] > 0; });
    return made;
}

void ProgrammeMeeting::report(Desk& desk, ArmSet arms, const std::vector<Crowd::Standing>& people,
                              const std::vector<double>& expected, const SolvedScore& solved, Minutes t,
                              Crowd& crowd, Executor& executor) {
    const Programme::Score& score = *desk.programme->score;
    ScoreReport report;
    report.programme = desk.id;
    report.arms = arms;
    report.people = people.size();
    report.spread = solved.spread;
    report.expected = solved.expected;
    std::vector<Scored> scored;
    for (const auto& one : people) scored.push_back({one.risk, one.leaning});
    const auto happened = try_out(desk, people, 2, t, crowd, executor);
    report.achieved = quality_of(scored, happened, solved.spread, score.flagged);
    report.thumbs = thumbs(people, scored, happened, solved.spread, t, crowd);
    std::vector<std::size_t> order(people.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const double sa = score_of(scored[a], solved.spread), sb = score_of(scored[b], solved.spread);
        return sa != sb ? sa < sb : a < b;  // people come by key
    });
    std::array<double, 10> many{};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t tenth = i * 10 / order.size();
        report.tenth_expected[tenth] += expected[order[i]];
        report.tenth_happened[tenth] += happened[order[i]];
        ++many[tenth];
    }
    for (std::size_t d = 0; d < 10; ++d)
        if (many[d] > 0) report.tenth_expected[d] /= many[d], report.tenth_happened[d] /= many[d];
    const int fifth = model_.factor_named("imd");
    std::map<FactorValue, std::pair<double, double>> by_fifth;  // missed, all
    for (std::size_t i = 0; i < people.size(); ++i) {
        const bool is_flagged = score_of(scored[i], solved.spread) >= solved.threshold;
        report.flagged += is_flagged;
        if (fifth < 0) continue;
        auto& [missed, all] = by_fifth[crowd.record(people[i].seat).factors()[fifth]];
        all += happened[i];
        if (!is_flagged) missed += happened[i];
    }
    for (const auto& [value, sums] : by_fifth)
        report.missed.emplace_back(model_.factors[size(fifth)].states[value],
                                   sums.second > 0 ? sums.first / sums.second : 0);
    score_reports_.push_back(std::move(report));
}

// --- Trials -------------------------------------------------------------------------------------

int ProgrammeMeeting::cluster_of(int programme, PersonKey key, int clusters) const {
    const Block words = streams_.block(key, Purpose::hub, model_.programmes[size(programme)].luck.hub, 2);
    return static_cast<int>(words[0] % static_cast<std::uint32_t>(clusters));
}

ArmSet ProgrammeMeeting::withheld(const Desk& desk, PersonKey key, ArmSet arms, Minutes t,
                                  ArmSet& forever) const {
    ArmSet made = 0;
    for_each_arm(arms, [&](int arm) {
        const auto use = size(desk.use_of[size(arm)]);
        const Allocation& allocation = plans_[size(arm)].uses[use].allocation;
        using How = Allocation::How;
        if (allocation.how == How::everybody || allocation.how == How::coin) return;
        const int cluster = cluster_of(desk.id, key, allocation.clusters);
        const bool never_at_all = allocation.how == How::in_part && cluster >= allocation.clusters / 2;
        const Minutes opens = later(plans_[size(arm)].uses[use].starts,
                                    allocation.how == How::by_step ? cluster * allocation.step : 0);
        if (never_at_all) forever |= only_arm(arm);
        if (never_at_all || t < opens - leeway) made |= only_arm(arm);
    });
    return made;
}

// --- Offers -------------------------------------------------------------------------------------

void ProgrammeMeeting::offer(Desk& desk, const Candidate& candidate, ArmSet arms, Minutes t, Crowd& crowd) {
    const Programme& programme = *desk.programme;
    const PersonKey key = crowd.record(candidate.seat).key();
    const int hub = hub_of(desk, key);
    // An earlier candidate may have been the same person in another strand.
    arms &= desk.has_room[size(hub)] & crowd.arms_of(candidate.seat);
    ArmSet forever = 0;
    arms &= ~withheld(desk, key, arms, t, forever);
    if (arms == 0) {
        if (forever == (crowd.arms_of(candidate.seat) & desk.arms)) crowd.be_done(candidate.seat, desk.id);
        return;
    }
    const auto known = desk.book.find(key);
    struct Group {
        ArmSet arms = 0;
        std::uint32_t offers = 0, refusals = 0;
    };
    std::vector<Group> groups;
    ArmSet fresh = arms;
    if (known != desk.book.end())
        for (const Desk::Entry& entry : known->second) {
            fresh &= ~entry.arms;
            if (const ArmSet part = arms & entry.arms; part != 0 && t >= entry.open_again - leeway)
                groups.push_back({part, entry.offers, entry.refusals});
        }
    if (fresh != 0) groups.push_back({fresh, 0, 0});
    if (groups.empty()) return;
    auto& book = desk.book[key];
    std::vector<Seat> seats{candidate.seat};
    for (const Group& group : groups) {
        const Record person = crowd.record(candidate.seat);
        const Block words = streams_.block(key, Purpose::take_up, programme.luck.take_up, group.offers);
        const double chance = static_cast<double>(model_.amounts.at(person.factors(), programme.take_up) *
                                                  model_.amounts_base[size(programme.take_up)]) *
                              std::pow(programme.after_refusal, group.refusals);
        const bool accepts = uniform(words[0], words[1]) < chance;
        crowd.count(candidate.seat, group.arms, t, programme.columns.offers);
        if (!accepts) crowd.count(candidate.seat, group.arms, t, programme.columns.refusals);
        for_each_arm(group.arms, [&](int arm) {
            Desk::Hub& at = desk.hubs[size(arm * programme.hubs + hub)];
            if (--at.left == 0) desk.has_room[size(hub)] &= ~only_arm(arm);
        });
        if (candidate.waiting >= 0) {
            desk.waiting[size(candidate.waiting)].arms &= ~group.arms;
            desk.waits[key] &= ~group.arms;
        }
        for (Desk::Entry& entry : book) entry.arms &= ~group.arms;
        std::erase_if(book, [](const Desk::Entry& entry) { return entry.arms == 0; });
        Desk::Entry entry{group.arms, group.offers + 1, group.refusals + (accepts ? 0 : 1), never};
        if (!accepts && programme.asked_again != never) entry.open_again = later(t, programme.asked_again);
        if (accepts) {
            // A coin is thrown for those who would start.
            ArmSet coins = 0;
            for_each_arm(group.arms, [&](int arm) {
                const Use& use = plans_[size(arm)].uses[size(desk.use_of[size(arm)])];
                if (use.allocation.how == Allocation::How::coin) coins |= only_arm(arm);
            });
            const Block coin = streams_.block(key, Purpose::hub, programme.luck.hub, 3);
            if (coins != 0 && (coin[0] & 1) != 0) {
                controls_.push_back({key, coins, desk.id, t, {}, 0});
                if (coins == group.arms) {
                    book.push_back(entry);
                    continue;
                }
                book.push_back({coins, group.offers + 1, group.refusals, never});
                entry.arms &= ~coins;
            } else
                coins = 0;
            start(desk, candidate.seat, group.arms & ~coins, group.offers, t, crowd, seats);
            const Minutes ends = started_.back().enrolment.ends;
            if (programme.again != never && ends != never) entry.open_again = later(ends, programme.again);
        }
        book.push_back(entry);
    }
    // Who will never be asked again need not be looked at again.
    for (const Seat seat : seats) {
        if (!crowd.is_here(seat, key)) continue;
        ArmSet open = crowd.arms_of(seat) & desk.arms;
        for (const Desk::Entry& entry : book)
            if (entry.open_again == never) open &= ~entry.arms;
        if (open == 0) crowd.be_done(seat, desk.id);
    }
}

void ProgrammeMeeting::start(Desk& desk, Seat from, ArmSet arms, std::uint32_t number, Minutes t,
                             Crowd& crowd, std::vector<Seat>& seats) {
    const PersonKey key = crowd.record(from).key();
    const Programme& programme = *desk.programme;
    Enrolment enrolment;
    enrolment.begins = later(t, programme.after);
    enrolment.ends = later(enrolment.begins, programme.lasts);
    if (programme.drop_out_rate > 0) {
        const Block words = streams_.block(key, Purpose::drop_out, programme.luck.drop_out, number);
        const double minutes = -portable_log(uniform(words[0], words[1])) / programme.drop_out_rate;
        const Minutes leaves =
            later(enrolment.begins, minutes < never ? static_cast<Minutes>(minutes) + 1 : never);
        if (leaves < enrolment.ends) enrolment.ends = leaves, enrolment.drops_out = true;
    }
    for (const Lens lens : {Lens::claimed, Lens::controlled}) {
        ArmSet part = 0;
        for_each_arm(arms, [&](int arm) {
            if (plans_[size(arm)].lens == lens) part |= only_arm(arm);
        });
        if (part == 0) continue;
        // Where arms of both lenses start somebody, what remains of the strand is parted in turn.
        enrolment.lens = static_cast<std::uint8_t>(lens);
        const Seat seat = crowd.part(from, part, t);
        seats.push_back(seat);
        crowd.record(seat).enrolments()[desk.id] = enrolment;
        started_.push_back(
            {key, part, desk.id, t, enrolment,
             static_cast<float>(t - crowd.record(seat).birth()) / static_cast<float>(minutes_per_year)});
    }
}

}  // namespace forestall
