// A small study with three programmes on the open model, run and compared figure by figure.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/study/study.hpp"
#include "tests/support/open_model.hpp"

namespace forestall::testing {

/// The text of a programme; `rest`: all after its first day.
std::string programme(const std::string& name, const std::string& rest);
/// An effect with both lenses. `on`: what it is on, and its course.
std::string effect(const std::string& on, const std::string& claimed, const std::string& controlled);

/// The open model with programmes `reviews` (by a score), `visits` (by referral) and `nothing`.
StudyText with_programmes(const std::string& arms);

inline constexpr const char* today = "  today: {title: Today}\n";

struct Ran {
    std::unique_ptr<SmallStudy> study;
    StudyOutcome outcome;
};

Ran ran(const StudyText& text, int workers = 1, int people_per_block = 4096, TodayShelf* kept = nullptr);

/// Everything by month that one arm counts; `own`: with what only programmes count.
std::map<std::string, std::vector<double>> counted(const Results& results, std::size_t arm, bool own = true);

/// The same by name, as far as the second names it.
bool agree(const std::map<std::string, std::vector<double>>& all,
           const std::map<std::string, std::vector<double>>& some);

}  // namespace forestall::testing
