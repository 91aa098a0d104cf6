// Text that can be stored: UTF-8 as Unicode defines it, and for HDF5 without zero bytes, which end a text
// there.
#pragma once

#include <string_view>

namespace forestall {

bool is_storable_text(std::string_view text);

}  // namespace forestall
