#include "sim/model/pathway_lengths.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <variant>

#include "sim/model/compiler.hpp"

namespace forestall::pathways {

namespace {

/// The largest factor that `times` can bring.
double largest_factor(const std::vector<TimesSpec>& times) {
    double factor = 1;
    for (const auto& one : times) {
        if (one.kind == TimesSpec::Kind::value) factor *= one.value;
        if (one.kind == TimesSpec::Kind::table)
            return std::numeric_limits<double>::infinity();  // not looked at
        double largest = 0;
        for (const auto& [state, value] : one.states.values) largest = std::max(largest, value);
        for (const double value : one.pieces.values) largest = std::max(largest, value);
        if (one.kind == TimesSpec::Kind::state) factor *= std::max(largest, one.states.otherwise.value_or(0));
        if (one.kind == TimesSpec::Kind::age) factor *= largest;
    }
    return factor;
}

/// The mean, median, scale or fixed length in minutes: the number, or the table's largest; infinite when not
/// known.
double largest_scale(const ModelSpec& model, const NumberOrTable& scale) {
    if (const Number* number = std::get_if<Number>(&scale.value))
        return number->value * minutes_in(number->unit);
    double largest = -1;
    for (const auto& table : model.tables)
        if (table.name.text == std::get<Name>(scale.value).text)
            for (const auto& row : table.rows)
                largest = std::max(largest, row.value * minutes_in(table.unit));
    return largest < 0 ? std::numeric_limits<double>::infinity() : largest;
}

}  // namespace

bool is_no_time(const ModelSpec& model, const LengthSpec& length) {
    double longest = 0;
    for (const auto& one : length.lengths) longest = std::max(longest, one.value * minutes_in(one.unit));
    if (length.kind != LengthSpec::Kind::empirical) longest = largest_scale(model, length.scale);
    const double factor = largest_factor(length.times);
    if (factor == 0 || longest == 0) return true;
    const bool has_limit =
        length.kind == LengthSpec::Kind::fixed || length.kind == LengthSpec::Kind::empirical;
    return has_limit && longest * factor < 1;
}

std::optional<double> mean_days(const LengthSpec& spec) {
    const double day = minutes_in("days");
    if (spec.kind == LengthSpec::Kind::empirical) {
        double sum = 0, weights = 0;
        for (std::size_t i = 0; i < std::min(spec.lengths.size(), spec.weights.size()); ++i) {
            sum += spec.weights[i] * spec.lengths[i].value * minutes_in(spec.lengths[i].unit) / day;
            weights += spec.weights[i];
        }
        return weights > 0 ? std::optional(sum / weights) : std::nullopt;
    }
    const Number* number = std::get_if<Number>(&spec.scale.value);
    if (!number) return std::nullopt;
    double mean = number->value * minutes_in(number->unit) / day;
    const Length length(spec.kind, spec.shape);
    if (spec.scale_is == LengthSpec::Scale::median) mean *= length.mean() / length.quantile(0.5);
    if (spec.scale_is == LengthSpec::Scale::scale && spec.kind == LengthSpec::Kind::weibull)
        mean *= std::tgamma(1 + 1 / spec.shape);
    return mean;
}

}  // namespace forestall::pathways
