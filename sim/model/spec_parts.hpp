// The words that models, places, studies and programmes share, as they were written: names, numbers,
// conditions, tables, rates, lengths and outcomes. Filled by sim/io; plain data.
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

/// How far a figure may lie from what is written, as ratios to it.
struct RatioRange {
    double low = 1, high = 1;
};

/// Where a figure comes from, and how far that was checked.
struct SourceEntry {
    std::string title, publisher, year, where, grade;
    std::optional<RatioRange> range = std::nullopt;  // none: the grade's own
    std::string distribution = {};                   // empty: the figure's own kind's
};
using Sources = std::map<std::string, SourceEntry>;

}  // namespace forestall
