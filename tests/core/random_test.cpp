#include "sim/core/random.hpp"

#include <cmath>
#include <limits>
#include <set>

#include "tests/catch.hpp"
#include "tests/support/distances.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

using Words = std::array<std::uint32_t, 4>;

/// Philox4x32-10 as Salmon et al. (2011) print it: ten rounds of two multiplications, the key bumped between
/// rounds. Written here a second time, and itself held against Random123's known answers.
Words philox(Words counter, std::uint32_t key0, std::uint32_t key1) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53u} * counter[0],
                            second = std::uint64_t{0xCD9E8D57u} * counter[2];
        counter = {
            static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key0, static_cast<std::uint32_t>(second),
            static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key1, static_cast<std::uint32_t>(first)};
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return counter;
}

/// The stream that random.hpp describes, put together here from the generator above.
Words by_hand(std::uint64_t seed, std::uint32_t replicate, PersonKey person, Purpose purpose,
              std::uint32_t index, std::uint32_t occurrence) {
    const Words key = philox({replicate, 0x466f7265u, 0x7374616cu, 0x6cu}, static_cast<std::uint32_t>(seed),
                             static_cast<std::uint32_t>(seed >> 32));
    return philox({static_cast<std::uint32_t>(person), static_cast<std::uint32_t>(person >> 32),
                   (static_cast<std::uint32_t>(purpose) << 16) | index, occurrence},
                  key[0], key[1]);
}

}  // namespace

TEST_CASE("the generator that streams are held against gives Random123's known answers", "[core]") {
    // kat_vectors of Random123, philox4x32 with 10 rounds.
    CHECK(philox({0, 0, 0, 0}, 0, 0) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff, 0xffffffff) ==
          Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0) ==
          Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream is Philox4x32-10's block for its key", "[core]") {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 40})
        for (const std::uint32_t replicate : {0u, 1u, 77u}) {
            const Streams streams(seed, replicate);
            CHECK(streams.block(1, Purpose::clock, 0, 0) ==
                  by_hand(seed, replicate, 1, Purpose::clock, 0, 0));
            CHECK(streams.block(0x123456789abcdefull, Purpose::length, 12, 345) ==
                  by_hand(seed, replicate, 0x123456789abcdefull, Purpose::length, 12, 345));
        }
}

TEST_CASE("every part of a key makes another stream", "[core]") {
    std::set<Block> blocks;
    std::size_t keys = 0;
    for (const std::uint64_t seed : {1u, 2u})
        for (const std::uint32_t replicate : {0u, 1u})
            for (const PersonKey person : {PersonKey{1}, PersonKey{2}, PersonKey{1} << 32})
                for (const Purpose purpose :
                     {Purpose::clock, Purpose::branch, Purpose::length, Purpose::propensity, Purpose::key})
                    for (const std::uint32_t index : {0u, 1u, 2u})
                        for (const std::uint32_t occurrence : {0u, 1u}) {
                            blocks.insert(Streams(seed, replicate).block(person, purpose, index, occurrence));
                            ++keys;
                        }
    CHECK(blocks.size() == keys);
}

TEST_CASE("a uniform number lies strictly between 0 and 1 and rises with its words", "[core]") {
    const double least = uniform(0, 0), most = uniform(0xffffffff, 0xffffffff);
    CHECK(least > 0);
    CHECK(least <= 0x1p-52);
    CHECK(most < 1.0);
    CHECK(most >= 1.0 - 0x1p-52);
    CHECK(uniform(0x80000000, 0) == Approx(0.5).epsilon(1e-15));
    CHECK(uniform(0, 1u << 12) > least);
    CHECK(uniform(1, 0) > uniform(0, 0xffffffff));
    // Numbers made from it stay finite.
    CHECK(std::isfinite(-portable_log(least)));
    CHECK(-portable_log(most) > 0);
}

TEST_CASE("uniform numbers from neighbouring keys are uniform and independent", "[core]") {
    // 100,000 people: Kolmogorov-Smirnov at level 0.001 (limit 0.0062, twice that is found with power above
    // 0.999); pairs of neighbours in 10 x 10 cells: chi-square with 99 degrees of freedom, limit 148.230 (R:
    // qchisq(0.999, 99)).
    const Streams streams(1, 0);
    std::vector<double> sample;
    for (PersonKey person = 1; person <= 100'000; ++person) {
        const Block words = streams.block(person, Purpose::clock, 3, 0);
        sample.push_back(uniform(words[0], words[1]));
    }
    CHECK(kolmogorov_distance(sample, [](double u) { return u; }) < kolmogorov_limit(sample.size()));
    std::vector<double> cells(100, 0.0);
    for (std::size_t i = 0; i + 1 < sample.size(); i += 2)
        ++cells[static_cast<std::size_t>(sample[i] * 10) * 10 + static_cast<std::size_t>(sample[i + 1] * 10)];
    CHECK(chi_square(cells, std::vector<double>(100, 500.0)) < 148.230);
}

TEST_CASE("the portable logarithm is right to 1e-12", "[core]") {
    // Against the C library, whose error is below one unit in the last place. Where the logarithm is near 0
    // the error is absolute.
    const auto error = [](double x) {
        const double right = std::log(x);
        return std::abs(portable_log(x) - right) / std::max(1.0, std::abs(right));
    };
    double worst = 0;
    for (double x = 1e-300; x < 1e300; x *= 1.0173) worst = std::max(worst, error(x));
    for (double x = 0.4; x < 2.5; x += 1e-5) worst = std::max(worst, error(x));
    for (int power = -54; power < 54; ++power)
        worst = std::max(
            {worst, error(std::ldexp(1.0, power)), error(std::nextafter(std::ldexp(1.0, power), 0))});
    CHECK(worst < 1e-12);
    CHECK(portable_log(1.0) == 0.0);
    CHECK(portable_log(std::numeric_limits<double>::min()) ==
          Approx(std::log(std::numeric_limits<double>::min())).epsilon(1e-12));
}

TEST_CASE("the portable logarithm of draws close to 1 keeps its relative precision", "[core]") {
    // A draw close to 1 is an event that comes early: its clock is -log(u), small.
    for (const double distance : {1e-3, 1e-6, 1e-9, 1e-12}) {
        CAPTURE(distance);
        const double u = 1 - distance;
        CHECK(-portable_log(u) == Approx(-std::log(u)).epsilon(1e-12));
    }
}

TEST_CASE("the digest of text is 64-bit FNV-1a", "[core]") {
    // Test vectors of draft-eastlake-fnv.
    CHECK(digest("") == 0xcbf29ce484222325ull);
    CHECK(digest("a") == 0xaf63dc4c8601ec8cull);
    CHECK(digest("foobar") == 0x85944171f73967e8ull);
}
