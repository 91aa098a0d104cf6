#include "sim/io/utf8.hpp"

namespace forestall {

namespace {

std::size_t bytes_announced_by(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

/// Overlong forms and surrogates are refused: one character has one spelling.
bool is_shortest_and_real(std::uint32_t code, std::size_t bytes) {
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return code >= smallest[bytes] && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000);
}

}  // namespace

Character first_character(std::string_view text) {
    if (text.empty()) return {};
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = bytes_announced_by(lead);
    if (bytes == 0 || text.size() < bytes) return {};
    if (bytes == 1) return {lead, 1};
    std::uint32_t code = lead & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0u) != 0x80u) return {};
        code = code << 6 | (next & 0x3Fu);
    }
    return is_shortest_and_real(code, bytes) ? Character{code, bytes} : Character{};
}

}  // namespace forestall
