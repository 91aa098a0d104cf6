// The compiled model: everything a run needs, dense, constant, without names to look up. Made by `compile`,
// shared by all threads and arms. The description it came from is `ModelSpec` (spec.hpp); the state of a run
// is in sim/engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/model/calendars.hpp"
#include "sim/model/lengths.hpp"
#include "sim/model/mix.hpp"
#include "sim/model/pasts.hpp"
#include "sim/model/programme.hpp"
#include "sim/model/rows.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// What the clocks count in: a residual r stands for r / 2^57 of a unit-exponential draw. Whole numbers make
/// the run-down of a clock exact, so that a clock does not know how often it was looked at.
inline constexpr double clock_scale = 0x1p57;
/// Calendar factors stretch time in steps of 1/4096 minute, so that seasons and trends are exact in whole
/// numbers too.
inline constexpr std::int64_t ticks_per_minute = 4096;

inline constexpr int age_factor = 0;  // the first factor is the age cell

/// A discrete property of a person. Factors: age cell, then tracks, counters, scores, pieces of time since,
/// and last the layer.
struct Factor {
    enum class Kind { age, track, since, counter, score, layer } kind = Kind::track;
    std::string name, title;
    std::vector<std::string> states;
};

/// Time since a track's present state began or a process last happened, cut at breaks. Value 0: never; value
/// i: piece i.
struct Since {
    int factor = 0;
    int track = -1;  // factor of the track, or
    int process = -1;
    std::vector<Minutes> breaks;
};

/// How often something happened within a window of the past; the value is at most `depth`. Processes and
/// effects know which counters they feed.
struct Counter {
    int factor = 0;
    Minutes window = 0;
    int depth = 1;
    int first_time = 0;  // index of its first remembered time within the record's counter times
};

/// A factor that follows from the states of tracks.
struct Score {
    int factor = 0;
    Lookup<FactorValue> state;
};

/// How much more than others a person tends to do something: a gamma draw for life, with mean 1. Draws that
/// go together share a normal copula.
struct Propensity {
    double shape = 1;
    std::uint32_t stream = 0;
    int with = -1;  // an earlier propensity
    double correlation = 0;
    GammaTable values;
};

/// One draw among outcomes: option i happens with chance column `options[i].chance`, else the next; -1 is
/// "otherwise".
struct BranchOption {
    int chance = -1;  // column of Model::amounts
    int effect = 0;
};

/// What happens to a person at an event. Indices into Model's lists; -1 where there is none.
struct Effect {
    std::uint32_t stream = 0;  // of its branch and its births
    struct Set {
        int factor = 0;
        int state = 0;  // or:
        enum class Mode { to, next, previous } mode = Mode::to;
    };
    std::vector<Set> sets;
    int timer = -1;  // the stay it starts
    std::vector<BranchOption> options;
    LifeEvent life = LifeEvent::none;
    std::vector<int> counts;    // event columns
    std::vector<int> counters;  // counters it feeds
    std::vector<int> refers;    // programmes it may refer to
};

/// A clocked process: happens at its rate, or a timed one (`after`), which a timer carries.
struct Process {
    std::string name, title;
    std::uint32_t stream = 0;  // of its clock
    int clock = -1;            // column of Model::rates
    int timer = -1;
    int effect = 0;
    std::vector<int> counts;    // event columns
    std::vector<int> since;     // Since entries it resets
    std::vector<int> counters;  // counters it feeds
    int occurrence = -1;        // place in Model::occurrences
    std::vector<int> refers;    // programmes it may refer to
};

/// Something scheduled: the end of a stay, or an `after` process.
struct Timer {
    std::string name;
    std::uint32_t stream = 0;     // of its length
    int process = -1;             // the `after` process that it carries; -1 for the end of a stay
    Lookup<std::uint8_t> while_;  // it runs while this holds and is dropped when it ends
    Length length;                // drawn when it starts
    int scale = 0;   // column of Model::amounts: what the length's unit draw is multiplied by, in minutes
    int effect = 0;  // what happens at its end
    std::vector<int> replaces;  // other stays in the same track: starting this one drops them
};

