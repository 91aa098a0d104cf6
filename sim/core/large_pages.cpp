#include "sim/core/large_pages.hpp"

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace forestall {

namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;
constexpr std::size_t cache_line = 64;

/// What is smaller than a large page need not begin on one.
std::align_val_t alignment_of(std::size_t bytes) {
    return std::align_val_t{bytes >= large_page ? large_page : cache_line};
}

}  // namespace

Slab::Slab(std::size_t bytes)
    : data_(static_cast<std::byte*>(::operator new(bytes, alignment_of(bytes)))), size_(bytes) {
#ifdef __linux__
    // A wish: where it cannot be met, nothing but speed is lost.
    if (bytes >= large_page) madvise(data_, bytes / large_page * large_page, MADV_HUGEPAGE);
#endif
}

Slab::~Slab() { ::operator delete(data_, alignment_of(size_)); }

}  // namespace forestall
