#include "sim/fit/targets.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace forestall {

namespace {

constexpr double interval_width = 3.92;  // of 95%, in standard errors of a normal distribution
constexpr double days_a_year = 365.25;
constexpr double smallest_share = 1e-6;  // of the value: what stands in for 0 under a logarithm

const Axis& axis_of(const Results& results, const std::string& name) {
    return *std::find_if(results.axes.begin(), results.axes.end(),
                         [&](const Axis& axis) { return axis.name == name; });
}

std::vector<bool> only(std::size_t index, std::size_t size) {
    std::vector<bool> chosen(size, false);
    chosen[index] = true;
    return chosen;
}

/// Which entries of an axis a target is about.
std::vector<bool> chosen_on(const Axis& axis, const TargetSpec& target, std::size_t replicate) {
    if (axis.name == "arm" || axis.name == "draw") return only(0, axis.size());
    if (axis.name == "replicate") return only(replicate, axis.size());
    std::vector<bool> chosen(axis.size(), axis.name != "year");
    if (axis.name == "year") {
        const auto& years = std::get<std::vector<std::int32_t>>(axis.labels);
        for (std::size_t i = 0; i < years.size(); ++i) chosen[i] = years[i] == target.year;
    }
    for (const auto& [stratum, labels] : target.strata) {
        if (stratum.text != axis.name) continue;
        const auto& all = std::get<std::vector<std::string>>(axis.labels);
        for (std::size_t i = 0; i < all.size(); ++i)
            chosen[i] = std::find(labels.begin(), labels.end(), all[i]) != labels.end();
    }
    return chosen;
}

double sum_of(const Variable& variable, const Results& results, const TargetSpec& target,
              std::size_t replicate) {
    std::vector<std::vector<bool>> chosen;
    for (const std::string& name : variable.axes)
        chosen.push_back(chosen_on(axis_of(results, name), target, replicate));
    const auto is_chosen = [&](std::size_t at) {
        for (std::size_t a = chosen.size(); a-- > 0; at /= chosen[a].size())
            if (!chosen[a][at % chosen[a].size()]) return false;
        return true;
    };
    return std::visit(
        [&](const auto& values) {
            double sum = 0;
            for (std::size_t i = 0; i < values.size(); ++i)
                if (is_chosen(i)) sum += static_cast<double>(values[i]);
            return sum;
        },
        variable.values);
}

double sum_of(const std::vector<Name>& measures, const Results& results, const TargetSpec& target,
              std::size_t replicate) {
    double sum = 0;
    for (const Name& measure : measures)
        for (const Variable& variable : results.yearly)
            if (variable.name == measure.text) sum += sum_of(variable, results, target, replicate);
    return sum;
}

std::string joined(const std::vector<Name>& names) {
    std::string text;
    for (const Name& name : names) text += (text.empty() ? "" : "+") + name.text;
    return text;
}

}  // namespace

void add_person_days(ModelSpec& model) {
    MeasureSpec everyone;
    everyone.kind = MeasureSpec::Kind::days;
    everyone.name.text = person_days;
    model.measures.push_back(std::move(everyone));
}

double figure_for(const TargetSpec& target, const Results& results, std::size_t replicate, double sample) {
    const double sum = sum_of(target.measures, results, target, replicate);
    if (target.per == TargetSpec::Per::total) return sum / sample;
    const bool is_share = target.per == TargetSpec::Per::share;
    const std::vector<Name> of = is_share ? target.of : std::vector<Name>{{person_days, {}}};
    const double all = sum_of(of, results, target, replicate);
    if (all == 0) return 0;
    return is_share ? sum / all : 1000 * sum / (all / days_a_year);
}

Yardstick::Yardstick(const TargetSpec& target) : least_(smallest_share * std::abs(target.value)) {
    const double value = target.value, low = target.low, high = target.high;
    const auto from_middle = [](double a, double x, double b) { return std::abs(2 * x - a - b) / (b - a); };
    is_log_ = low > 0 &&
              from_middle(std::log(low), std::log(value), std::log(high)) < from_middle(low, value, high);
    value_ = is_log_ ? std::log(value) : value;
    standard_error_ = (is_log_ ? std::log(high / low) : high - low) / interval_width;
}

double Yardstick::distance(double figure) const {
    const double on_scale = is_log_ ? std::log(std::max(figure, least_)) : figure;
    return (on_scale - value_) / standard_error_;
}

double Yardstick::in_standard_errors(double error, double figure) const {
    return error / (is_log_ ? std::max(figure, least_) : 1) / standard_error_;
}

std::string in_words(const TargetSpec& target) {
    std::string text = fmt::format("{} {}", joined(target.measures), target.year);
    std::string strata;
    for (const auto& [stratum, labels] : target.strata)
        strata += fmt::format("{}{}", strata.empty() ? "" : ", ", fmt::join(labels, "; "));
    if (!strata.empty()) text += fmt::format(" ({})", strata);
    if (target.per == TargetSpec::Per::per_1000_people) text += " per 1,000 people";
    if (target.per == TargetSpec::Per::share) text += " of " + joined(target.of);
    return text;
}

}  // namespace forestall
