// How far a sample lies from what it should be: Pearson's chi-square and the Kolmogorov-Smirnov distance.
//
// Critical values are written in the tests, not computed by the code under test. Where they come from: the
// upper 0.001 points of chi-square (qchisq(0.999, df) in R), and Kolmogorov's limit sqrt(-log(0.001 / 2) / 2)
// / sqrt(n) = 1.9495 / sqrt(n).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <vector>

namespace forestall::testing {

/// Sum of (observed - expected)^2 / expected.
inline double chi_square(const std::vector<double>& observed, const std::vector<double>& expected) {
    if (observed.size() != expected.size()) throw std::invalid_argument("as many counts as expectations");
    double sum = 0;
    for (std::size_t i = 0; i < observed.size(); ++i)
        sum += (observed[i] - expected[i]) * (observed[i] - expected[i]) / expected[i];
    return sum;
}

/// Largest distance between the sample's distribution function and `below`.
inline double kolmogorov_distance(std::vector<double> sample, const std::function<double(double)>& below) {
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double distance = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double share = below(sample[i]);
        distance =
            std::max({distance, share - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - share});
    }
    return distance;
}

/// The distance that a sample of n from the right distribution exceeds once in a thousand times.
inline double kolmogorov_limit(std::size_t n) { return 1.9495 / std::sqrt(static_cast<double>(n)); }

inline double mean_of(const std::vector<double>& sample) {
    double sum = 0;
    for (const double one : sample) sum += one;
    return sum / static_cast<double>(sample.size());
}

inline double variance_of(const std::vector<double>& sample) {
    const double mean = mean_of(sample);
    double sum = 0;
    for (const double one : sample) sum += (one - mean) * (one - mean);
    return sum / (static_cast<double>(sample.size()) - 1);
}

}  // namespace forestall::testing
