// Text that can be stored: UTF-8 as Unicode defines it, and for HDF5 without zero bytes, which end a text
// there.
#pragma once

#include <cstddef>
#include <string_view>

namespace forestall {

/// Bytes of the UTF-8 character at the front of a text; 0 when the text is empty or starts with none.
std::size_t utf8_character_bytes(std::string_view text);

bool is_storable_text(std::string_view text);

}  // namespace forestall
