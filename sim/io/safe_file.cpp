#include "sim/io/safe_file.hpp"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/core/sha256.hpp"

namespace forestall {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& target, const std::string& why, const std::string& remedy) {
    throw RunError(to_string(Problem{{}, fmt::format("cannot write '{}'", target.string()), why, remedy}));
}

fs::path folder_of(const fs::path& target) {
    return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

/// The renaming replaces what it meets, so it must not meet a folder, /dev/null, or a file that its owner has
/// protected.
void check_target(const fs::path& named, const fs::path& target) {
    std::error_code ignored;
    const fs::path folder = folder_of(target);
    if (!fs::exists(folder, ignored)) {
        refuse(named, fmt::format("there is no folder '{}'", folder.string()),
               "make that folder, or choose another");
    }
    if (!fs::is_directory(folder, ignored)) {
        refuse(named, fmt::format("'{}' is not a folder", folder.string()), "choose another folder");
    }
    if (fs::is_directory(target, ignored)) refuse(named, "it is a folder", "add a file name");
    if (!fs::exists(target, ignored)) return;
    if (!fs::is_regular_file(target, ignored))
        refuse(named, "it is not an ordinary file", "choose another name");
    if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0)
        refuse(named, "it is write-protected", "choose another name");
}

/// Follows a symbolic link, so that the file it leads to is replaced and not the link.
fs::path end_of_links(const fs::path& named) {
    std::error_code error;
    if (!fs::is_symlink(named, error)) return named;
    fs::path end = fs::weakly_canonical(named, error);
    return error ? named : end;
}

struct Advice {
    std::string why;
    std::string remedy;
};

Advice advice_on(int error_number) {
    const std::string system = std::generic_category().message(error_number);
    switch (error_number) {
    case ENOSPC:
    case EDQUOT: return {"the disk is full: " + system, "free some space, or choose another folder"};
    case EFBIG:
        return {"the file is larger than this account may write: " + system, "raise the limit (ulimit -f)"};
    case EROFS:
    case EACCES:
    case EPERM: return {"you may not write there: " + system, "choose another folder"};
    default: return {system, "look into that, or choose another folder"};
    }
}

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category());
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// Makes the new name itself last through a power cut. Not every file system can do this to a folder, hence
/// no check.
void synchronise_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

/// What the names of one target's temporary files start with. A digest, because the name of the target may
/// itself be as long as the file system allows.
std::string temporary_prefix(const fs::path& target) {
    return fmt::format(".forestall-{}-", sha256(target.filename().string()).substr(0, 12));
}

bool is_locked_by_us(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0; }

/// Deletes a temporary file whose writer no longer lives: nobody holds its lock. Where a file system has no
/// locks, it stays.
void remove_if_abandoned(const fs::path& temporary) {
    const int descriptor = ::open(temporary.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return;
    if (is_locked_by_us(descriptor)) ::unlink(temporary.c_str());
    ::close(descriptor);
}

void remove_leftovers(const fs::path& target) {
    const std::string prefix = temporary_prefix(target);
    std::error_code error;
    for (fs::directory_iterator entry(folder_of(target), error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(".tmp")) remove_if_abandoned(entry->path());
    }
}

}  // namespace

SafeFile::SafeFile(const fs::path& target) : named_(target), target_(end_of_links(target)) {
    check_target(named_, target_);
    remove_leftovers(target_);
    const fs::path beginning = folder_of(target_) / temporary_prefix(target_);
    for (int attempt = 0; descriptor_ < 0; ++attempt)
        if (!start(beginning.string() + fmt::format("{}-{}.tmp", ::getpid(), attempt)) && errno != EEXIST)
            fail(errno);
    struct stat previous {};
    if (::stat(target_.c_str(), &previous) == 0) ::fchmod(descriptor_, previous.st_mode & 07777);
}

/// False and errno EEXIST where the name is taken, or was taken away before the lock was ours: by a writer
/// that took the file, still without lock, for a leftover.
bool SafeFile::start(const fs::path& temporary) {
    const int descriptor = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) return false;
    const bool is_ours =
        is_locked_by_us(descriptor) || errno != EWOULDBLOCK;  // else: there are no locks here
    struct stat state {};
    if (!is_ours || ::fstat(descriptor, &state) != 0 || state.st_nlink == 0) {
        ::close(descriptor);
        errno = EEXIST;
        return false;
    }
    descriptor_ = descriptor;
    temporary_ = temporary;
    return true;
}

SafeFile::~SafeFile() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
    if (descriptor_ >= 0) ::close(descriptor_);
}

void SafeFile::write(std::string_view bytes) {
    try {
        write_all(descriptor_, bytes);
    } catch (const std::system_error& error) {
        fail(error.code().value());
    }
}

void SafeFile::finish() {
    if (::fsync(descriptor_) != 0) fail(errno);
}

void SafeFile::check_publishable() const {
    check_target(named_, target_);
    if (::faccessat(AT_FDCWD, folder_of(target_).c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
    if (::faccessat(AT_FDCWD, temporary_.c_str(), F_OK, AT_EACCESS) != 0) fail(errno);
}

void SafeFile::publish() {
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
    temporary_.clear();
    ::close(std::exchange(descriptor_, -1));
    synchronise_folder(folder_of(target_));
}

void SafeFile::fail(int error_number) const {
    const Advice advice = advice_on(error_number);
    refuse(named_, advice.why, advice.remedy);
}

void publish_together(std::span<SafeFile* const> files) {
    for (const SafeFile* file : files) file->check_publishable();
    for (SafeFile* file : files) file->publish();
}

void write_safely(const fs::path& target, std::string_view bytes) {
    SafeFile file(target);
    file.write(bytes);
    file.finish();
    file.publish();
}

void check_writable(const fs::path& target) {
    SafeFile file(target);
    file.write("x");  // some file systems find room only now
}

}  // namespace forestall
