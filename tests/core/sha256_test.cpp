#include "sim/core/sha256.hpp"

#include "tests/catch.hpp"

using namespace forestall;

// FIPS 180-4 examples and the NIST long-message vector.
TEST_CASE("SHA-256 gives the published digests", "[core]") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
                 "opqrsmnopqrst"
                 "nopqrstu") == "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    CHECK(sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of pieces is that of the whole", "[core]") {
    const std::string text(300, 'x');
    for (const std::size_t cut : {0, 1, 55, 56, 63, 64, 65, 128, 299}) {
        Sha256 hash;
        hash.add(text.substr(0, cut));
        CHECK(hash.hex() == sha256(text.substr(0, cut)));
        hash.add(text.substr(cut));
        CHECK(hash.hex() == sha256(text));
    }
}
