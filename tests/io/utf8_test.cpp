#include "sim/io/utf8.hpp"

#include "tests/catch.hpp"

using namespace forestall;
using namespace std::string_view_literals;

TEST_CASE("a character is decoded with the bytes it took, whatever follows", "[io]") {
    const auto check = [](std::string_view text, std::uint32_t code, std::size_t bytes) {
        CAPTURE(text);
        const Character character = first_character(text);
        CHECK(character.code == code);
        CHECK(character.bytes == bytes);
    };
    check("ab", 'a', 1);
    check("\0b"sv, 0, 1);
    check("\x7F", 0x7F, 1);
    check("\xC2\x80", 0x80, 2);
    check("\xC3\xA9t", 0xE9, 2);
    check("\xE0\xA0\x80", 0x800, 3);
    check("\xE2\x82\xAC", 0x20AC, 3);
    check("\xEE\x80\x80", 0xE000, 3);
    check("\xF0\x90\x80\x80", 0x10000, 4);
    check("\xF4\x8F\xBF\xBF", 0x10FFFF, 4);
}

TEST_CASE("what is not UTF-8 takes no bytes", "[io]") {
    // Nothing, a lone continuation, cut characters, a lead without its continuation, overlong forms, both
    // ends of the surrogates, beyond Unicode, never valid.
    for (const auto text : {""sv, "\x80"sv, "\xC3"sv, "\xE2\x82"sv, "\xF0\x9F\x98"sv, "\xC3("sv, "\xC0\x80"sv,
                            "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xF0\x8F\xBF\xBF"sv, "\xED\xA0\x80"sv,
                            "\xED\xBF\xBF"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv}) {
        CAPTURE(text);
        CHECK(first_character(text).bytes == 0);
    }
}
