// Lengths of time that are drawn: stays in hospital, sojourns, courses of treatment. Each is a draw on a unit
// scale (by its quantile function, so that the same luck gives the same rank in every arm) times a scale in
// minutes.
#pragma once

#include <vector>

#include "sim/model/spec.hpp"

namespace forestall {

class Length {
  public:
    Length() = default;
    /// A distribution with the scale taken out: exponential, Weibull and gamma with mean 1, lognormal with
    /// median 1, fixed 1, empirical in minutes. `shape` as in LengthSpec.
    Length(LengthSpec::Kind kind, double shape) : kind_(kind), shape_(shape) {}
    Length(std::vector<double> minutes, std::vector<double> weights);

    /// The value below which a share u of draws lie, 0 < u < 1.
    double quantile(double u) const;
    /// Mean on the unit scale.
    double mean() const;
    bool is_fixed() const { return kind_ == LengthSpec::Kind::fixed; }

  private:
    LengthSpec::Kind kind_ = LengthSpec::Kind::fixed;
    double shape_ = 1;
    std::vector<double> minutes_, cumulative_;
};

/// Gamma quantiles with mean 1 for many draws: a table with straight lines between, exact in both tails.
class GammaTable {
  public:
    explicit GammaTable(double shape);
    double quantile(double u) const;

  private:
    double shape_;
    std::vector<double> quantiles_;
};

/// Standard normal quantile, 0 < u < 1. Relative error below 1e-9 (rational start, one Halley step on the
/// normal integral).
double normal_quantile(double u);
/// Share of the standard normal distribution that lies below x.
double normal_below(double x);
/// Quantile of the gamma distribution with this shape and mean 1.
double gamma_quantile(double u, double shape);
/// Share of the gamma distribution with this shape and scale 1 that lies below x.
double gamma_below(double x, double shape);

}  // namespace forestall
