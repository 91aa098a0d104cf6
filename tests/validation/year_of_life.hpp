// The year 2025 of a shipped place, run as the shipped study is but in finer strata, and sums over any part
// of it.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "sim/core/executor.hpp"
#include "sim/outcomes/results.hpp"

namespace forestall::testing {

/// Bounds of the age bands.
inline constexpr std::array<int, 7> ages{0, 18, 40, 50, 65, 75, 85};

/// One cell of the strata, as numbers of states in the order of the model.
struct Cell {
    int age;  // lower bound of the band
    int sex;  // 0 female, 1 male
    int frailty, care, hospital;
    bool in_care_home() const { return care >= 4; }
    bool has_home_care() const { return care >= 1 && care <= 3; }
    bool in_hospital() const { return hospital == 1; }
};

using Part = std::function<bool(const Cell&)>;

/// As many workers as the machine has.
std::unique_ptr<Executor> all_cores();

class YearOfLife {
  public:
    /// Runs a share of a place, "england" or "buckinghamshire", from mid-2024 to the end of 2025.
    YearOfLife(const std::string& place, double sample);

    /// Events, days or contacts of 2025.
    double in_year(const std::string& measure, const Part& part) const;
    /// People at the end of 2025.
    double at_end(const std::string& measure, const Part& part) const;
    /// Person-years of 2025, from the numbers at month ends.
    double person_years(const Part& part) const;
    /// People simulated at the start, grossed up.
    double people_at_start() const { return people_at_start_; }

  private:
    double sum(const std::string& measure, int first_month, int last_month, const Part& part) const;

    double sample_;
    double people_at_start_ = 0;
    Results results_;
};

}  // namespace forestall::testing
