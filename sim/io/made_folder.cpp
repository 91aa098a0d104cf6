#include "sim/io/made_folder.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "sim/core/errors.hpp"

namespace forestall {

namespace {

namespace fs = std::filesystem;

/// The folder and those above it that are missing, outermost first.
std::vector<fs::path> missing_folders(fs::path folder) {
    std::vector<fs::path> missing;
    std::error_code ignored;
    for (; !folder.empty() && !fs::exists(folder, ignored); folder = folder.parent_path())
        missing.push_back(folder);
    std::reverse(missing.begin(), missing.end());
    return missing;
}

[[noreturn]] void refuse(const fs::path& folder, const std::string& why) {
    throw RunError(to_string(
        Problem{{}, fmt::format("cannot write into '{}'", folder.string()), why, "choose another folder"}));
}

}  // namespace

MadeFolder::MadeFolder(const fs::path& folder) {
    for (const fs::path& missing : missing_folders(folder)) {
        std::error_code error;
        if (fs::create_directory(missing, error)) made_.push_back(missing);
        if (!error) continue;
        remove_made();
        refuse(folder, fmt::format("'{}' cannot be made: {}", missing.string(), error.message()));
    }
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) refuse(folder, "it is not a folder");
}

MadeFolder::~MadeFolder() { remove_made(); }

void MadeFolder::remove_made() {
    std::error_code ignored;  // somebody may have put a file there
    for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) fs::remove(*folder, ignored);
}

}  // namespace forestall
