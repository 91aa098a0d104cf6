// Scores of a meeting: solved, tried out and reported when a programme starts.
#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "sim/programmes/desk.hpp"

namespace forestall {

/// Arms with the very same people, of whom they ask the same, share one answer.
void ProgrammeMeeting::solve(Desk& desk, ArmSet arms, const std::vector<Crowd::Standing>& standings,
                             const std::vector<double>& ranks, Minutes t, Crowd& crowd, Executor& executor) {
    std::map<std::uint64_t, ArmSet> alike;
    const auto asked = [&](int arm) {
        return plans_[size(arm)].uses[size(desk.use_of[size(arm)])].sensitivity;
    };
    for_each_arm(arms, [&](int arm) {
        std::uint64_t signature = std::bit_cast<std::uint64_t>(asked(arm).value_or(0));
        for (const auto& one : standings)
            if (holds(one.arms, arm))
                signature = signature * 0x9e3779b97f4a7c15u + static_cast<std::uint64_t>(one.seat) + 1;
        alike[signature] |= only_arm(arm);
    });
    for (const auto& [signature, same] : alike) {
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0; i < standings.size(); ++i)
            if ((standings[i].arms & same) != 0) chosen.push_back(i);
        if (chosen.empty()) continue;
        // Seats depend on who else has one; trials and thresholds must not.
        std::sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) {
            return crowd.record(standings[a].seat).key() < crowd.record(standings[b].seat).key();
        });
        std::vector<Crowd::Standing> people;
        std::vector<Scored> scored;
        for (const std::size_t i : chosen) {
            people.push_back(standings[i]);
            scored.push_back({standings[i].risk, standings[i].leaning});
        }
        // What happens to them is tried out, as rates alone do not tell who dies or changes first.
        const auto outcomes = try_out(desk, people, 1, t, crowd, executor);
        SolvedScore solved;
        if (ranks.empty()) {
            Programme::Score score = *desk.programme->score;
            score.wanted = asked(std::countr_zero(same)).value_or(score.wanted);
            solved = solve_score(scored, outcomes, score, desk.programme->name);
            desk.scores.push_back({same, solved});
        } else {
            // Only the order of somebody's own scores counts; its quality is what it is.
            std::vector<double> sorted;
            for (const std::size_t i : chosen) sorted.push_back(ranks[i]);
            std::sort(sorted.begin(), sorted.end());
            const auto below = [&](double rank) {
                return static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), rank) -
                                           sorted.begin()) /
                       static_cast<double>(sorted.size());
            };
            for (std::size_t i = 0; i < scored.size(); ++i)
                scored[i] = {std::exp(below(ranks[chosen[i]])), 0};
            const double flagged = desk.programme->score->flagged;
            solved.expected = quality_of(scored, outcomes, 0, flagged, &solved.threshold);
            // Ties at the end of the flagged share are flagged together.
            const auto last = static_cast<std::size_t>((1 - flagged) * static_cast<double>(sorted.size()));
            const double threshold = sorted[std::min(last, sorted.size() - 1)];
            solved.threshold = below(threshold);
            desk.scores.push_back({same, {0, threshold, solved.expected}});
        }
        desk.solved |= same;
        report(desk, same, people, scored, outcomes, solved, t, crowd, executor);
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
                              const std::vector<Scored>& scored, const std::vector<double>& expected,
                              const SolvedScore& solved, Minutes t, Crowd& crowd, Executor& executor) {
    const Programme::Score& score = *desk.programme->score;
    ScoreReport report;
    report.programme = desk.id;
    report.arms = arms;
    report.people = people.size();
    report.spread = solved.spread;
    report.expected = solved.expected;
    report.by_finder = static_cast<bool>(desk.finder);
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

}  // namespace forestall
