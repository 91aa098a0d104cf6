// The store: the records of everyone alive, in blocks. A block is the unit of parallel work; the time of
// everyone's next event lies packed beside the records, so that finding who is due reads little. Slots of
// those who are gone are used again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "sim/core/large_pages.hpp"
#include "sim/engine/arms.hpp"
#include "sim/engine/record.hpp"

namespace forestall {

class Store {
  public:
    /// What programmes need to know of each person, packed beside the records so that finding people reads
    /// nothing else: for how many programmes.
    struct Notes {
        std::size_t programmes = 0;
    };
    /// `stride`: bytes of a record, at least the layout's.
    Store(const RecordLayout& layout, std::size_t stride, int people_per_block, Notes notes)
        : layout_(layout), stride_(stride), per_block_(people_per_block), notes_(notes) {}
    explicit Store(const RecordLayout& layout, int people_per_block = 4096)
        : Store(layout, layout.stride, people_per_block, {}) {}

    struct Slot {
        int block = 0, index = 0;
    };

    int blocks() const { return static_cast<int>(blocks_.size()); }
    int per_block() const { return per_block_; }
    Record record(Slot slot) { return record(slot.block, slot.index); }
    Record record(int block, int index) {
        return {blocks_[static_cast<std::size_t>(block)].records + static_cast<std::size_t>(index) * stride_,
                layout_};
    }
    const std::byte* bytes(int block, int index) const {
        return blocks_[static_cast<std::size_t>(block)].records + static_cast<std::size_t>(index) * stride_;
    }
    /// When each person of a block is next due; `never` for an empty slot. next(block)[per_block()]
    std::vector<Minutes>& next(int block) { return blocks_[static_cast<std::size_t>(block)].next; }

    /// The arms in which each person of a block lives this life. arms(block)[per_block()]
    std::vector<ArmSet>& arms(int block) { return blocks_[static_cast<std::size_t>(block)].arms; }
    /// Bit p: eligible for programme p. eligible(block)[per_block()]
    std::vector<std::uint32_t>& eligible(int block) {
        return blocks_[static_cast<std::size_t>(block)].eligible;
    }
    /// Bit p: no arm of this life will ever offer programme p again. done(block)[per_block()]
    std::vector<std::uint32_t>& done(int block) { return blocks_[static_cast<std::size_t>(block)].done; }
    /// Of the eligible: where they stand by luck alone, and what a score knows of them.
    /// leanings(block)[programme][per_block()], risks likewise
    std::vector<float>& leanings(int block) { return blocks_[static_cast<std::size_t>(block)].leanings; }
    std::vector<float>& risks(int block) { return blocks_[static_cast<std::size_t>(block)].risks; }
    std::size_t stride() const { return stride_; }

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
        std::vector<ArmSet> arms;
        std::vector<std::uint32_t> eligible, done;
        std::vector<float> leanings, risks;
        std::vector<int> free;
        std::size_t taken = 0;
    };
    void grow();
    std::byte* room(std::size_t bytes);

    RecordLayout layout_;
    std::size_t stride_;
    int per_block_;
    Notes notes_;
    std::size_t first_with_room_ = 0;
    std::vector<Block> blocks_;
    std::vector<Slab> slabs_;
    std::size_t slab_left_ = 0;  // bytes of the last slab that no block has
};

}  // namespace forestall
