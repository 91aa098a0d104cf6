#include "sim/io/results_text.hpp"

#include "sim/io/utf8.hpp"

namespace forestall {

bool is_storable_text(std::string_view text) {
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.bytes == 0 || character.code == 0) return false;
        text.remove_prefix(character.bytes);
    }
    return true;
}

}  // namespace forestall
