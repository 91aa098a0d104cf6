// Where a meeting asks the code that a study hands in.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/programmes/desk.hpp"

namespace forestall {

/// What somebody's own finder gives these people.
std::vector<double> ProgrammeMeeting::found_by(const Desk& desk,
                                               const std::vector<Crowd::Standing>& standings, int month,
                                               Minutes t, Crowd& crowd) const {
    PeopleSeen people(model_, month, crowd.calendar().month_date(month));
    people.reserve(standings.size());
    AlignedVector<std::byte> memory;
    for (const auto& one : standings) people.add(crowd.record_at(one.seat, t, memory), t);
    std::vector<double> scores(standings.size(), 0.0);
    desk.finder(people, scores);
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (std::isnan(scores[i]))
            throw RunError(fmt::format("the finder of '{}' gave no number (NaN) for person {} in {}",
                                       desk.programme->name, people.key(i), to_string(people.date())));
    return scores;
}

/// How much those who were started this month feel.
void ProgrammeMeeting::respond(Desk& desk, int month, Minutes t, Crowd& crowd) {
    if (desk.response && !desk.fresh.empty()) {
        // Seats depend on who else has one; what code is shown must not.
        std::sort(desk.fresh.begin(), desk.fresh.end(), [&](const auto& a, const auto& b) {
            const Started &one = started_[a.second], &other = started_[b.second];
            return one.key != other.key ? one.key < other.key : one.arms < other.arms;
        });
        PeopleSeen people(model_, month, crowd.calendar().month_date(month));
        AlignedVector<std::byte> memory;
        for (const auto& [seat, index] : desk.fresh) people.add(crowd.record_at(seat, t, memory), t);
        std::vector<double> strengths(people.size(), 1.0);
        desk.response(people, strengths);
        for (std::size_t i = 0; i < strengths.size(); ++i) {
            if (!std::isfinite(strengths[i]) || strengths[i] < 0)
                throw RunError(fmt::format(
                    "the response to '{}' of person {} in {} is {}, which is no strength of at least 0",
                    desk.programme->name, people.key(i), to_string(people.date()), strengths[i]));
            const auto& [seat, index] = desk.fresh[i];
            started_[index].enrolment.strength = static_cast<float>(strengths[i]);
            crowd.record(seat).enrolments()[desk.id].strength = static_cast<float>(strengths[i]);
        }
    }
    desk.fresh.clear();
}

bool ProgrammeMeeting::wants_to_stop(const Desk& desk, int arm, int month, Crowd& crowd) const {
    const UseReport& use = use_reports_[size(arm)][size(desk.use_of[size(arm)])];
    Review review;
    review.arm = arm_names_[size(arm)];
    review.month = month;
    review.months_open = month - use.first_month;
    review.date = crowd.calendar().month_date(month);
    review.saved = [this, arm, month, &crowd] { return saved(arm, month, crowd); };
    review.started = [this, arm, &desk] {
        double people = 0;
        for (const Started& one : started_) people += one.programme == desk.id && holds(one.arms, arm);
        return people / sample_;
    };
    return desk.stop_rule(review);
}

}  // namespace forestall
