// Conditions, rates, multipliers and lengths in words. Internal to sim/study.
#pragma once

#include <string>

#include "sim/model/spec.hpp"
#include "sim/study/description_sources.hpp"

namespace forestall::description {

/// "hospital is 'out' or 'just home', and age is 65 or over"; "everyone".
std::string condition_in_words(const ConditionSpec& condition);

/// Every figure, with unit and source.
std::string rate_in_full(const StudyFiles& files, const RateSpec& rate);
/// One line of a list: the figure or the table; figures by age or state by their lowest and highest.
std::string rate_in_short(const StudyFiles& files, const RateSpec& rate);

/// "frailty (fit: 1; frail: 2) [key]".
std::string times_in_words(const StudyFiles& files, const TimesSpec& times);
/// What it goes by alone: "frailty", "table `deaths`".
std::string times_in_short(const TimesSpec& times);

/// "lognormal, mean 9 days, standard deviation of the logarithm 1.3 [key]", with its multipliers.
std::string length_in_words(const StudyFiles& files, const LengthSpec& length);

/// "January 1.15, February 1.1 ... [key]"; the percentage a year; the years.
std::string calendar_in_words(const StudyFiles& files, const CalendarSpec& calendar, Of of);

}  // namespace forestall::description
