#include "sim/io/read_text.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/utf8.hpp"

namespace forestall {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

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
        const Character character = first_character(text.substr(at));
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
