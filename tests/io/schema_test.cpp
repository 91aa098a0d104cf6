#include "sim/io/schema.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/catch.hpp"

using namespace forestall;

namespace {

std::filesystem::path file_of(const std::string& kind) {
    return std::filesystem::path{FORESTALL_SOURCE_DIR} / "docs/schema" / (kind + ".schema.json");
}

std::string content_of_file(const std::filesystem::path& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("the schemas in docs are those of the language", "[io]") {
    for (const std::string& kind : file_kind_names()) {
        INFO("write docs/schema again: forestall schema " << kind << " > " << file_of(kind).generic_string());
        CHECK(content_of_file(file_of(kind)) == json_schema(*file_kind_named(kind)));
    }
}

TEST_CASE("a schema defines whatever it refers to", "[io]") {
    for (const std::string& kind : file_kind_names()) {
        const std::string schema = json_schema(*file_kind_named(kind));
        const std::string reference = "\"$ref\": \"#/$defs/";
        for (std::size_t at = schema.find(reference); at != std::string::npos;
             at = schema.find(reference, at + 1)) {
            const std::size_t start = at + reference.size();
            const std::string name = schema.substr(start, schema.find('"', start) - start);
            CAPTURE(kind, name);
            CHECK(schema.find("\n    \"" + name + "\": {") != std::string::npos);
        }
    }
}

TEST_CASE("a schema has the limits and words that the reader checks", "[io]") {
    const std::string model = json_schema(FileKind::model);
    CHECK_THAT(model, Catch::Matchers::ContainsSubstring(
                          "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\""));
    CHECK_THAT(model, Catch::Matchers::ContainsSubstring("\"maximum\": 1"));
    CHECK_THAT(model, Catch::Matchers::ContainsSubstring("\"per_100000_per_year\""));
    CHECK_THAT(model, Catch::Matchers::ContainsSubstring("\"additionalProperties\": false"));
}
