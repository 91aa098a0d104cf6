// SHA-256 (FIPS 180-4): the name of a result file and of the study and model texts behind it.
//
// Ours because none of our libraries has it and a cryptography library is much to ask for one hash.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace forestall {

/// Takes a text piece by piece.
class Sha256 {
  public:
    void add(std::string_view bytes);
    /// 64 lower-case hexadecimal digits for all that was added; more may be added afterwards.
    std::string hex() const;

  private:
    using Block = std::array<std::uint8_t, 64>;
    void mix(const std::uint8_t* block);

    std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    Block waiting_ = {};
    std::uint64_t total_bytes_ = 0;
};

std::string sha256(std::string_view bytes);

}  // namespace forestall
