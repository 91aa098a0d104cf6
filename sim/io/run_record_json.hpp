// The two kinds of JSON value that need care.
#pragma once

#include <string>
#include <string_view>

namespace forestall {

/// In quotes and escaped. Bytes that are not UTF-8 (a command line may hold any) become the replacement
/// character.
std::string json_string(std::string_view text);

/// The shortest form that reads back the same; null when not finite, for JSON has no such numbers.
std::string json_number(double number);

}  // namespace forestall
