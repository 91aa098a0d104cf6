// Files that appear whole or not at all: written under a temporary name in the same folder, brought to the
// disk, renamed.
//
// A run that is killed, or meets a full disk, leaves the file that was there before. What a killed run leaves
// of its own, a file named .forestall-*.tmp, the next writer of the same file deletes: the writer of a
// temporary file holds a lock on it, which ends with the writer however it ends.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace forestall {

/// One file on its way. Every failure is a RunError that names the target, the reason and what to do.
class SafeFile {
  public:
    /// Starts the temporary file and deletes those that killed writers of this target left. Refuses a target
    /// that is a folder, a device or write-protected, or whose folder is missing.
    explicit SafeFile(const std::filesystem::path& target);
    /// Removes the temporary file unless it was published.
    ~SafeFile();
    SafeFile(const SafeFile&) = delete;
    SafeFile& operator=(const SafeFile&) = delete;

    void write(std::string_view bytes);
    /// Brings everything to the disk: afterwards a full disk can no longer get in the way.
    void finish();
    /// Gives the finished file its name, replacing what stood there.
    void publish();
    /// Throws what publishing would, as far as that can be known beforehand.
    void check_publishable() const;

  private:
    bool start(const std::filesystem::path& temporary);
    [[noreturn]] void fail(int error_number) const;

    std::filesystem::path named_;      // as the user wrote it, for messages
    std::filesystem::path target_;     // where a symbolic link leads
    std::filesystem::path temporary_;  // empty once published
    int descriptor_ = -1;
};

/// Publishes finished files in this order, all or none: none when any of them would fail. File systems cannot
/// rename several files at once, so a kill between two of the renamings leaves some; hence the file that
/// speaks for the others comes last.
void publish_together(std::span<SafeFile* const> files);

/// All of it for one file.
void write_safely(const std::filesystem::path& target, std::string_view bytes);

/// Throws the RunError that SafeFile would: called before a long run, so that a mistake in the path costs
/// nothing.
void check_writable(const std::filesystem::path& target);

}  // namespace forestall
