#include "sim/io/results_text.hpp"

#include "tests/catch.hpp"

using namespace forestall;

TEST_CASE("text is stored only when it is UTF-8 without zero bytes", "[io]") {
    using namespace std::string_view_literals;
    for (const auto text :
         {""sv, "plain"sv, "\xC3\xA9"sv, "\xE2\x82\xAC"sv, "\xF0\x9F\x98\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
        CAPTURE(text);
        CHECK(is_storable_text(text));
    }
    // A zero byte, a lone continuation, a cut character, overlong forms, a surrogate, beyond Unicode, never
    // valid.
    for (const auto text : {"a\0b"sv, "\x80"sv, "\xC3"sv, "\xC0\x80"sv, "\xE0\x80\x80"sv,
                            "\xF0\x80\x80\x80"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xFF"sv}) {
        CAPTURE(text);
        CHECK_FALSE(is_storable_text(text));
    }
}
