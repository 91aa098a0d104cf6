#include "sim/fit/fits_study.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/model/compile.hpp"
#include "sim/model/fitted.hpp"
#include "sim/model/parameters.hpp"
#include "sim/outcomes/results_builder.hpp"

namespace forestall {

namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class TargetCheck {
  public:
    TargetCheck(const CalibrationFiles& files, const Model& model, Problems& problems)
        : files_(files), model_(model), problems_(problems) {
        // Results without a run: their names and axes.
        const Calendar calendar = calendar_of(files.study.study);
        const Results empty = ResultsBuilder(model, calendar, {"today"}, 1).finish({});
        for (const Variable& variable : empty.monthly) measures_.push_back(variable.name);
        for (const Axis& axis : empty.axes)
            if (axis.name == "year") years_ = std::get<std::vector<std::int32_t>>(axis.labels);
    }

    void all() {
        bool any = false;
        for (const TargetSpec& target : files_.calibration.targets) {
            if (!is_for_place(target, files_.study)) continue;
            any = true;
            check(target);
        }
        if (!any)
            problems_.add(files_.calibration.where,
                          fmt::format("no target is for '{}'", files_.study.place.name.text),
                          "that is the place of the study, and rows of other places are passed over",
                          "add targets with that name in column 'place'");
    }

  private:
    void check(const TargetSpec& target) {
        for (const auto* names : {&target.measures, &target.of})
            for (const Name& name : *names)
                if (!holds(measures_, name.text))
                    problems_.add(name.where, fmt::format("unknown measure '{}'", name.text),
                                  "the model counts nothing of that name", suggest(name.text, measures_));
        if (std::find(years_.begin(), years_.end(), target.year) == years_.end())
            problems_.add(target.where, fmt::format("a target for {}", target.year), years_in_words(),
                          "take a year that it covers, or move the study's start or end");
        for (const TargetSpec::Stratum& stratum : target.strata) check(stratum);
    }

    std::string years_in_words() const {
        if (years_.empty()) return "the study covers no whole calendar year";
        return fmt::format("the study covers the whole years {} to {}", years_.front(), years_.back());
    }

    void check(const TargetSpec::Stratum& written) {
        const auto& [name, labels] = written;
        const auto found = std::find_if(model_.strata.begin(), model_.strata.end(),
                                        [&](const Stratum& stratum) { return stratum.name == name.text; });
        if (found == model_.strata.end()) return refuse_stratum(name);
        for (const std::string& label : labels)
            if (!holds(found->labels, label))
                problems_.add(name.where, fmt::format("'{}' in column '{}'", label, name.text),
                              "the study has no such group", suggest(label, found->labels));
    }

    void refuse_stratum(const Name& name) {
        std::vector<std::string> known;
        for (const Stratum& stratum : model_.strata) known.push_back(stratum.name);
        problems_.add(name.where, fmt::format("unknown column '{}'", name.text),
                      "other columns of targets are strata of the study, or 'per', 'of' and 'note'",
                      known.empty() ? "the study has no strata: add them to it, or leave the column empty"
                                    : suggest(name.text, known));
    }

    const CalibrationFiles& files_;
    const Model& model_;
    Problems& problems_;
    std::vector<std::string> measures_;
    std::vector<std::int32_t> years_;
};

void check_parameters(const CalibrationFiles& files, Problems& problems) {
    StudyFiles study = files.study;
    std::vector<std::string> known;
    for (const Parameter& parameter : parameters_of(study)) known.push_back(parameter.path);
    std::map<std::string, Where> used;
    for (const FreeSpec& free : files.calibration.free)
        for (const Name& path : free.paths) {
            const auto [first, is_new] = used.try_emplace(path.text, path.where);
            if (!is_new) {
                problems.add(
                    path.where, fmt::format("the parameter '{}' stands here a second time", path.text),
                    fmt::format("it is free in line {} already", first->second.line), "delete one of them");
            } else if (!holds(known, path.text)) {
                const Problem unknown = unknown_parameter(path, known);
                problems.add(unknown.where, unknown.what, unknown.why, unknown.remedy);
            }
        }
}

}  // namespace

bool is_for_place(const TargetSpec& target, const StudyFiles& files) {
    return target.place == files.place.name.text;
}

void check_fits(const CalibrationFiles& files, const Model& model) {
    Problems problems;
    TargetCheck(files, model, problems).all();
    check_parameters(files, problems);
    problems.raise_if_any();
}

}  // namespace forestall
