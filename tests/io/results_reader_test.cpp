#include "sim/io/results_reader.hpp"

#include <cstdlib>

#include "sim/core/errors.hpp"
#include "sim/io/results_file.hpp"
#include "sim/io/results_image.hpp"
#include "sim/io/results_seal.hpp"
#include "tests/catch.hpp"
#include "tests/io/results_samples.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("a path without results is named with the reason", "[io]") {
    const TestFolder folder;
    const auto message = [](const std::string& path, const std::string& why) {
        return path + ": the results cannot be read (" + why + "); name a file that 'forestall run' wrote";
    };
    const std::string missing = (folder / "none.h5").string();
    CHECK_THROWS_WITH(read_results(missing), message(missing, "there is no such file"));
    CHECK_THROWS_WITH(read_results(folder.path()), message(folder.path().string(), "it is not a file"));
}

TEST_CASE("bytes without the seal of Forestall are an input error", "[io]") {
    for (const std::string& bytes :
         {std::string{}, std::string("falls,events\n1,2\n"), std::string(5000, '\0')}) {
        CHECK_THROWS_AS(read_results_image(bytes, "a.h5"), InputError);
        CHECK_THROWS_WITH(
            read_results_image(bytes, "a.h5"),
            "a.h5: this is not a result file of Forestall (it does not end with the seal of Forestall); "
            "name a file that 'forestall run' wrote");
    }
}

TEST_CASE("bytes that are sealed but not HDF5 are an input error", "[io]") {
    for (const std::string& bytes :
         {std::string{}, std::string("falls,events\n1,2\n"), std::string(5000, '\0')}) {
        CHECK_THROWS_AS(read_results_image(sealed(bytes), "a.h5"), InputError);
        CHECK_THROWS_WITH(read_results_image(sealed(bytes), "a.h5"),
                          StartsWith("a.h5: this is not a result file of Forestall (cannot open it as HDF5"));
    }
}

TEST_CASE("a file cut short is an input error wherever it is cut", "[io]") {
    const std::string whole = results_image(small_results());
    for (std::size_t length = 0; length < whole.size(); length += 997) {
        CAPTURE(length);
        CHECK_THROWS_AS(read_results_image(whole.substr(0, length), "a.h5"), InputError);
        CHECK_THROWS_AS(read_results_image(sealed(whole.substr(0, length)), "a.h5"), InputError);
    }
}

TEST_CASE("a file with a changed byte is an input error", "[io]") {
    std::string bytes = results_image(small_results());
    bytes[bytes.size() / 2] ^= 1;
    CHECK_THROWS_WITH(read_results_image(bytes, "a.h5"),
                      ContainsSubstring("(it was damaged or changed after Forestall wrote it)"));
}

TEST_CASE("netCDF files that Forestall did not write are refused with the reason", "[io]") {
    if (!has_program("ncgen")) {
        WARN("skipped: ncgen is not installed (package netcdf-bin)");
        SUCCEED();
        return;
    }
    const TestFolder folder;
    const auto refusal = [&](const std::string& cdl) -> std::string {
        put(folder / "a.cdl", "netcdf a {\n" + cdl + "}\n");
        const std::string file = (folder / "a.nc").string();
        const std::string command = "ncgen -4 -o '" + file + "' '" + (folder / "a.cdl").string() + "'";
        REQUIRE(std::system(command.c_str()) == 0);
        try {
            read_results_image(sealed(content_of(file)), file);
        } catch (const InputError& error) {
            return error.what();
        }
        return "no error";
    };
    CHECK_THAT(refusal("variables: float x; data: x = 1;"),
               ContainsSubstring("neither 64-bit whole numbers"));
    CHECK_THAT(refusal("group: weekly { variables: int64 x; data: x = 1; }"),
               ContainsSubstring("'weekly' is not an array"));
    CHECK_THAT(refusal("dimensions: d = 2; variables: int64 x(d); data: x = 1, 2;"),
               ContainsSubstring("the labels of an axis are neither text nor 32-bit whole numbers"));
    CHECK_THAT(refusal(":n = 1;"), ContainsSubstring("it is not text of fixed length"));
    CHECK_THAT(refusal("dimensions: d = 2; variables: int d(d); int64 x.y(d); data: d = 1, 2; x.y = 1, 2;"),
               ContainsSubstring("the name 'x.y' is not"));
    CHECK(refusal("dimensions: d = 2; variables: int d(d); int64 x(d); data: d = 1, 2; x = 1, 2;") ==
          "no error");
}
