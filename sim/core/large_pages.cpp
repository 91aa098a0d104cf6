#include "sim/core/large_pages.hpp"

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace forestall {

namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;

}  // namespace

Slab::Slab(std::size_t bytes)
    : data_(static_cast<std::byte*>(::operator new (bytes, std::align_val_t{large_page}))), size_(bytes) {
#ifdef __linux__
    // A wish: where it cannot be met, nothing but speed is lost.
    if (bytes >= large_page) madvise(data_, bytes / large_page * large_page, MADV_HUGEPAGE);
#endif
}

Slab::~Slab() { ::operator delete (data_, std::align_val_t{large_page}); }

}  // namespace forestall
