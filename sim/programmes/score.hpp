// Risk scores: how large an error gives the quality that was asked for, and what the score then achieves.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/model/programme.hpp"

namespace forestall {

/// One person as a score sees them.
struct Scored {
    double risk = 0;   // expected worth of what happens, a year: the rate that the model gives them
    double error = 0;  // standard normal, their own for life
};

/// What a score is worth.
struct ScoreQuality {
    double sensitivity = 0, ppv = 0, auc = 0;
};

struct SolvedScore {
    double spread = 0;     // of the error, in logarithms of the risk
    double threshold = 0;  // who has this score or more is flagged
    ScoreQuality expected;
};

/// ln(risk) + spread x error
double score_of(const Scored& person, double spread);

/// Quality of a score of this spread, when outcomes are as given (chances, or 0 and 1).
/// Needs at least one person.
ScoreQuality quality_of(std::span<const Scored> people, std::span<const double> outcomes, double spread,
                        double flagged, double* threshold = nullptr);

/// The error that gives the quality wanted, where `outcomes` happen to people. Throws InputError where even
/// the rates themselves are not good enough.
SolvedScore solve_score(std::span<const Scored> people, std::span<const double> outcomes,
                        const Programme::Score& score, const std::string& programme);

/// A score as it turned out.
struct ScoreReport {
    int programme = 0;
    std::uint64_t arms = 0;
    bool by_finder = false;  // ranked by code that the study hands in
    std::size_t people = 0, flagged = 0;
    double spread = 0;
    ScoreQuality expected, achieved;  // on the luck it was solved with; on luck of its own
    /// Rules of thumb to compare with, on the same outcomes.
    struct Thumb {
        std::string name;
        double flagged = 0;  // share of the eligible
        ScoreQuality achieved;
        double score_finds = 0;  // sensitivity of the score when it flags as many
    };
    std::vector<Thumb> thumbs;
    /// By tenth of the score, lowest first: what was expected and what happened, a person.
    std::array<double, 10> tenth_expected{}, tenth_happened{};
    /// Of what happened, by state of the factor that they are told apart by: the share that was not flagged.
    std::vector<std::pair<std::string, double>> missed;
};

}  // namespace forestall
