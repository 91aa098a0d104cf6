// Files that appear whole or not at all: written under a temporary name in the same folder, brought to the
// disk, renamed.
//
// A run that is killed, or meets a full disk, leaves the file that was there before. A killed run can leave a
// file named .forestall-*.tmp behind, which may be deleted.
#pragma once

#include <filesystem>
#include <string_view>

namespace forestall {

/// One file on its way. Every failure is a RunError that names the target, the reason and what to do.
class SafeFile {
  public:
    /// Starts the temporary file. Refuses a target that is a folder, a device or write-protected, or whose
    /// folder is missing.
    explicit SafeFile(const std::filesystem::path& target);
    /// Removes the temporary file unless it was published.
    ~SafeFile();
    SafeFile(const SafeFile&) = delete;
    SafeFile& operator=(const SafeFile&) = delete;

    void write(std::string_view bytes);
    /// Brings everything to the disk and closes: afterwards a full disk can no longer get in the way. To
    /// write several files together, close all before publishing any.
    void close();
    /// Gives the closed file its name, replacing what stood there.
    void publish();

  private:
    [[noreturn]] void fail(int error_number) const;

    std::filesystem::path named_;      // as the user wrote it, for messages
    std::filesystem::path target_;     // where a symbolic link leads
    std::filesystem::path temporary_;  // empty once published
    int descriptor_ = -1;
};

/// All of it in one call.
void write_safely(const std::filesystem::path& target, std::string_view bytes);

/// Throws the RunError that SafeFile would: called before a long run, so that a mistake in the path costs
/// nothing.
void check_writable(const std::filesystem::path& target);

}  // namespace forestall
