// The store: the records of everyone alive, in blocks. A block is the unit of parallel work; the time of
// everyone's next event lies packed beside the records, so that finding who is due reads little. Slots of
// those who are gone are used again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "sim/core/large_pages.hpp"
#include "sim/engine/record.hpp"

namespace forestall {

class Store {
  public:
    explicit Store(const RecordLayout& layout, int people_per_block = 4096)
        : layout_(layout), per_block_(people_per_block) {}

    struct Slot {
        int block = 0, index = 0;
    };

    int blocks() const { return static_cast<int>(blocks_.size()); }
    int per_block() const { return per_block_; }
    Record record(Slot slot) { return record(slot.block, slot.index); }
    Record record(int block, int index) {
        return {blocks_[static_cast<std::size_t>(block)].records +
                    static_cast<std::size_t>(index) * layout_.stride,
                layout_};
    }
    /// When each person of a block is next due; `never` for an empty slot. next(block)[per_block()]
    std::vector<Minutes>& next(int block) { return blocks_[static_cast<std::size_t>(block)].next; }

    /// Slots for `people` more, from the lowest block on; the store grows by whole blocks when no slot is
    /// free.
    std::vector<Slot> take(std::size_t people);
    /// Slots of a block become free. Blocks may do so side by side; then tell the lowest of them to
    /// `has_room`.
    void release(int block, const std::vector<int>& slots);
    void has_room(int block) {
        first_with_room_ = std::min(first_with_room_, static_cast<std::size_t>(block));
    }

    std::size_t people() const;
    /// Bytes held for records and times.
    std::size_t bytes() const;

  private:
    struct Block {
        std::byte* records = nullptr;  // within a slab
        std::vector<Minutes> next;
        std::vector<int> free;
        std::size_t taken = 0;
    };
    void grow();
    std::byte* room(std::size_t bytes);

    RecordLayout layout_;
    int per_block_;
    std::size_t first_with_room_ = 0;
    std::vector<Block> blocks_;
    std::vector<Slab> slabs_;
    std::size_t slab_left_ = 0;  // bytes of the last slab that no block has
};

}  // namespace forestall
