// A folder for files that may not come: made with those above it that are missing, and gone again unless it
// is kept.
#pragma once

#include <filesystem>
#include <vector>

namespace forestall {

class MadeFolder {
  public:
    /// Throws RunError when the folder is not there and cannot be made.
    explicit MadeFolder(const std::filesystem::path& folder);
    /// Removes the folders it made, as far as they are empty, unless they are kept.
    ~MadeFolder();
    MadeFolder(const MadeFolder&) = delete;
    MadeFolder& operator=(const MadeFolder&) = delete;

    void keep() { made_.clear(); }

  private:
    void remove_made();

    std::vector<std::filesystem::path> made_;  // outermost first
};

}  // namespace forestall
