#include "sim/fit/prior.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/evidence.hpp"
#include "sim/model/parameters.hpp"

namespace forestall {

namespace {

double error_of(const RatioRange& range) { return std::log(range.high / range.low) / 3.92; }

double widest_error(const FreeSpec& free, const std::vector<Parameter>& parameters, const StudyFiles& study) {
    double widest = 0;
    for (const Name& path : free.paths)
        for (const Parameter& parameter : parameters)
            if (parameter.path == path.text)
                widest = std::max(widest, error_of(evidence_of(parameter, study).range));
    return widest;
}

}  // namespace

std::vector<double> prior_errors(const CalibrationFiles& files) {
    StudyFiles study = files.study;
    const std::vector<Parameter> parameters = parameters_of(study);
    std::vector<double> errors;
    for (const FreeSpec& free : files.calibration.free)
        errors.push_back(free.range ? error_of(*free.range) : widest_error(free, parameters, study));
    return errors;
}

Matrix with_prior(Matrix slopes, const std::vector<double>& prior_errors) {
    for (std::size_t g = 0; g < prior_errors.size(); ++g) {
        slopes.emplace_back(prior_errors.size());
        slopes.back()[g] = 1 / prior_errors[g];
    }
    return slopes;
}

}  // namespace forestall
