// Who: the people at the start and those who move in, synthesised from published counts. Nobody here is a
// real person.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/model/model.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Somebody about to be simulated: who they are, when and how they join.
struct Newcomer {
    enum class How : std::uint8_t { is_here, is_born, arrives };
    PersonKey key = 0;
    PersonKey mother = 0;  // of who is born
    Minutes time = 0;      // when they join
    Minutes birth = 0;
    How how = How::is_here;
    std::uint64_t arms = ~std::uint64_t{0};  // the arms in which they join
    bool is_reached = false;                 // as the strand that they are born to
    std::array<FactorValue, most_factors> factors{};
    double propensity_rank =
        -1;  // rank of the propensity that the mix spreads; below 0: drawn as for a newborn
};

/// A group of alike people with its factors resolved.
struct PeopleGroup {
    double age = 0;  // years; spread over [age, age + 1)
    std::array<FactorValue, most_factors> factors{};
    double people = 0;
};

/// The people of a place at the start. Keys are 1, 2, 3 ... in the order of the population file, so a person
/// is the same person in every study of the place, in every arm, and in every sample.
class StartingPeople {
  public:
    /// Throws InputError for columns or states that the model lacks, and for a file without people.
    StartingPeople(const PlaceSpec& place, const Model& model, const Streams& streams, double sample);

    /// How many people there are before sampling.
    std::uint64_t size() const { return ends_.empty() ? 0 : ends_.back(); }
    /// Adds those of [first, last) who belong to the sample to `chosen`, in order. A larger sample holds the
    /// smaller one.
    void choose(std::uint64_t first, std::uint64_t last, std::vector<std::uint64_t>& chosen) const;
    /// Person `index` (from 0, below size()), with birth date and states drawn; joins after the model's
    /// warm-up has begun.
    Newcomer person(std::uint64_t index) const;
    /// The same; `group` remembers where the last person was found, so that neighbours are found at once.
    Newcomer person(std::uint64_t index, std::size_t& group) const;

  private:
    const Model& model_;
    const Streams& streams_;
    double sample_;
    bool exact_ages_;
    std::vector<PeopleGroup> groups_;
    std::vector<std::uint64_t> ends_;  // running count of people to the end of each group
};

/// People who move in, month by month. Their keys come from the place, the group and their number in it.
class Arrivals {
  public:
    Arrivals(const PlaceSpec& place, const Model& model, const Streams& streams, const Calendar& calendar,
             double sample);

    /// Everyone who arrives in month m, in a fixed order.
    std::vector<Newcomer> month(int m) const;
    /// The same, group by group: groups may be asked for side by side.
    std::size_t groups() const { return groups_.size(); }
    std::vector<Newcomer> of_group(std::size_t group, int month) const;

  private:
    const Model& model_;
    const Streams& streams_;
    const Calendar& calendar_;
    double sample_;
    std::uint64_t place_digest_ = 0;
    std::vector<PeopleGroup> groups_;
    std::vector<double>
        years_before_;  // calendar-weighted years before each month's start; one more at the end
};

/// Groups of a people file with tracks and states resolved. Adds problems for what the model lacks.
std::vector<PeopleGroup> resolve_groups(const PeopleSpec& people, const Model& model, Problems& problems);

}  // namespace forestall
