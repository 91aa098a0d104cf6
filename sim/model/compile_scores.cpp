// Scores: points for the states of tracks, added up and cut into states of their own.
#include <algorithm>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

constexpr std::size_t most_combinations = 1 << 20;
/// Sums of decimal figures miss their cut by less than this.
constexpr double rounding = 1e-9;

}  // namespace

void Compiler::add_scores() {
    for (const ScoreSpec& spec : spec_.scores) {
        std::vector<int> tracks;
        std::vector<std::vector<double>> points;
        std::vector<std::vector<std::uint32_t>> values;
        std::vector<std::size_t> sizes;
        std::size_t combinations = 1;
        for (const auto& [name, by_state] : spec.points) {
            const int track = factor(name, "score");
            if (track < 0) continue;
            if (model_.factors[static_cast<std::size_t>(track)].kind != Factor::Kind::track) {
                problems_.add(name.where, fmt::format("'{}' is not a track", name.text),
                              "a score adds up points for the states of tracks",
                              suggest(name.text, names_of(Factor::Kind::track)));
                continue;
            }
            tracks.push_back(track);
            sizes.push_back(values_of(track));
            combinations *= sizes.back();
            points.emplace_back(sizes.back(), by_state.otherwise.value_or(0));
            values.emplace_back();
            for (std::uint32_t v = 0; v < sizes.back(); ++v) values.back().push_back(v);
            for (const auto& [named, figure] : by_state.values)
                if (const int at = state(track, named); at >= 0)
                    points.back()[static_cast<std::size_t>(at)] = figure;
        }
        if (combinations > most_combinations) {
            problems_.add(
                spec.name.where,
                fmt::format("score '{}' has {} combinations of states", spec.name.text, combinations),
                fmt::format("at most {} can be held", most_combinations), "use fewer tracks");
            continue;
        }
        Score score{factor_ids_.at(spec.name.text), {FactorIndex(tracks, values), {}}};
        for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
            double sum = 0;
            for (std::size_t i = 0; i < at.size(); ++i) sum += points[i][at[i]];
            score.state.values.push_back(static_cast<FactorValue>(std::count_if(
                spec.breaks.begin(), spec.breaks.end(), [&](double cut) { return sum > cut + rounding; })));
        });
        model_.scores.push_back(std::move(score));
    }
    if (!spec_.scores.empty() && !spec_.mix.slow.empty())
        problems_.add(spec_.scores.front().name.where, "a score beside a mix",
                      "a mix follows the tracks it lists, and knows nothing of scores",
                      "use `pasts` instead of `mix`");
}

}  // namespace forestall
