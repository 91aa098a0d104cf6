#include "tools/forestall/other_verbs.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <unistd.h>

namespace forestall {

namespace {

namespace fs = std::filesystem;

bool can_run(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::string program_of_verb(const std::string& verb) {
    const bool is_verb =
        !verb.empty() && verb.front() != '-' &&
        std::all_of(verb.begin(), verb.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (!is_verb) return "";
    const std::string name = "forestall-" + verb;
    std::error_code unknown;
    const fs::path self = fs::read_symlink("/proc/self/exe", unknown);
    if (!unknown && can_run(self.parent_path() / name)) return (self.parent_path() / name).string();
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (!folder.empty() && can_run(fs::path(folder) / name)) return (fs::path(folder) / name).string();
    return "";
}

void become(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<char*> all{const_cast<char*>(program.c_str())};
    for (const std::string& one : arguments) all.push_back(const_cast<char*>(one.c_str()));
    all.push_back(nullptr);
    execv(program.c_str(), all.data());
}

}  // namespace forestall
