#include "sim/io/read_text.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "sim/core/errors.hpp"

namespace forestall {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

/// A decoded character and the bytes it took; no bytes when they are not UTF-8.
struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0;
};

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

Character character_at(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = bytes_announced_by(lead);
    if (bytes <= 1) return {lead, bytes};
    if (at + bytes > text.size()) return {};
    std::uint32_t code = lead & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xC0) != 0x80) return {};
        code = code << 6 | (next & 0x3Fu);
    }
    return is_shortest_and_real(code, bytes) ? Character{code, bytes} : Character{};
}

bool is_accepted(std::uint32_t code) {
    if (code == '\t' || code == '\n' || code == '\r') return true;
    return code >= 0x20 && !(code >= 0x7F && code < 0xA0);
}

[[noreturn]] void refuse_mark(const std::string& file, std::string_view encoding) {
    throw InputError(Problem{{file, 1, 1},
                             fmt::format("the file starts with a {} byte order mark", encoding),
                             "files are plain UTF-8",
                             "save it as UTF-8 without a byte order mark (BOM)"});
}

std::string_view past_the_mark(std::string_view text, const std::string& file, ByteOrderMark mark) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) refuse_mark(file, "UTF-16");
    if (!text.starts_with(utf8_mark)) return text;
    if (mark == ByteOrderMark::refused) refuse_mark(file, "UTF-8");
    return text.substr(utf8_mark.size());
}

}  // namespace

std::string in_mebibytes(std::size_t bytes) { return fmt::format("{} MiB", bytes >> 20); }

Loaded load_text(const std::filesystem::path& path, std::size_t largest_bytes) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) return {{}, "there is no such file"};
    if (!std::filesystem::is_regular_file(status)) return {{}, "it is not a file"};
    const auto size = std::filesystem::file_size(path, error);
    if (error) return {{}, error.message()};
    if (size > largest_bytes) return {{}, "it is over " + in_mebibytes(largest_bytes)};
    errno = 0;
    std::ifstream stream{path, std::ios::binary};
    if (!stream) return {{}, std::strerror(errno)};
    Loaded loaded;
    loaded.text.resize(size + 1);
    stream.read(loaded.text.data(), static_cast<std::streamsize>(loaded.text.size()));
    if (stream.bad()) return {{}, std::strerror(errno)};
    loaded.text.resize(static_cast<std::size_t>(stream.gcount()));
    return loaded.text.size() > size ? Loaded{{}, "it changed while it was read"} : loaded;
}

std::string_view checked_text(std::string_view whole, const std::string& file, ByteOrderMark mark) {
    const std::string_view text = past_the_mark(whole, file, mark);
    Where where{file, 1, 1};
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (character.bytes == 0)
            throw InputError(Problem{
                where, fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[at])),
                "files are plain UTF-8", "save the file as UTF-8"});
        if (!is_accepted(character.code))
            throw InputError(Problem{where, fmt::format("control character U+{:04X}", character.code),
                                     "files hold text only", "delete it"});
        at += character.bytes;
        where.column = character.code == '\n' ? 1 : where.column + 1;
        where.line += character.code == '\n' ? 1 : 0;
    }
    return text;
}

}  // namespace forestall
