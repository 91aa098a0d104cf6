// What a tally holds, in the units of the model's measures and of money.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/model/model.hpp"
#include "sim/outcomes/tally.hpp"

namespace forestall {

struct Amounts {
    std::size_t months = 0, cells = 0;
    /// [measure][month * cells + cell]. Events, contacts and days: sums over the month. People: person-years.
    std::vector<std::vector<double>> of;
    /// The same of measures that count people: how many there are at the month's end; empty for others.
    std::vector<std::vector<std::int64_t>> at_end;

    double sum(std::size_t measure, std::size_t month) const {
        double all = 0;
        for (std::size_t c = 0; c < cells; ++c) all += of[measure][month * cells + c];
        return all;
    }
};

Amounts amounts_of(const Model& model, const Calendar& calendar, const Tally& tally);

/// What is paid for what people need, by payer: [payer][month * cells + cell]. `ratios`: what each cost is
/// multiplied by; empty for none.
std::vector<std::vector<double>> costs_of(const Model& model, const Amounts& amounts,
                                          const std::vector<double>& ratios);

}  // namespace forestall
