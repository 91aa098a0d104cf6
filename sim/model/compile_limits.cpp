// How often a process may happen at most. Time is kept in minutes and the engine lets a clock run out once a
// minute, so a higher rate would silently become another one; and the mix takes steps in proportion to rates.
#include "sim/model/compile_limits.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

constexpr double most_a_year = minutes_per_year;

/// The highest product of one value of each term; infinite where a value is beyond all numbers, even if
/// another value would multiply it by zero.
double highest_product(const std::vector<Term>& terms) {
    double product = 1;
    for (const Term& term : terms) {
        float most = 0;
        for (const float value : term.values) most = std::max(most, value);
        if (!std::isfinite(most)) return HUGE_VAL;
        product *= static_cast<double>(most);
    }
    return product;
}

}  // namespace

double highest_season(const Model& model, int clock) {
    for (const SeasonedClock& seasoned : model.seasoned) {
        if (seasoned.clock != clock) continue;
        double most = 0;
        for (const std::uint16_t pattern : seasoned.pattern.values)
            for (const double factor : model.patterns[pattern].factors()) most = std::max(most, factor);
        return most;
    }
    return 1;
}

/// Not "more than", so that what is no number is refused too.
bool is_too_often(double a_year) { return !(a_year <= most_a_year); }

void add_too_often(Problems& problems, const Where& where, const std::string& what, double a_year,
                   const std::string& remedy) {
    problems.add(where, fmt::format("{} up to {:g} times a year", what, a_year),
                 fmt::format("time is kept in minutes, so once a minute, {:.0f} times a year, is the most",
                             most_a_year),
                 remedy);
}

void Compiler::check_rates() {
    for (const auto& spec : spec_.processes) {
        if (!spec.rate) continue;
        const int clock = clock_ids_.at(spec.name.text);
        const auto kept = std::find_if(means_.begin(), means_.end(), [&](const MeanToKeep& mean) {
            return !mean.is_level && mean.column == clock;
        });
        std::vector<Term> terms;
        for (const Term& term : rate_terms_)
            if (term.column == clock) terms.push_back(term);
        double a_year = rate_base_[static_cast<std::size_t>(clock)];
        // Multipliers that keep the mean move a rate from person to person and do not raise it.
        if (kept != means_.end())
            a_year = kept->rate_base * highest_product(kept->rate_terms);
        else
            a_year *= std::isfinite(highest_product(terms)) ? model_.rates.highest(clock) : HUGE_VAL;
        a_year *= highest_season(model_, clock);
        if (is_too_often(a_year))
            add_too_often(problems_, spec.rate->where, fmt::format("process '{}' can happen", spec.name.text),
                          a_year, "lower its rate, or what multiplies it");
    }
}

}  // namespace forestall
