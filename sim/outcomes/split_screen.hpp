// The split screen: today beside other arms, the next months beside the years to come, on one set of axes.
// From results alone, so that a file read back gives the same table as the run that wrote it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// A difference from the first arm, with the half-width of its 95% interval: the luck of those simulated. Not
/// known for arms whose people are not paired with the first arm's.
struct Difference {
    double value = 0;
    std::optional<double> half_width;
};

struct SplitScreen {
    struct Horizon {
        std::string label;  // "first 6 months", "2035"
        bool is_short = false;
        int from = 0, until = 0;  // months
    };
    struct Row {
        std::string measure, title, unit;
        std::vector<double> today;                         // [horizon]
        std::vector<std::vector<Difference>> differences;  // [horizon][arm after the first]
    };
    std::string first_arm;
    std::vector<std::string> arms;  // after the first
    std::vector<Horizon> horizons;
    std::vector<Row> rows;
};

/// Facts that results carry for it, by the names of their root attributes.
inline constexpr const char* split_screen_from = "programmes_from_month";  // first month of any programme
inline constexpr const char* split_screen_measures = "split_screen_measures";

/// Figures of the whole place: those of a sample are scaled up. Needs two arms or more.
SplitScreen split_screen(const Results& results);

/// Months in which something is reached, from the first month of programmes; none when it never is.
struct Money {
    std::vector<double> care, programmes;  // by month: what the arm costs more than the first arm
    /// The most that the arm has ever cost more in all, and the month in which it does.
    double deepest = 0;
    int deepest_month = 0;
    /// From this month on the arm has cost less in all than the first arm, to the end.
    std::optional<int> breaks_even;
};
Money money_of(const Results& results, std::size_t arm);

/// How soon, and for how many, the first measure of the split screen changes.
struct Reach {
    std::string title;
    /// Months from the first month of programmes until the sum of the difference is told from none, for three
    /// months on end; none: it never is.
    std::optional<int> months_to_effect;
    /// People started for each event fewer, by 18 months and by the end of the run; none where there are not
    /// fewer.
    std::optional<double> needed_to_treat_at_18, needed_to_treat;
};
Reach reach_of(const Results& results, std::size_t arm);

/// An axis by its name; null when it is not there.
const Axis* axis_of(const Results& results, const std::string& name);
const Variable* variable_of(const std::vector<Variable>& variables, const std::string& name);
/// Which share of the people was simulated.
double sample_of(const Results& results);
/// Two-sided 95% quantile of Student's t.
double t_quantile(int degrees_of_freedom);

}  // namespace forestall
