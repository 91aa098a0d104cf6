// What a user wrote, as it was written: names are still names and every part knows its line. No meaning is
// checked here; `compile` does that. Filled by sim/io; plain data.
#pragma once

#include "sim/model/programme_spec.hpp"
#include "sim/model/spec_parts.hpp"

namespace forestall {

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
    Sources sources;
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
    Sources sources;
    Where where;
};

struct ArmSpec {
    Name name;
    std::string title;
    std::vector<std::pair<Name, double>> times;  // process, contact, utility or cost: ratio
    std::vector<ArmProgrammeSpec> programmes;
    Lens lens = Lens::controlled;
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
    Lens lens = Lens::controlled;  // of arms that do not say
    CombineSpec combine;
    std::vector<Name> table;          // measures of the split screen; empty: as the program chooses
    std::optional<Name> attribution;  // the arm whose programmes share out its effect
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
    std::vector<ProgrammeSpec> programmes;  // of all arms, each file once
    std::vector<std::pair<std::string, std::string>>
        texts;     // path as written in the study, content: study, model, place, tables
    int draw = 0;  // of the fitted parameters that model and place hold; 0: their central values
    std::vector<std::string> changes = {};  // what was made otherwise than the texts say, one a line
};

}  // namespace forestall
