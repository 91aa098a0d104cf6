// UTF-8 as Unicode defines it: one character read off the front of a text. What a character may be used for
// is for the callers to say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace forestall {

/// A decoded character and the bytes it took.
struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0;  // 0 where the text is empty or starts with no character
};

Character first_character(std::string_view text);

}  // namespace forestall
