#include "sim/io/results_file.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "sim/core/errors.hpp"
#include "sim/io/results_image.hpp"
#include "sim/io/results_reader.hpp"
#include "sim/io/safe_file.hpp"

namespace forestall {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
    throw InputError(Problem{
        {path.string(), 0, 0}, "the results cannot be read", why, "name a file that 'forestall run' wrote"});
}

std::string read_bytes(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) refuse(path, "there is no such file");
    if (!std::filesystem::is_regular_file(path, error)) refuse(path, "it is not a file");
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    std::string bytes(stream ? std::filesystem::file_size(path, error) : 0, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream) refuse(path, std::generic_category().message(errno));
    return bytes;
}

}  // namespace

void write_results(const Results& results, const std::filesystem::path& path) {
    check_writable(path);  // before the work of laying out
    write_safely(path, results_image(results));
}

Results read_results(const std::filesystem::path& path) {
    return read_results_image(read_bytes(path), path.string());
}

}  // namespace forestall
