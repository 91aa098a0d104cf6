// Luck: random streams keyed by (seed, replicate, person, process, occurrence).
//
// A counter-based generator (Random123 Philox4x32-10; Salmon et al. 2011, doi:10.1145/2063384.2063405) turns
// a key into random words, so a draw depends on nothing but its key: not on threads, not on order, not on who
// else is alive.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace forestall {

/// Names a person for all time and in every arm. Equal keys have equal luck.
using PersonKey = std::uint64_t;

/// What a stream is used for, so that two uses of one number never meet. Values are part of every result:
/// never renumber.
enum class Purpose : std::uint32_t {
    clock = 1,        // index: process (a digest of its name, as are those that follow)
    branch = 2,       // index: effect
    length = 3,       // index: timer (length of a stay or of an `after` process)
    propensity = 4,   // index: propensity
    newborn = 5,      // index: effect; occurrence: birth number
    birth_date = 6,   // spread of birthdays over the year of age
    start_state = 7,  // states at the start or on arrival
    sampling = 8,     // who belongs to a sample; index 0: migrants by key, 1: people at the start in fours
    arrival = 9,      // migrants: who they are, when they come
    key = 10,         // making person keys
    past = 11,        // whom somebody who has died is replaced by while pasts are lived
    parameters = 12,  // draws of fitted parameters; key: the draw, index: the group
    referral = 13,    // index: programme xor what happens; occurrence: of the event
    take_up = 14,     // index: programme; occurrence: number of the offer
    drop_out = 15,    // index: programme; occurrence: number of the start
    score = 16,       // index: programme: error of its score
    hub = 17,         // index: programme: which hub somebody belongs to, and order by luck
};

/// Four random 32-bit words.
using Block = std::array<std::uint32_t, 4>;

/// The streams of one run: one seed, one replicate.
class Streams {
  public:
    Streams(std::uint64_t seed, std::uint32_t replicate);

    /// The block of words for one use. `occurrence` counts uses of the same stream by the same person.
    Block block(PersonKey person, Purpose purpose, std::uint32_t index, std::uint32_t occurrence) const;

    /// Streams that share nothing with these.
    Streams other(Purpose purpose, std::uint32_t number) const;

  private:
    Streams() = default;
    std::uint32_t key0_ = 0, key1_ = 0;
};

/// Two words as a number in (0, 1), never 0 or 1; 52 random bits, so that the half added to them still fits a
/// double.
inline double uniform(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t bits = (std::uint64_t{high} << 20) | (std::uint64_t{low} >> 12);
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

/// Natural logarithm for 0 < x < infinity, normal numbers only; the same bits on every machine. Error below
/// 1e-12.
double portable_log(double x);

/// A 64-bit digest of text (FNV-1a), for keys made from names.
std::uint64_t digest(std::string_view text);

}  // namespace forestall
