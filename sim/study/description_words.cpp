#include "sim/study/description_words.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/model/parameters.hpp"
#include "sim/study/description_text.hpp"

namespace forestall::description {

namespace {

// --- Conditions --------------------------------------------------------------------------------------------

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string state_in_words(const Name& state) {
    return is_number(state.text) ? state.text : "'" + in_words(state.text) + "'";
}

std::string test_in_words(const TestSpec& test) {
    const std::string factor = in_words(test.factor.text);
    const char* or_more = test.factor.text == "age" ? "or over" : "or more";
    if (test.at_least && test.below)
        return fmt::format("{} is from {} to below {}", factor, figure(*test.at_least), figure(*test.below));
    if (test.at_least) return fmt::format("{} is {} {}", factor, figure(*test.at_least), or_more);
    if (test.below) return fmt::format("{} is below {}", factor, figure(*test.below));
    Lines states;
    for (const Name& state : test.states) states.push_back(state_in_words(state));
    return factor + " is " + joined(states, "or");
}

std::string clause_in_words(const std::vector<TestSpec>& clause) {
    if (clause.empty()) return "everyone";
    std::string text;
    for (const TestSpec& test : clause) text += (text.empty() ? "" : ", and ") + test_in_words(test);
    return text;
}

// --- Figures that go by something --------------------------------------------------------------------------

/// Pieces of age begin with 0 where nothing is said of the time before the first break.
Lines pieces_in_words(const PiecesSpec& pieces) {
    Lines parts;
    if (pieces.breaks.empty()) {
        for (const double value : pieces.values) parts.push_back("always: " + figure(value));
        return parts;
    }
    const bool has_first = pieces.values.size() > pieces.breaks.size();
    const double before = has_first ? pieces.values.front() : 0;
    if (has_first || pieces.breaks.front() > 0)
        parts.push_back(fmt::format("below {}: {}", figure(pieces.breaks.front()), figure(before)));
    for (std::size_t i = 0; i < pieces.breaks.size(); ++i) {
        const std::size_t at = i + (has_first ? 1 : 0);
        if (at >= pieces.values.size()) break;
        parts.push_back(fmt::format("from {}: {}", figure(pieces.breaks[i]), figure(pieces.values[at])));
    }
    return parts;
}

std::string states_in_words(const StateValuesSpec& states) {
    Lines parts;
    for (const auto& [state, value] : states.values)
        parts.push_back(fmt::format("{}: {}", in_words(state.text), figure(value)));
    if (states.otherwise) parts.push_back("otherwise: " + figure(*states.otherwise));
    return listed(parts);
}

/// What time is counted from: the beginning of a state, or the last time that something happened.
std::string since_in_words(const ModelSpec& model, const Name& name, const PiecesSpec& pieces) {
    Lines parts = pieces_in_words(pieces);
    if (track_named(model, name.text) != nullptr)
        return fmt::format("years in the present state of {} ({})", in_words(name.text), listed(parts));
    parts.push_back("before it ever happened: " + figure(pieces.never.value_or(0)));
    return fmt::format("years since {} ({})", code(name.text), listed(parts));
}

std::vector<double> figures_of(const RateSpec& rate) {
    if (rate.kind != RateSpec::Kind::by_state) return rate.pieces.values;
    std::vector<double> values;
    for (const auto& [state, value] : rate.states.values) values.push_back(value);
    if (rate.states.otherwise) values.push_back(*rate.states.otherwise);
    return values;
}

// --- Lengths -----------------------------------------------------------------------------------------------

std::string number_or_table(const StudyFiles& files, const NumberOrTable& scale) {
    if (const Name* name = std::get_if<Name>(&scale.value))
        return "as in " + table_in_words(files, name->text);
    const Number& number = std::get<Number>(scale.value);
    return with_unit(number.value, number.unit) + cited(files, Of::model, number.source);
}

std::string empirical_in_words(const StudyFiles& files, const LengthSpec& length) {
    Lines parts;
    for (std::size_t i = 0; i < length.lengths.size() && i < length.weights.size(); ++i)
        parts.push_back(fmt::format("{} (weight {})",
                                    with_unit(length.lengths[i].value, length.lengths[i].unit),
                                    figure(length.weights[i])));
    return "one of " + joined(parts, "and") + cited(files, Of::model, length.source);
}

std::string distribution_in_words(const StudyFiles& files, const LengthSpec& length) {
    using Kind = LengthSpec::Kind;
    std::string scale = number_or_table(files, length.scale);
    const std::string of_scale = fmt::format("{} {}", scale_word(length.scale_is), scale);
    const std::string source = cited(files, Of::model, length.source);
    switch (length.kind) {
    case Kind::exponential: return "exponential, " + of_scale;
    case Kind::weibull: return fmt::format("Weibull, shape {}{}, {}", figure(length.shape), source, of_scale);
    case Kind::gamma: return fmt::format("gamma, shape {}{}, {}", figure(length.shape), source, of_scale);
    case Kind::lognormal:
        return fmt::format("lognormal, {}, standard deviation of the logarithm {}{}", of_scale,
                           figure(length.shape), source);
    case Kind::empirical: return empirical_in_words(files, length);
    case Kind::fixed: break;
    }
    return scale;
}

// --- Calendars ---------------------------------------------------------------------------------------------

Lines seasons_in_words(const std::vector<double>& season) {
    constexpr const char* months[] = {"January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December"};
    Lines parts;
    for (std::size_t i = 0; i < season.size() && i < std::size(months); ++i)
        parts.push_back(fmt::format("{}: {}", months[i], figure(season[i])));
    return parts;
}

}  // namespace

std::string condition_in_words(const ConditionSpec& condition) {
    if (condition.any.empty()) return "everyone";
    Lines clauses;
    for (const auto& clause : condition.any) clauses.push_back(clause_in_words(clause));
    if (std::find(clauses.begin(), clauses.end(), "everyone") != clauses.end()) return "everyone";
    std::string text;
    for (const std::string& clause : clauses) text += (text.empty() ? "" : "; or ") + clause;
    return text;
}

std::string rate_in_full(const StudyFiles& files, const RateSpec& rate) {
    using Kind = RateSpec::Kind;
    const std::string source = cited(files, Of::model, rate.source), unit = unit_in_words(rate.unit);
    switch (rate.kind) {
    case Kind::value:
        return with_unit(rate.value.value, rate.unit) + cited(files, Of::model, rate.value.source);
    case Kind::table: return table_in_words(files, rate.name.text);
    case Kind::by_age:
        return fmt::format("{}, by age ({}){}", unit, listed(pieces_in_words(rate.pieces)), source);
    case Kind::by_since:
        return fmt::format("{}, by {}{}", unit, since_in_words(files.model, rate.name, rate.pieces), source);
    case Kind::by_state: break;
    }
    return fmt::format("{}, by {} ({}){}", unit, in_words(rate.name.text), states_in_words(rate.states),
                       source);
}

std::string rate_in_short(const StudyFiles& files, const RateSpec& rate) {
    using Kind = RateSpec::Kind;
    if (rate.kind == Kind::value || rate.kind == Kind::table) return rate_in_full(files, rate);
    const std::vector<double> values = figures_of(rate);
    if (values.empty()) return rate_in_full(files, rate);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const std::string by = rate.kind == Kind::by_since ? "time since " + code(rate.name.text)
                           : rate.kind == Kind::by_age ? "age"
                                                       : in_words(rate.name.text);
    return fmt::format("{} to {} {}, by {}{}", figure(*low), figure(*high), unit_in_words(rate.unit), by,
                       cited(files, Of::model, rate.source));
}

std::string times_in_short(const TimesSpec& times) {
    using Kind = TimesSpec::Kind;
    switch (times.kind) {
    case Kind::state: return in_words(times.name.text);
    case Kind::age: return "age";
    case Kind::since: return "time since " + code(times.name.text);
    case Kind::propensity: return "own tendency " + code(times.name.text);
    case Kind::calendar: return "calendar " + code(times.name.text);
    case Kind::table: return "table " + code(times.name.text);
    case Kind::value: break;
    }
    return figure(times.value);
}

std::string times_in_words(const StudyFiles& files, const TimesSpec& times) {
    using Kind = TimesSpec::Kind;
    const std::string source =
        cited(files, Of::model, times.source) +
        (times.group.empty() ? "" : ", from the shared multipliers " + code(times.group));
    switch (times.kind) {
    case Kind::state:
        return fmt::format("{} ({}){}", in_words(times.name.text), states_in_words(times.states), source);
    case Kind::age: return fmt::format("age ({}){}", listed(pieces_in_words(times.pieces)), source);
    case Kind::since: return since_in_words(files.model, times.name, times.pieces) + source;
    case Kind::table: return table_in_words(files, times.name.text);
    case Kind::value: return figure(times.value) + source;
    case Kind::propensity:
    case Kind::calendar: break;
    }
    return times_in_short(times);
}

std::string length_in_words(const StudyFiles& files, const LengthSpec& length) {
    Lines factors;
    for (const TimesSpec& times : length.times) factors.push_back(times_in_words(files, times));
    return distribution_in_words(files, length) +
           (factors.empty() ? "" : ", multiplied by " + listed(factors));
}

std::string calendar_in_words(const StudyFiles& files, const CalendarSpec& calendar, Of of) {
    const std::string source = cited(files, of, calendar.source);
    if (calendar.kind == CalendarSpec::Kind::season)
        return listed(seasons_in_words(calendar.season)) + source;
    if (calendar.kind == CalendarSpec::Kind::years) {
        Lines parts;
        for (const auto& [year, factor] : calendar.years)
            parts.push_back(fmt::format("{}: {}", year, figure(factor)));
        return listed(parts) + ", straight lines between" + source;
    }
    if (const Name* name = std::get_if<Name>(&calendar.yearly))
        return "changes from the start of the study as in " + table_in_words(files, name->text);
    return fmt::format("changes by {} per cent a year from the start of the study{}",
                       figure(std::get<double>(calendar.yearly)), source);
}

}  // namespace forestall::description
