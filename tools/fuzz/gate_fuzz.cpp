// Any bytes as a file of the language: gate, shape check, readers and tables must refuse or accept, never
// crash or hang.
//
// The bytes up to a form feed are the YAML file; what follows is every CSV table and sources file that it
// names.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"

namespace {

using namespace forestall;

/// Serves the same two texts, whatever the path.
Files files_of(const std::string& yaml, const std::string& named) {
    return Files{[=](const std::filesystem::path& path, std::size_t) {
        return Loaded{path == "input.yaml" ? yaml : named, {}};
    }};
}

template <typename Read>
void try_to(Read read, const std::string& yaml, const std::string& named) {
    Files files = files_of(yaml, named);
    try {
        read("input.yaml", files);
    } catch (const InputError&) {
        // what users see; anything else is a bug
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t split = bytes.find('\f');
    const std::string yaml{bytes.substr(0, split)};
    const std::string named{split == std::string_view::npos ? std::string_view{} : bytes.substr(split + 1)};
    try_to([](const auto& path, Files& files) { read_model(path, files); }, yaml, named);
    try_to([](const auto& path, Files& files) { read_place(path, files); }, yaml, named);
    try_to([](const auto& path, Files& files) { read_study(path, files); }, yaml, named);
    return 0;
}
