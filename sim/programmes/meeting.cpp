#include "sim/programmes/meeting.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/programmes/desk.hpp"
#include "sim/programmes/money.hpp"

namespace forestall {

namespace {

constexpr double minutes_a_month = minutes_per_year / 12.0;

}  // namespace

ProgrammeMeeting::ProgrammeMeeting(const Model& model, std::vector<ArmPlan> plans, const Streams& streams,
                                   double sample, const Callables& callables, std::vector<std::string> arms)
    : model_(model), plans_(std::move(plans)), streams_(streams), sample_(sample),
      arm_names_(std::move(arms)) {
    arm_names_.resize(plans_.size());
    const auto of = [](const auto& by_name, const std::string& name) {
        const auto at = by_name.find(name);
        return at == by_name.end() ? nullptr : at->second;
    };
    for (std::size_t p = 0; p < model.programmes.size(); ++p) {
        Desk desk;
        desk.id = static_cast<int>(p);
        desk.programme = &model.programmes[p];
        desk.finder = of(callables.finders, desk.programme->name);
        desk.response = of(callables.responses, desk.programme->name);
        desk.stop_rule = of(callables.stop_rules, desk.programme->name);
        desk.use_of.assign(plans_.size(), -1);
        desk.is_limited = desk.programme->at_once.has_value();
        for (std::size_t a = 0; a < plans_.size(); ++a)
            for (std::size_t u = 0; u < plans_[a].uses.size(); ++u)
                if (plans_[a].uses[u].programme == desk.id) {
                    desk.arms |= only_arm(static_cast<int>(a));
                    desk.use_of[a] = static_cast<int>(u);
                    desk.is_limited = desk.is_limited || plans_[a].uses[u].at_once.has_value();
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
        respond(desk, month, t, crowd);
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
            if (!ends && desk.stop_rule && month > report.first_month &&
                wants_to_stop(desk, arm, month, crowd))
                ends = report.stopped_by_review = true;
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
        limited = limited || (desk.open != 0 && desk.is_limited);
    }
    if (limited) {
        // Counted by set of arms first: there are few of them.
        std::vector<std::vector<std::unordered_map<ArmSet, int>>> active(desks_.size());
        for (const Desk& desk : desks_) active[size(desk.id)].resize(size(desk.programme->hubs));
        crowd.for_each_reached([&](Seat seat) {
            const Record person = crowd.record(seat);
            for (const Desk& desk : desks_) {
                if (!desk.is_limited || desk.open == 0) continue;
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
            const Use& use = plans_[size(arm)].uses[size(desk.use_of[size(arm)])];
            const auto a_month = use.a_month ? use.a_month : programme.a_month;
            const auto at_once = use.at_once ? use.at_once : programme.at_once;
            double full = 1;
            if (programme.ramp > 0) {
                const double passed = t - crowd.calendar().month_start(first);
                full = std::clamp((passed + minutes_a_month / 2) / programme.ramp, 0.0, 1.0);
            }
            for (int h = 0; h < programme.hubs; ++h) {
                Desk::Hub& hub = desk.hubs[size(arm * programme.hubs + h)];
                hub.left = std::numeric_limits<int>::max();
                if (a_month) {
                    hub.carry += *a_month * sample_ * full / programme.hubs;
                    hub.left = static_cast<int>(hub.carry);
                    hub.carry -= hub.left;  // what is not used by the month's end is lost
                }
                if (at_once) {
                    const double places = *at_once * sample_ * full;
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
    if (desk.finder && !standings.empty()) {
        const auto scores = found_by(desk, standings, month, t, crowd);
        if (unsolved != 0) solve(desk, unsolved, standings, scores, t, crowd, executor);
        for (std::size_t i = 0; i < standings.size(); ++i) {
            ArmSet flagged = programme.score ? 0 : standings[i].arms;
            for (const Desk::Solved& solved : desk.scores)
                if (scores[i] >= solved.score.threshold) flagged |= standings[i].arms & solved.arms;
            if (flagged != 0 && scores[i] > -std::numeric_limits<double>::infinity())
                found.push_back({scores[i], flagged, standings[i].seat, -1});
        }
        return found;
    }
    if (!programme.score) {
        for (const auto& one : standings)
            found.push_back({rank_of(one.seat, one.leaning), one.arms, one.seat, -1});
        return found;
    }
    if (unsolved != 0) solve(desk, unsolved, standings, {}, t, crowd, executor);
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

}  // namespace forestall
