// Bytes of a file, and whether they are text that we accept: UTF-8 without control characters.
//
// Checked before any parser sees them: yaml-cpp takes a file that is not UTF-8 for an empty one, and stops
// without a word at a stray control character.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace forestall {

inline constexpr std::size_t largest_yaml_bytes = std::size_t{1} << 20;    // 1 MiB
inline constexpr std::size_t largest_table_bytes = std::size_t{64} << 20;  // 64 MiB

struct Loaded {
    std::string text;
    std::string why_not;  // empty when the text is there
};

/// Reads a regular file. Never throws for what the disk says: `why_not` tells.
Loaded load_text(const std::filesystem::path& path, std::size_t largest_bytes);

enum class ByteOrderMark { refused, skipped };

/// Throws InputError at the first byte that is not accepted. Returns the text, without the mark that Excel
/// puts first where that may be skipped.
std::string_view checked_text(std::string_view text, const std::string& file, ByteOrderMark mark);

/// "1 MiB"
std::string in_mebibytes(std::size_t bytes);

}  // namespace forestall
