// What a study may hand in as code: its own way of ranking people, how strongly each responds, when to stop.
// Each is asked between months, from the thread that runs the study, and sees people as they are then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/engine/crowd.hpp"

namespace forestall {

/// People as a callable sees them: rows of one width, each with the key, the age in years and the states of
/// all factors (indices into `Factor::states`; of time since, the piece). Nothing changes while it looks.
class PeopleSeen {
  public:
    /// Where the parts of a row lie, in bytes.
    struct Row {
        static constexpr std::size_t key = 0, age = 8, factors = 12;
        std::size_t bytes = 0;
    };
    static Row row_of(const Model& model);

    PeopleSeen(const Model& model, int month, Date date);
    /// As they are at minute t.
    void add(Record person, Minutes t);
    void add(const PeopleSeen& others);
    void reserve(std::size_t people) { rows_->reserve(people * row_.bytes); }

    const Model& model() const { return model_; }
    int month() const { return month_; }
    Date date() const { return date_; }
    std::size_t size() const { return rows_->size() / row_.bytes; }
    /// The rows, for who wants to keep them longer than the meeting lasts.
    std::shared_ptr<const std::vector<std::byte>> share() const { return rows_; }
    PersonKey key(std::size_t person) const;
    float age(std::size_t person) const;
    FactorValue factor(std::size_t person, int id) const;

  private:
    const Model& model_;
    int month_;
    Date date_;
    Row row_;
    std::shared_ptr<std::vector<std::byte>> rows_ = std::make_shared<std::vector<std::byte>>();
};

/// Scores for the people seen, one each: higher means sooner, minus infinity never. NaN is refused.
using Finder = std::function<void(const PeopleSeen& people, std::span<double> scores)>;

/// For those just started, one each: how much of every effect of the programme they feel. 1: as written; 0:
/// nothing. At least 0 and finite.
using Response = std::function<void(const PeopleSeen& people, std::span<double> strengths)>;

/// A programme in an arm, as a stop rule sees it at the start of a month.
struct Review {
    std::string arm;
    int month = 0, months_open = 0;
    Date date;
    std::function<double()> saved;    // money so far against the first arm; of the whole place
    std::function<double()> started;  // people so far; of the whole place
};
/// Whether the programme makes no more offers from now on.
using StopRule = std::function<bool(const Review& review)>;

/// By the programmes' names.
struct Callables {
    std::map<std::string, Finder> finders;
    std::map<std::string, Response> responses;
    std::map<std::string, StopRule> stop_rules;
};

}  // namespace forestall
