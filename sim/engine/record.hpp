// A person's record: everything one life needs, in one stretch of memory whose layout the model decides.
// Self-contained, so that a life can be copied for an arm in which it takes another course.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sim/core/random.hpp"
#include "sim/model/model.hpp"

namespace forestall {

/// What happens next to a person: the clock that runs out, or one of these.
enum class Cause : std::uint8_t {
    begins_here = 250,  // alive at the start
    is_born = 251,
    arrives = 252,
    turns = 254,  // a break in age, time since or recent use; the end of a stay
};

/// A clock that has not been drawn yet.
inline constexpr std::int64_t not_drawn = INT64_MIN;

inline constexpr bool is_clock(std::uint8_t cause) { return cause < 250; }

/// A view of one record. Arrays have the sizes of the model's lists of the same name.
class Record {
  public:
    Record(std::byte* at, const RecordLayout& layout) : at_(at), layout_(&layout) {}

    PersonKey& key() const { return *reinterpret_cast<PersonKey*>(at_ + layout_->key); }
    Minutes& birth() const { return *reinterpret_cast<Minutes*>(at_ + layout_->birth); }
    std::uint8_t& cause() const { return *reinterpret_cast<std::uint8_t*>(at_ + layout_->cause); }
    FactorValue* factors() const { return reinterpret_cast<FactorValue*>(at_ + layout_->factors); }
    /// Copies `count` factors, and up to seven bytes more: a record keeps them in whole words.
    void copy_factors(FactorValue* to, std::size_t count) const {
        for (std::size_t i = 0; i < count; i += 8) std::memcpy(to + i, factors() + i, 8);
    }
    /// What is left of each clock at the time of the next event.
    std::int64_t* clocks() const { return reinterpret_cast<std::int64_t*>(at_ + layout_->clocks); }
    /// How often each clock has run out.
    std::uint16_t* occurrences() const {
        return reinterpret_cast<std::uint16_t*>(at_ + layout_->occurrences);
    }
    /// How often each timer has been started.
    std::uint16_t* starts() const { return reinterpret_cast<std::uint16_t*>(at_ + layout_->starts); }
    /// When each timer ends; `never` when it does not run.
    Minutes* timers() const { return reinterpret_cast<Minutes*>(at_ + layout_->timers); }
    /// When the time since began to count.
    Minutes* stamps() const { return reinterpret_cast<Minutes*>(at_ + layout_->stamps); }
    /// When the counted events happened, latest first, for each counter in turn.
    Minutes* counter_times() const { return reinterpret_cast<Minutes*>(at_ + layout_->counter_times); }
    /// Takes over what a past holds of another record of the same model.
    void take_past(const std::byte* other) const { std::memcpy(at_, other, layout_->past); }
    /// Of each programme; only in the record of a strand that programmes have reached.
    Enrolment* enrolments() const { return reinterpret_cast<Enrolment*>(at_ + layout_->enrolments); }
    std::byte* bytes() const { return at_; }
    float* propensities() const { return reinterpret_cast<float*>(at_ + layout_->propensities); }

  private:
    std::byte* at_;
    const RecordLayout* layout_;
};

}  // namespace forestall
