// What a user wrote, as it was written: names are still names and every part knows its line. No meaning is
// checked here; `compile` does that. Filled by sim/io; plain data.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/core/where.hpp"

namespace forestall {

/// A word with the place it was written.
struct Name {
    std::string text;
    Where where;
};

/// A number with its unit and source (keys as written; empty when the language gives the unit).
struct Number {
    double value = 0;
    std::string unit;
    std::string source;
    Where where;
};

/// A length of time: either a fixed number (`unit` minutes, hours, days, weeks, months or years) or a table
/// of them.
struct NumberOrTable {
    std::variant<Number, Name> value;  // Name: a table
};

// --- Conditions
// -------------------------------------------------------------------------------------------------------

/// One factor must be in one of `states`, or within the bounds (age in years, counters in events).
struct TestSpec {
    Name factor;
    std::vector<Name> states;
    std::optional<double> at_least, below;
};

/// All tests of a clause must hold; any clause will do. No clause: always true ("everyone").
struct ConditionSpec {
    std::vector<std::vector<TestSpec>> any;
    Where where;
};

// --- Tables
// -----------------------------------------------------------------------------------------------------------

struct TableRow {
    std::vector<std::string> keys;  // one per column of `by`
    double value = 0;
    int line = 0;
};

struct TableSpec {
    Name name;
    std::string file;  // as written; empty when the place gives it
    bool from_place = false;
    std::vector<Name> by;  // "age", tracks, counters
    std::string value_column;
    std::string unit;
    std::string source;
    std::vector<TableRow> rows;  // read by sim/io
};

// --- Rates, multipliers, lengths
// ----------------------------------------------------------------------------------------

/// Values over pieces of time: age, or time since something. `values.size()` is breaks.size() or one more
/// (then the first value holds before the first break).
struct PiecesSpec {
    std::vector<double> breaks;  // years
    std::vector<double> values;
    std::optional<double> never;  // since only: before it ever happened
};

/// Values by the states of a track or counter; `otherwise` for those not named.
struct StateValuesSpec {
    std::vector<std::pair<Name, double>> values;
    std::optional<double> otherwise;
};

struct RateSpec {
    enum class Kind { value, table, by_age, by_since, by_state } kind = Kind::value;
    Number value;            // value
    Name name;               // table: its name; by_since: track or process; by_state: track or counter
    PiecesSpec pieces;       // by_age, by_since
    StateValuesSpec states;  // by_state
    std::string unit;        // all but table
    std::string source;
    Where where;
};

struct TimesSpec {
    enum class Kind { state, age, since, propensity, calendar, table, value } kind = Kind::value;
    Name name;               // state: track or counter; since; propensity; calendar; table
    PiecesSpec pieces;       // age, since
    StateValuesSpec states;  // state
    double value = 1;
    std::string source;
    Where where;
    std::string group = {};  // the named group of multipliers that it stands in; empty: it stands here
};

struct LengthSpec {
    enum class Kind { exponential, weibull, gamma, lognormal, fixed, empirical } kind = Kind::fixed;
    enum class Scale { mean, median, scale, length } scale_is = Scale::length;
    NumberOrTable scale;           // the mean, median, scale or fixed length
    double shape = 1;              // weibull, gamma: shape; lognormal: sd of the logarithm
    std::vector<Number> lengths;   // empirical
    std::vector<double> weights;   // empirical
    std::vector<TimesSpec> times;  // only state, age, table, value
    std::string source;
    Where where;
};

// --- What happens
// -------------------------------------------------------------------------------------------------------

struct OutcomeSpec;

struct SetSpec {
    Name track, state;  // state may be "next" or "previous"
};

struct StaySpec {
    SetSpec enters;
    LengthSpec length;
    std::vector<OutcomeSpec> afterwards;  // none or one
    Where where;
};

struct BranchSpec;

enum class LifeEvent { none, dies, leaves, gives_birth };

struct OutcomeSpec {
    std::vector<SetSpec> sets;
    std::vector<StaySpec> stays;  // none or one
    std::vector<BranchSpec> branches;
    LifeEvent life = LifeEvent::none;
    std::vector<Name> counts;
    Where where;
};

struct BranchSpec {
    bool otherwise = false;
    NumberOrTable chance;
    std::vector<TimesSpec> times;  // only state, age, table, value
    OutcomeSpec then;
    Where where;
};

// --- The parts of a model
// -----------------------------------------------------------------------------------------------

struct TrackSpec {
    Name name;
    std::string title;
    std::vector<Name> states;
    std::optional<Name> newborn;
};

struct PropensitySpec {
    Name name;
    double shape = 1;
    std::optional<Name> with;  // an earlier one, and how far they go together: of the normal scores
    double correlation = 0;
    std::string source;
};

struct CalendarSpec {
    enum class Kind { season, yearly_change, years } kind = Kind::season;
    Name name;
    std::vector<double> season;               // 12 factors, January first
    std::variant<double, Name> yearly = 0.0;  // percent a year, or a table of them
    std::map<int, double> years;
    std::string source;
};

struct CounterSpec {
    Name name;
    std::vector<Name> counts;  // processes or `counts` names
    Number window;             // length of time
    int up_to = 1;
};

/// Points for states, added up over tracks and cut: `states[i]` is for more than `breaks[i - 1]` points.
struct ScoreSpec {
    Name name;
    std::string title;
    std::vector<std::pair<Name, StateValuesSpec>> points;  // by track
    std::vector<Name> states;
    std::vector<double> breaks;
    std::string source;
};

struct ProcessSpec {
    Name name;
    std::string title;
    ConditionSpec when;
    std::optional<RateSpec> rate;
    std::optional<LengthSpec> after;
    std::vector<TimesSpec> times;
    bool keep_mean = false;
    std::vector<Name> keep_mean_with;
    OutcomeSpec then;
    std::string source;
};

struct ContactSpec {
    Name name;
    bool is_utility = false;  // counts quality-adjusted life years
    std::string title, unit;
    ConditionSpec when;
    RateSpec rate;
    std::vector<TimesSpec> times;
    bool keep_mean = false;
    std::string source;
};

struct LayerSpec {
    Name name;
    std::string title;
    ConditionSpec when;
};

struct MeasureSpec {
    enum class Kind { people, days, count } kind = Kind::people;
    Name name;
    std::string title;
    std::string unit;          // count: what is counted; "events" when empty
    ConditionSpec who;         // people, days
    std::vector<Name> counts;  // count: processes, `counts` names, born, arrives
};

struct CostSpec {
    Name name;
    Name of;  // measure
    Name payer;
    Number value;
};

/// How far a figure may lie from what is written, as ratios to it.
struct RatioRange {
    double low = 1, high = 1;
};

struct SourceEntry {
    std::string title, publisher, year, where, grade;
    std::optional<RatioRange> range = std::nullopt;  // none: the grade's own
    std::string distribution = {};                   // empty: the figure's own kind's
};

struct MixSpec {
    std::vector<Name> slow, fast;
};

struct PastsSpec {
    int lives = 0;  // of each kind; 0: people begin without a past
    Where where;
};

struct WarmUpSpec {
    std::optional<Number> length;
    std::vector<Name> processes;
};

struct ModelSpec {
    Name name;
    std::string title;
    std::vector<TrackSpec> tracks;
    std::vector<PropensitySpec> propensities;
    std::vector<CalendarSpec> calendars;
    std::vector<TableSpec> tables;
    std::vector<CounterSpec> counters;
    std::vector<ScoreSpec> scores;
    std::vector<ProcessSpec> processes;
    std::vector<ContactSpec> contacts;
    MixSpec mix;
    PastsSpec pasts;
    WarmUpSpec warm_up;
    std::vector<LayerSpec> layers;
    std::vector<MeasureSpec> measures;
    std::vector<std::pair<Name, std::string>> payers;  // name, title
    std::vector<CostSpec> costs;
    std::map<std::string, SourceEntry> sources;
    Where where;
};

// --- Place and study
// ----------------------------------------------------------------------------------------------------

/// A group of people alike in year of age and fixed tracks.
struct PeopleRow {
    double age = 0;                   // years; people are spread evenly over [age, age + 1)
    std::vector<std::string> states;  // one per column of `fixed`
    double people = 0;
    int line = 0;
};

struct PeopleSpec {
    std::string file;
    std::vector<Name> fixed;  // the file's columns that name tracks
    std::vector<PeopleRow> rows;
    bool exact_ages = false;  // all of an age at its birthday, not spread over the year
    std::string source;
    Where where;
};

struct PlaceSpec {
    Name name;
    std::string title;
    PeopleSpec population;
    double boys_per_girl = 1.0;
    std::optional<PeopleSpec> arrivals;  // people a year
    std::optional<CalendarSpec> arrivals_calendar;
    std::vector<TableSpec> tables;
    std::vector<std::pair<Name, Number>> times;  // process or contact: ratio
    std::vector<CalendarSpec> times_calendars;   // how that ratio changes with the date, by the same name
    std::vector<std::pair<Name, Number>> capacity;
    std::map<std::string, SourceEntry> sources;
    Where where;
};

struct ArmSpec {
    Name name;
    std::string title;
    std::vector<std::pair<Name, double>> times;  // process, contact, utility or cost: ratio
};

enum class Window { month, year, none };

/// Events of a process and the time at risk of it, by what its rate depends on.
struct OccurrenceSpec {
    Name process;
    struct By {
        Name name;
        bool since = false;  // time since the track's state began or the process happened
    };
    std::vector<By> by;
};

/// Percent a year by which what comes later counts for less.
struct DiscountSpec {
    std::optional<double> costs, utilities;
};

/// How prices grow, percent a year; compounding from the date, or from the study's start.
struct InflationSpec {
    std::optional<double> costs;
    std::optional<Date> since;
};

/// Limits that hold wherever a study says these, in its file and on the command line.
inline constexpr int most_replicates = 100'000;
inline constexpr int most_draws = 1'000'000'000;
inline constexpr std::int64_t largest_seed = (std::int64_t{1} << 53) - 1;  // what every reader can hold

struct StudySpec {
    Name name;
    std::string title;
    Name model, place;  // paths as written, relative to the study file
    Name parameters;    // likewise: fitted parameters; empty for figures as written
    Date start, end;
    Where end_where;  // where the end was given: its line in the file, or the option
    Window window = Window::month;
    std::vector<Name> strata;       // of age, layer and fixed tracks
    std::vector<double> age_bands;  // lower bounds, years
    bool sampled_contacts = false;
    std::vector<OccurrenceSpec> occurrences;
    DiscountSpec discount;
    InflationSpec inflation;
    std::uint64_t seed = 1;
    int replicates = 1;
    std::vector<ArmSpec> arms;
    Where where;
};

// --- Fitted parameters
// ----------------------------------------------------------------------------------------------------

/// Parameters that one factor multiplies, as a calibration found it.
struct FittedGroup {
    std::vector<Name> paths;
    double factor = 1;
    double standard_error = 0;  // of the factor's logarithm
};

/// What a calibration found, to be multiplied into a model and its place.
struct FittedSpec {
    std::vector<FittedGroup> groups;
    std::vector<std::vector<double>> correlation;  // of the logarithms of the factors
    std::uint64_t seed = 1;                        // of its draws
    Where where;
};

/// A study with the model and place that it names, and their texts (for provenance).
struct StudyFiles {
    StudySpec study;
    ModelSpec model;
    PlaceSpec place;
    std::vector<std::pair<std::string, std::string>>
        texts;     // path as written in the study, content: study, model, place, tables
    int draw = 0;  // of the fitted parameters that model and place hold; 0: their central values
};

}  // namespace forestall
