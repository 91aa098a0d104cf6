#include "tools/forestall/fit_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/core/where.hpp"
#include "sim/fit/misses.hpp"
#include "sim/fit/targets.hpp"
#include "sim/io/tidy_csv_field.hpp"
#include "tools/forestall/columns.hpp"

namespace forestall {

namespace {

/// Four figures, and no exponent for what people count.
std::string figure(double value) {
    const double size = std::abs(value);
    if (size >= 1000) return fmt::format("{:.0f}", value);
    return fmt::format("{:.4g}", value);
}

std::vector<const TargetFit*> worst_first(const std::vector<TargetFit>& targets) {
    std::vector<const TargetFit*> order;
    for (const TargetFit& target : targets) order.push_back(&target);
    std::stable_sort(order.begin(), order.end(), [](const TargetFit* a, const TargetFit* b) {
        return std::abs(a->distance) > std::abs(b->distance);
    });
    return order;
}

std::string target_table(const Calibration& calibration) {
    std::vector<Line> lines{{"Target", "wanted", "low", "high", "before", "after", "distance", "inside"}};
    for (const TargetFit* one : worst_first(calibration.targets)) {
        const TargetSpec& target = one->target;
        const bool is_noisy = one->noise_distance > 0.5;
        lines.push_back({in_words(target), figure(target.value), figure(target.low), figure(target.high),
                         figure(one->before), figure(one->after),
                         fmt::format("{:+.2f}{}", one->distance, is_noisy ? "~" : ""),
                         one->is_inside() ? "yes" : "no"});
    }
    return laid_out(lines, 1, 6);
}

std::string bound_in_words(const GroupFit& group) {
    switch (group.at_bound) {
    case AtBound::lower: return "at its lower bound";
    case AtBound::upper: return "at its upper bound";
    case AtBound::no: break;
    }
    return "";
}

std::string group_table(const Calibration& calibration) {
    std::vector<Line> lines{{"Parameters", "factor", "error", "by luck", "prior", ""}};
    for (const GroupFit& group : calibration.groups)
        lines.push_back({in_words(group.free), fmt::format("{:.4f}", group.factor),
                         fmt::format("{:.2f}%", 100 * group.standard_error),
                         fmt::format("{:.2f}%", 100 * group.luck_error),
                         fmt::format("{:.2f}%", 100 * group.prior_error), bound_in_words(group)});
    return laid_out(lines, 1, 4);
}

std::string joined(const std::vector<Name>& names) {
    std::string text;
    for (const Name& name : names) text += (text.empty() ? "" : "+") + name.text;
    return text;
}

const char* in_words(TargetSpec::Per per) {
    switch (per) {
    case TargetSpec::Per::per_1000_people: return "per_1000_people";
    case TargetSpec::Per::share: return "share";
    case TargetSpec::Per::total: break;
    }
    return "total";
}

/// "age_band=65-84; 85+, sex=female"
std::string strata_in_words(const TargetSpec& target) {
    std::string text;
    for (const auto& [stratum, labels] : target.strata)
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", stratum.text, fmt::join(labels, "; "));
    return text;
}

}  // namespace

std::string fit_table(const Calibration& calibration) {
    return target_table(calibration) + "\n" + group_table(calibration);
}

std::string fit_csv(const Calibration& calibration) {
    std::string text = "measure,per,of,year,strata,place,source,value,low,high,before,after,distance,"
                       "simulation_error,scale,inside,line\n";
    for (const TargetFit& one : calibration.targets) {
        const TargetSpec& target = one.target;
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{:.9g},{:.9g},{:.6g},{:.6g},{},{},{}\n",
                            joined(target.measures), in_words(target.per), joined(target.of), target.year,
                            csv_field(strata_in_words(target)), target.place, target.source, target.value,
                            target.low, target.high, one.before, one.after, one.distance, one.noise,
                            one.is_of_logarithm ? "logarithm" : "linear", one.is_inside() ? "yes" : "no",
                            target.where.line);
    }
    return text;
}

std::string misses_in_words(const Calibration& calibration) {
    std::string text;
    for (const TargetFit& one : calibration.targets)
        if (!one.trouble.empty())
            text += fmt::format(
                "{}: {} is missed by {:.1f} standard errors: {:.6g}, wanted {:.6g} ({}); widen the "
                "bounds, free what moves it, or look at the target again\n",
                to_string(one.target.where), in_words(one.target), std::abs(one.distance), one.after,
                one.target.value, one.trouble);
    return text;
}

}  // namespace forestall
