#include "sim/model/lengths.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace forestall {

namespace {

/// Lower incomplete gamma by its power series; good for x < shape + 1.
double gamma_series(double x, double shape) {
    double term = 1.0 / shape, sum = term;
    for (int n = 1; n < 500 && term > sum * 1e-16; ++n) sum += term *= x / (shape + n);
    return sum * std::exp(-x + shape * std::log(x) - std::lgamma(shape));
}

/// Upper incomplete gamma by its continued fraction (modified Lentz); good for x >= shape + 1.
double gamma_fraction(double x, double shape) {
    constexpr double tiny = 1e-300;
    double b = x + 1 - shape, c = 1 / tiny, d = 1 / b, h = d;
    for (int n = 1; n < 500; ++n) {
        const double a = -n * (n - shape);
        b += 2;
        d = a * d + b;
        c = b + a / c;
        d = 1 / (std::abs(d) < tiny ? tiny : d);
        if (std::abs(c) < tiny) c = tiny;
        const double step = c * d;
        h *= step;
        if (std::abs(step - 1) < 1e-15) break;
    }
    return h * std::exp(-x + shape * std::log(x) - std::lgamma(shape));
}

}  // namespace

double gamma_below(double x, double shape) {
    if (x <= 0) return 0;
    return x < shape + 1 ? gamma_series(x, shape) : 1 - gamma_fraction(x, shape);
}

double normal_quantile(double u) {
    // Start: Odeh and Evans (1974) rational form, error below 5e-4 times scale; then two Halley steps.
    const double tail = std::min(u, 1 - u);
    const double y = std::sqrt(-2 * std::log(tail));
    double x =
        y - (2.515517 + y * (0.802853 + y * 0.010328)) / (1 + y * (1.432788 + y * (0.189269 + y * 0.001308)));
    for (int i = 0; i < 2; ++i) {
        const double e = (tail - normal_below(-x)) * std::sqrt(2 * std::numbers::pi) * std::exp(x * x / 2);
        x -= e / (1 - x * e / 2);
    }
    return u < 0.5 ? -x : x;
}

double normal_below(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double gamma_quantile(double u, double shape) {
    // Start from Wilson and Hilferty (1931) or, deep in the lower tail, from the first term of the series.
    const double cube = 1 - 1 / (9 * shape) + normal_quantile(u) / (3 * std::sqrt(shape));
    double x = shape * cube * cube * cube;
    const double low = std::exp((std::log(u) + std::lgamma(shape + 1)) / shape);
    if (!(x > 0) || low < 0.2 * (shape + 1)) x = low;
    double below = 0, above = std::max(x, 1.0) * 1e6;
    for (int i = 0; i < 100; ++i) {
        const double miss = gamma_below(x, shape) - u;
        (miss > 0 ? above : below) = x;
        const double density = std::exp(-x + (shape - 1) * std::log(x) - std::lgamma(shape));
        double next = x - miss / density;
        if (!(next > below && next < above)) next = 0.5 * (below + above);
        if (std::abs(next - x) <= 1e-13 * x) break;
        x = next;
    }
    return x / shape;
}

namespace {

constexpr int table_steps = 4096;
constexpr double table_tail = 1.0 / 64;  // beyond, the quantile bends too much for straight lines

}  // namespace

GammaTable::GammaTable(double shape) : shape_(shape) {
    quantiles_.push_back(0);
    for (int i = 1; i < table_steps; ++i)
        quantiles_.push_back(gamma_quantile(static_cast<double>(i) / table_steps, shape));
    quantiles_.push_back(quantiles_.back());
}

double GammaTable::quantile(double u) const {
    if (u < table_tail || u > 1 - table_tail) return gamma_quantile(u, shape_);
    const double at = u * table_steps;
    const auto i = static_cast<std::size_t>(at);
    return quantiles_[i] + (at - static_cast<double>(i)) * (quantiles_[i + 1] - quantiles_[i]);
}

Length::Length(std::vector<double> minutes, std::vector<double> weights)
    : kind_(LengthSpec::Kind::empirical), minutes_(std::move(minutes)) {
    double sum = 0;
    for (const double weight : weights) cumulative_.push_back(sum += weight);
    for (double& share : cumulative_) share /= sum;
}

double Length::quantile(double u) const {
    switch (kind_) {
    case LengthSpec::Kind::exponential: return -std::log1p(-u);
    case LengthSpec::Kind::weibull:
        return std::pow(-std::log1p(-u), 1 / shape_) / std::tgamma(1 + 1 / shape_);
    case LengthSpec::Kind::gamma: return gamma_quantile(u, shape_);
    case LengthSpec::Kind::lognormal: return std::exp(shape_ * normal_quantile(u));
    case LengthSpec::Kind::fixed: return 1;
    case LengthSpec::Kind::empirical: {
        const auto at = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, u) - cumulative_.begin();
        return minutes_[static_cast<std::size_t>(at)];
    }
    }
    return 1;
}

double Length::mean() const {
    if (kind_ == LengthSpec::Kind::lognormal) return std::exp(shape_ * shape_ / 2);
    if (kind_ != LengthSpec::Kind::empirical) return 1;
    double sum = 0, before = 0;
    for (std::size_t i = 0; i < minutes_.size(); ++i)
        sum += minutes_[i] * (cumulative_[i] - before), before = cumulative_[i];
    return sum;
}

}  // namespace forestall
