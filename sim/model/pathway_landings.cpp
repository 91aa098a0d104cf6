#include "sim/model/pathway_landings.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sim/model/pathway_names.hpp"

namespace forestall::pathways {

namespace {

/// Follows outcomes on one track, up to the next passing of time.
class Follower {
  public:
    explicit Follower(const Pathway& pathway) : pathway_(pathway), track_(*pathway.track) {}

    std::vector<Landing> landings(const OutcomeSpec& outcome, int from) {
        landings_.clear();
        follow(outcome, {from, 0, 1.0});
        return std::move(landings_);
    }

  private:
    bool is_here(const SetSpec& set) const { return set.track.text == track_.name.text; }

    /// Whether the track can be changed at once.
    bool is_touched(const OutcomeSpec& outcome) const {
        const auto& [sets, stays, branches, life, counts, where] = outcome;
        return life == LifeEvent::dies || life == LifeEvent::leaves ||
               std::any_of(sets.begin(), sets.end(), [&](const SetSpec& set) { return is_here(set); }) ||
               std::any_of(stays.begin(), stays.end(),
                           [&](const StaySpec& stay) { return is_here(stay.enters); }) ||
               is_touched(branches);
    }
    bool is_touched(const std::vector<BranchSpec>& branches) const {
        return std::any_of(branches.begin(), branches.end(),
                           [&](const BranchSpec& option) { return is_touched(option.then); });
    }

    void move(const SetSpec& set, Landing& at) const {
        if (!is_here(set)) return;
        if (set.state.text == "next")
            at.to = std::min(at.to + 1, pathway_.states() - 1);
        else if (set.state.text == "previous")
            at.to = std::max(at.to - 1, 0);
        else
            at.to = state_named(track_, set.state.text);
    }

    void follow(const OutcomeSpec& outcome, Landing at) {
        for (const auto& set : outcome.sets) move(set, at);
        for (const auto& stay : outcome.stays) move(stay.enters, at);
        if (outcome.life == LifeEvent::dies) at.to = pathway_.dies();
        if (outcome.life == LifeEvent::leaves) at.to = pathway_.leaves();
        if (at.to >= pathway_.states() || !is_touched(outcome.branches))
            landings_.push_back(at);
        else
            follow_branches(outcome.branches, at);
    }

    void follow_branches(const std::vector<BranchSpec>& branches, const Landing& at) {
        std::optional<double> left = at.chance;  // of what the options so far leave over
        for (std::size_t i = 0; i < branches.size(); ++i) {
            Landing way{at.to, at.option ? at.option : static_cast<int>(i) + 1, left};
            if (!branches[i].otherwise) way.chance = chance_of(branches[i], at.chance);
            left = left && way.chance ? std::optional(*left - *way.chance) : std::nullopt;
            follow(branches[i].then, way);
        }
        constexpr double rounding = 1e-9;
        const bool is_spent = branches.back().otherwise || (left && *left < rounding);
        if (!is_spent) landings_.push_back({at.to, at.option, left});
    }

    static std::optional<double> chance_of(const BranchSpec& option, std::optional<double> before) {
        const Number* number = std::get_if<Number>(&option.chance.value);
        return number && option.times.empty() && before ? std::optional(number->value * *before)
                                                        : std::nullopt;
    }

    const Pathway& pathway_;
    const TrackSpec& track_;
    std::vector<Landing> landings_;
};

}  // namespace

std::vector<Landing> landings(const Pathway& pathway, const OutcomeSpec& outcome, int from) {
    return Follower(pathway).landings(outcome, from);
}

}  // namespace forestall::pathways
