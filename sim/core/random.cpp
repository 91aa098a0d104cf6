#include "sim/core/random.hpp"

#include <bit>

#include <Random123/philox.h>

namespace forestall {

namespace {

r123::Philox4x32::ctr_type philox(r123::Philox4x32::ctr_type counter, std::uint32_t key0,
                                  std::uint32_t key1) {
    return r123::Philox4x32{}(counter, {{key0, key1}});
}

}  // namespace

Streams::Streams(std::uint64_t seed, std::uint32_t replicate) {
    // One scrambling round keeps neighbouring seeds and replicates apart.
    const auto words = philox({{replicate, 0x466f7265u, 0x7374616cu, 0x6cu}},
                              static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32));
    key0_ = words[0];
    key1_ = words[1];
}

Streams Streams::other(Purpose purpose, std::uint32_t number) const {
    const auto words =
        philox({{static_cast<std::uint32_t>(purpose), 0x6f746865u, 0x72u, number}}, key0_, key1_);
    Streams made;
    made.key0_ = words[0];
    made.key1_ = words[1];
    return made;
}

Block Streams::block(PersonKey person, Purpose purpose, std::uint32_t index, std::uint32_t occurrence) const {
    const auto words = philox({{static_cast<std::uint32_t>(person), static_cast<std::uint32_t>(person >> 32),
                                (static_cast<std::uint32_t>(purpose) << 16) | index, occurrence}},
                              key0_, key1_);
    return {words[0], words[1], words[2], words[3]};
}

double portable_log(double x) {
    // x = m 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.1716.
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t shifted = bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull);
    const auto exponent = static_cast<double>(static_cast<std::int64_t>(shifted >> 52) - 1023);
    const double m = std::bit_cast<double>((shifted & 0x000fffffffffffffull) + 0x3fe6a09e667f3bcdull);
    const double s = (m - 1.0) / (m + 1.0), z = s * s;
    const double low = (2.0 + z * (2.0 / 3)) + (z * z) * (2.0 / 5 + z * (2.0 / 7));
    const double high = (2.0 / 9 + z * (2.0 / 11)) + (z * z) * (2.0 / 13 + z * (2.0 / 15));
    return exponent * 0.6931471805599453 + s * (low + (z * z) * (z * z) * high);
}

std::uint64_t digest(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return hash;
}

}  // namespace forestall
