// Memory for the records of many people. A country's records fill gigabytes, read here and there: with pages
// of 2 MiB the processor finds them without walking page tables. Where the system has no such pages, ordinary
// ones serve.
#pragma once

#include <cstddef>
#include <utility>

namespace forestall {

/// A stretch of memory, not set to anything; where it is as large, it begins on a large page. Throws
/// std::bad_alloc.
class Slab {
  public:
    explicit Slab(std::size_t bytes);
    ~Slab();
    Slab(Slab&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
    Slab& operator=(Slab&&) = delete;

    std::byte* data() { return data_; }
    std::size_t size() const { return size_; }

  private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace forestall
