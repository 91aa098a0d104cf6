// The parameters of a model and its place: every figure that says how often, how long, how likely or how
// dear, with a path that stays the same as long as the names in the files do. For whoever varies figures: the
// evidence register, calibration, sweeps.
//
// A parameter is a number, or numbers that stand or fall together: a table, a season, a rate by age. Left out
// are definitions (conditions, counters, layers, warm-up), the weights of a list of lengths, which are shares
// of one another, figures of 0 and ratios of 1, which are reference states, and who lives in the place.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/core/where.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// A handle: it points into the specification that it was asked of, and lives no longer.
struct Parameter {
    /// What scaling multiplies: the figures, or how far they are from 1 (calendars, whose mean must stay).
    enum class Scaled { figure, distance_from_one };

    std::string path;   // "processes/emergency_admission/times/frailty/severe"
    std::string title;  // "Emergency admission: times frailty severe"
    std::string unit;   // "per_year", "ratio", "chance", "days", "gbp_2023_24"
    std::string source;
    Where where;
    Scaled scaled = Scaled::figure;
    double at_most = std::numeric_limits<double>::infinity();  // a chance ends here
    std::vector<double*> figures = {};                         // at least one
    std::optional<RatioRange> range = {};                      // of its own, whatever its source says

    bool is_of_place() const { return path.starts_with("place/"); }
};

/// The lowest and the highest of its figures; the same for a single one.
struct Span {
    double lowest = 0, highest = 0;
};
Span values_of(const Parameter& parameter);

/// What a length of time is given by, as files and paths call it.
const char* scale_word(LengthSpec::Scale scale);

/// Multiplies the parameter as it stands now.
void scale(const Parameter& parameter, double factor);

/// In the order of the files.
std::vector<Parameter> parameters_of(ModelSpec& model);
std::vector<Parameter> parameters_of(PlaceSpec& place);

std::vector<Parameter> parameters_of(ProgrammeSpec& programme);

/// Of model and place; a table of the model that the place has its own for is left out.
std::vector<Parameter> parameters_of(StudyFiles& files);
/// Those and the programmes' own.
std::vector<Parameter> all_parameters_of(StudyFiles& files);

/// A parameter made otherwise than written: multiplied, or given a value.
struct Change {
    enum class How { factor, value } how = How::factor;
    std::string path;
    double number = 1;
};

/// Makes the changes and notes them in `files.changes`. Adds a problem for a path that is not known, a factor
/// or value that the parameter cannot have, a value for several figures at once.
void make_changes(const std::vector<Change>& changes, StudyFiles& files, Problems& problems);

}  // namespace forestall
