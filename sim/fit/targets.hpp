// What the results of a study say to the targets of a calibration, and how far that is from what they want.
#pragma once

#include <string>
#include <vector>

#include "sim/model/calibration.hpp"
#include "sim/outcomes/results.hpp"

namespace forestall {

/// A measure that `with_person_days` adds: what per_1000_people divides by.
inline constexpr const char* person_days = "person_days_of_the_calibration";

void add_person_days(ModelSpec& model);

/// The figure for a target in one replicate of the first arm. Counts of a sample are divided by `sample`.
/// Where nobody is there to divide by, 0. The target must fit the results (sim/fit/fits_study.hpp).
double figure_for(const TargetSpec& target, const Results& results, std::size_t replicate, double sample);

/// The distance of a figure from its target in standard errors of the target.
///
/// The interval is taken for one of a normal distribution, 3.92 standard errors wide: of the figure itself
/// or, where the value lies nearer to the geometric middle of its interval than to the arithmetic, of its
/// logarithm.
class Yardstick {
  public:
    explicit Yardstick(const TargetSpec& target);

    double distance(double figure) const;
    bool is_of_logarithm() const { return is_log_; }
    /// Standard errors of the target that a standard error of the figure is.
    double in_standard_errors(double error, double figure) const;

  private:
    bool is_log_;
    double value_, standard_error_, least_;
};

/// "emergency_admissions 2024 (85+, female) per 1,000 people"
std::string in_words(const TargetSpec& target);

}  // namespace forestall