/// Something reported.
struct Measure {
    enum class Kind { events, people, days, contacts } kind = Kind::events;
    std::string name, title, unit;
    int column = 0;     // events: event column; others: level column
    int calendar = -1;  // contacts: calendar applied by month; index into Model::contact_calendars
    bool is_utility = false;
    bool is_of_programme = false;  // what a programme does, not what people need
};

struct Cost {
    std::string name;
    int measure = 0;
    int payer = 0;
    double value = 0;
    std::string unit;
};

/// One axis of the result cells.
struct Stratum {
    std::string name, title;  // "age_band"
    std::vector<std::string> labels;
    std::vector<int> factors;  // the factor it reads
};

/// Events of a process and time at risk of it, by some factors.
struct Occurrence {
    int process = 0;
    Lookup<std::uint8_t> at_risk;  // 1 where the process's `when` holds
    FactorIndex cell;
    struct By {
        std::string name, title;
        std::vector<std::string> labels;
    };
    std::vector<By> by;
};

/// Where each part of a person's record lies, in bytes from its start. What a past holds comes first and ends
/// at `past`; after it come clocks, and how often they and the timers have been drawn.
struct RecordLayout {
    std::size_t key = 0, birth = 0, cause = 0, factors = 0, clocks = 0, occurrences = 0, starts = 0,
                timers = 0, stamps = 0, counter_times = 0, propensities = 0, past = 0, stride = 0;
    /// What a strand that some programme has reached holds beyond the record: enrolments.
    std::size_t enrolments = 0, strand_stride = 0;
};

struct Model {
    std::string name, title;
    std::vector<Factor> factors;
    std::vector<Minutes> age_breaks;  // start of each age cell, from 0
    std::vector<Since> sinces;
    std::vector<Counter> counters;
    int counter_times = 0;  // remembered times in a record
    std::vector<Score> scores;
    std::vector<Process> processes;
    std::vector<int> clocked;  // process of each clock
    std::vector<Timer> timers;
    std::vector<Effect> effects;
    std::vector<Propensity> propensities;
    std::vector<int> propensity_of;  // per clock: propensity or -1

    RowProduct rates;                 // columns: clocks; in clock units a minute once multiplied by `base`
    std::vector<float> base;          // per clock, padded to rates.width()
    std::vector<float> warm_up_base;  // the same while the population warms up
    std::vector<SeasonedClock> seasoned;  // clocks whose time a calendar stretches
    std::vector<CalendarPattern> patterns;
    RowProduct amounts;  // columns: chances and scales of lengths
    std::vector<float> amounts_base;

    RowProduct levels;  // columns: people and days measures (1 or 0), contacts (a minute)
    std::vector<float> levels_base;
    std::vector<double>
        level_units;  // per column: how many units one person, or one contact a minute, counts
    int event_columns = 0;
    int born_column = -1, arrives_column = -1;
    int first_move_column = 0;  // moves into layer l are column first_move_column + l
    std::vector<std::vector<double>> contact_calendars;  // factor by month

    int layer_factor = 0;
    Lookup<std::uint8_t> layer;
    std::vector<std::string> layer_names, layer_titles;
    std::vector<Stratum> strata;
    FactorIndex cell;
    std::vector<Measure> measures;
    std::vector<std::pair<std::string, std::string>> payers;
    std::vector<Cost> costs;
    std::vector<Occurrence> occurrences;
    DiscountSpec discount;
    InflationSpec inflation;

    std::vector<FactorValue> newborn;  // factors of a newborn
    int sex_factor = -1;
    double share_boys = 0.5;
    int male_state = 0;
    std::vector<int> fixed;  // factors that only the place sets
    Mix mix;
    Pasts pasts;
    std::vector<Programme> programmes;
    CombineSpec combine;
    std::vector<int> fast;  // tracks of the mix whose states last days
    Minutes warm_up = 0;
    RecordLayout layout;

    int factor_named(const std::string& name) const;
    int process_named(const std::string& name) const;
    int measure_named(const std::string& name) const;
};

}  // namespace forestall
