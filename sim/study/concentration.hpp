// How unevenly care is used: what each person used in one year and in the next, and how much of it falls to
// the few who use most. Nothing is put in for it: it comes out of who is ill, frail, dying or prone to it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

struct ConcentrationSettings {
    std::uint64_t seed = 1;
    double sample = 1;
    int year = 0;  // the first of two calendar years; 0: the first whole one of the study
    std::string measure = "emergency_admissions";  // beside cost
    const std::atomic<bool>* stop = nullptr;
    std::function<void(double share_done)> progress = {};  // from one thread at a time
};

/// What one person used.
struct PersonUse {
    double age = 0;                    // at the start of the first year
    double cost = 0, next_cost = 0;    // in the first and in the second year
    double count = 0, next_count = 0;  // of the measure
    bool lives_on = false;             // through both years, in the place
};

/// Everybody of today's arm who is there when the first year begins, in the order of the place's people;
/// those born or moved in since the study's start are left out. Throws InputError for a year that the study
/// does not hold with the next, or a measure that the model lacks; Interrupted when asked to stop.
std::vector<PersonUse> use_of_people(const StudyFiles& files, const ConcentrationSettings& settings,
                                     Executor& executor);

/// One group of people by age.
struct Concentration {
    double from_age = 0;
    std::uint64_t people = 0;
    double with_any = 0;        // share of people with at least one event of the measure
    double top_5_of_count = 0;  // share of events that fall to the 5% of people with most of them
    double top_5_of_cost = 0;   // share of cost that falls to the 5% with the highest
    double top_1_of_cost = 0;
    double stay_in_top_5 = 0;     // of those 5% by cost who live on, the share who are among them next year
    double top_5_next_count = 0;  // events of those 5% by events in the next year, for one in the first
};

/// Of people of at least that age.
Concentration concentration_of(const std::vector<PersonUse>& people, double from_age);

}  // namespace forestall
