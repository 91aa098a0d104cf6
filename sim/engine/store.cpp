#include "sim/engine/store.hpp"

#include <algorithm>

#include "sim/core/cache_aligned.hpp"

namespace forestall {

/// Blocks are cut from slabs that double in size, so that a small run asks for little and a country for large
/// pages.
std::byte* Store::room(std::size_t bytes) {
    constexpr std::size_t largest_slab = std::size_t{1} << 30;
    if (slab_left_ < bytes) {
        const std::size_t size =
            std::max(bytes, slabs_.empty() ? 0 : std::min(2 * slabs_.back().size(), largest_slab));
        slabs_.emplace_back(size);
        slab_left_ = size;
    }
    std::byte* at = slabs_.back().data() + (slabs_.back().size() - slab_left_);
    slab_left_ -= bytes;
    return at;
}

void Store::grow() {
    const auto n = static_cast<std::size_t>(per_block_);
    Block block;
    block.records = room((n * stride_ + cache_lines - 1) / cache_lines * cache_lines);
    block.next.assign(n, never);
    if (notes_.programmes > 0) {
        block.arms.assign(n, 0);
        block.eligible.assign(n, 0);
        block.done.assign(n, 0);
        block.leanings.assign(n * notes_.programmes, 0.0f);
        block.risks.assign(n * notes_.programmes, 0.0f);
    }
    block.free.reserve(n);
    for (int i = per_block_; i-- > 0;) block.free.push_back(i);
    blocks_.push_back(std::move(block));
}

std::vector<Store::Slot> Store::take(std::size_t people) {
    std::vector<Slot> slots;
    slots.reserve(people);
    while (slots.size() < people) {
        while (first_with_room_ < blocks_.size() && blocks_[first_with_room_].free.empty())
            ++first_with_room_;
        if (first_with_room_ == blocks_.size()) grow();
        Block& block = blocks_[first_with_room_];
        slots.push_back({static_cast<int>(first_with_room_), block.free.back()});
        block.free.pop_back();
        ++block.taken;
    }
    return slots;
}

void Store::release(int at, const std::vector<int>& slots) {
    Block& block = blocks_[static_cast<std::size_t>(at)];
    block.free.insert(block.free.end(), slots.begin(), slots.end());
    block.taken -= slots.size();
}

std::size_t Store::people() const {
    std::size_t sum = 0;
    for (const auto& block : blocks_) sum += block.taken;
    return sum;
}

std::size_t Store::bytes() const {
    return blocks_.size() * static_cast<std::size_t>(per_block_) * (stride_ + sizeof(Minutes) + sizeof(int));
}

}  // namespace forestall
