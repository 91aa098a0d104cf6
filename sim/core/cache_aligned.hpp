// Memory of one worker that no other worker's memory shares a cache line with: two threads that write to one
// line slow each other down as if they shared the data.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace forestall {

/// Two lines of 64 bytes: processors fetch them in pairs.
inline constexpr std::size_t cache_lines = 128;

template <class Value>
struct CacheAligned {
    using value_type = Value;
    CacheAligned() = default;
    template <class Other>
    CacheAligned(const CacheAligned<Other>&) {}
    Value* allocate(std::size_t n) {
        const std::size_t bytes = (n * sizeof(Value) + cache_lines - 1) / cache_lines * cache_lines;
        return static_cast<Value*>(::operator new (bytes, std::align_val_t{cache_lines}));
    }
    void deallocate(Value* at, std::size_t) { ::operator delete (at, std::align_val_t{cache_lines}); }
    template <class Other>
    bool operator==(const CacheAligned<Other>&) const {
        return true;
    }
};

template <class Value>
using AlignedVector = std::vector<Value, CacheAligned<Value>>;

}  // namespace forestall
