#include "sim/model/programme.hpp"

#include <algorithm>

namespace forestall {

const char* to_string(Lens lens) { return lens == Lens::claimed ? "claimed" : "controlled"; }

namespace {

constexpr Minutes month = minutes_per_year / 12;

/// In which monthly step minute `t` of a slope lies, and how many there are.
Minutes steps_of(Minutes slope) { return std::max<Minutes>(1, (slope + month / 2) / month); }

double climbed(Minutes t, Minutes slope) {
    if (slope <= 0) return 1;
    const Minutes steps = steps_of(slope);
    const auto step = static_cast<Minutes>(std::int64_t{t} * steps / slope);
    return step >= steps ? 1.0 : (static_cast<double>(step) + 0.5) / static_cast<double>(steps);
}

/// The first minute of a step of a slope that begins at `from`, after t.
Minutes next_on_slope(Minutes t, Minutes from, Minutes slope) {
    if (slope <= 0 || t >= from + slope) return never;
    if (t < from) return from;
    const Minutes steps = steps_of(slope);
    const std::int64_t step = std::int64_t{t - from} * steps / slope + 1;
    return from + static_cast<Minutes>((step * slope + steps - 1) / steps);
}

}  // namespace

double Course::strength(Minutes t, Minutes begins, Minutes ends) const {
    if (begins == never || t < begins) return 0;
    if (only != never && t - begins >= only) return 0;
    const double grown = climbed(std::min(t, ends - 1) - begins, onset);  // what was reached stays
    if (t < ends) return grown;
    if (waning <= 0) return 0;
    return t - ends >= waning ? 0 : grown * (1 - climbed(t - ends, waning));
}

Minutes Course::next_step(Minutes t, Minutes begins, Minutes ends) const {
    if (begins == never) return never;
    if (t < begins) return begins;
    Minutes next = never;
    if (only != never && t - begins < only) next = begins + only;
    if (t < ends) {
        next = std::min(next, ends);
        next = std::min(next, next_on_slope(t, begins, onset));
        return next;
    }
    if (waning > 0 && t - ends < waning) {
        next = std::min(next, next_on_slope(t, ends, waning));
        next = std::min(next, ends + waning);
    }
    return next;
}

}  // namespace forestall
