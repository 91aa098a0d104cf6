// Gathers the parameters of the parts that processes and contacts are made of: rates, multipliers, lengths,
// outcomes. Only for parameters.cpp, which walks the whole.
#pragma once

#include <string>
#include <vector>

#include "sim/model/parameters.hpp"

namespace forestall {

/// Where in a model the walk has come: as a path, and as a reader would say it.
struct ParameterPlace {
    std::string path, title;

    /// One step further in; the path's word is the file's own.
    ParameterPlace operator/(const std::string& word) const {
        return {path + "/" + word, title + " " + word};
    }
};

class ParameterList {
  public:
    /// Unless all its figures are 0, which no factor changes.
    void add(Parameter parameter);
    void add_number(Parameter parameter, double& figure);
    /// A number with a source of its own.
    void add_figure(const ParameterPlace& at, Number& number, const std::string& unit,
                    double at_most = std::numeric_limits<double>::infinity());
    /// Unless it is 1, the reference.
    void add_ratio(Parameter parameter, double& ratio);

    void add_rate(RateSpec& rate, const ParameterPlace& of);
    void add_times(std::vector<TimesSpec>& all, const ParameterPlace& of);
    void add_length(LengthSpec& length, const ParameterPlace& at);
    void add_outcome(OutcomeSpec& outcome, const ParameterPlace& at);

    std::vector<Parameter> finished() && { return std::move(all_); }

  private:
    void add_one_of_times(TimesSpec& times, const ParameterPlace& at);
    void add_branches(std::vector<BranchSpec>& branches, const ParameterPlace& at);

    std::vector<Parameter> all_;
};

}  // namespace forestall
