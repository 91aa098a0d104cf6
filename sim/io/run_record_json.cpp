#include "sim/io/run_record_json.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "sim/io/utf8.hpp"

namespace forestall {
namespace {

std::string escaped(char c) {
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\t': return "\\t";
    default: return fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
}

bool needs_escape(char c) { return c == '"' || c == '\\' || (c >= 0 && c < 0x20) || c == 0x7F; }

}  // namespace

std::string json_string(std::string_view text) {
    std::string json = "\"";
    while (!text.empty()) {
        const std::size_t bytes = first_character(text).bytes;
        if (bytes == 0) {
            json += "\\ufffd";
        } else if (needs_escape(text.front())) {
            json += escaped(text.front());
        } else {
            json += text.substr(0, bytes);
        }
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return json + '"';
}

std::string json_number(double number) {
    if (!std::isfinite(number)) return "null";
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

}  // namespace forestall
