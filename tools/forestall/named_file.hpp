// The file that an argument stands for.
#pragma once

#include <filesystem>
#include <string>

namespace forestall {

/// The argument, or the study.yaml in the folder that it names.
inline std::string file_named(const std::string& argument) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path inside = (fs::path(argument) / "study.yaml").lexically_normal();
    const bool is_folder_of_study =
        fs::is_directory(argument, ignored) && fs::is_regular_file(inside, ignored);
    return is_folder_of_study ? inside.string() : argument;
}

}  // namespace forestall
