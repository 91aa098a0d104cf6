// Pasts: what the people of a place have lived through before they begin. A model of many tracks has too many
// combinations of states to list with their shares (sim/model/mix.hpp does that for a few). So lives are
// lived beforehand, from birth to old age at today's rates, and whoever is alive at the start, or moves in,
// takes over what one of them of the same age, sex and so on has become: states, stays under way, recent use,
// tendencies. The living is done by sim/engine/pasts.hpp; this is what comes of it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/cache_aligned.hpp"
#include "sim/core/errors.hpp"
#include "sim/core/executor.hpp"
#include "sim/model/rows.hpp"

namespace forestall {

struct Model;

/// Copies share the records.
class Pasts {
  public:
    Pasts() = default;
    /// `kind` numbers the combinations of fixed factors; `lives` records of `bytes` are kept for each kind
    /// and each year of age from 0 to years - 1.
    Pasts(FactorIndex kind, std::size_t years, std::size_t lives, std::size_t bytes)
        : kind_(std::move(kind)), years_(years), lives_(lives), bytes_(bytes),
          records_(std::make_shared<AlignedVector<std::byte>>(kind_.size() * years * lives * bytes)) {}

    bool empty() const { return !records_ || records_->empty(); }
    std::size_t kind_of(const FactorValue* factors) const { return kind_(factors); }
    std::size_t years() const { return years_; }
    std::size_t lives() const { return lives_; }
    /// One record, its times counted from the moment at which it was kept.
    std::span<std::byte> at(std::size_t kind, std::size_t year, std::size_t life) {
        return {records_->data() + place(kind, year, life), bytes_};
    }
    std::span<const std::byte> at(std::size_t kind, std::size_t year, std::size_t life) const {
        return {records_->data() + place(kind, year, life), bytes_};
    }
    /// All records, one after another.
    std::span<std::byte> records() { return {records_->data(), records_->size()}; }
    std::span<const std::byte> records() const { return {records_->data(), records_->size()}; }
    /// The record that somebody of this kind and age (years, at least 0) takes over, by rank u (0 < u < 1).
    std::span<const std::byte> drawn(const FactorValue* factors, double age, double u) const;

  private:
    std::size_t place(std::size_t kind, std::size_t year, std::size_t life) const {
        return ((kind * years_ + year) * lives_ + life) * bytes_;
    }
    FactorIndex kind_;  // fixed factors -> kind
    std::size_t years_ = 0, lives_ = 0, bytes_ = 0;
    std::shared_ptr<AlignedVector<std::byte>> records_;
};

/// A rate that must be the average person's (`keep_mean`), whatever multipliers spread it over states.
struct KeptMean {
    bool is_level = false;
    int column = 0;
    std::vector<int> with;       // clocks that count towards the mean
    double unit = 1;             // levels: what one a year is in the column's units
    std::vector<double> target;  // a year, by row: age cell, then fixed factors
    std::string name;
    Where where;
};

/// Lives the pasts of a model that is compiled but for the factors on its kept means: sets `Model::pasts` and
/// returns those factors, [mean][row]. Given to compile() by whoever can run lives.
using LivePasts = std::function<std::vector<std::vector<double>>(Model&, const std::vector<KeptMean>&,
                                                                 std::size_t lives, Executor&, Problems&)>;

}  // namespace forestall
