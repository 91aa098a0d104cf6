// A table of what the model gives against what a source says, as kept in docs/validation.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace forestall::testing {

/// Differences up to this share of the source's figure count as agreement.
constexpr double agreement = 0.1;

/// Whether a test fails on a difference, or the table merely shows it.
enum class Bar { held, shown };

struct Comparison {
    std::string measure, source;
    double figure = 0;  // the source's
    double model = 0;
    Bar bar = Bar::shown;
    std::string why = {};  // it may differ: for figures that were not used for fitting

    double difference() const { return model / figure - 1; }
    bool agrees() const { return difference() <= agreement && difference() >= -agreement; }
};

/// Three significant digits, with commas between thousands: 0.437, 159, 530,000.
std::string in_three_digits(double value);

/// The rows as a table in Markdown; with a last column for why they may differ, where any says so.
std::string to_markdown(const std::vector<Comparison>& rows);

/// The page without its tables.
std::string text_of(const std::string& page);

/// What the kept table says otherwise, line by line; none when it is up to date. The model's figures may
/// differ by one in their third digit: lengths of stay go through the logarithms of the machine's own
/// library.
std::vector<std::string> differences(const std::string& kept, const std::string& now);

}  // namespace forestall::testing
