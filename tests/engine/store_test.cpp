#include "sim/engine/store.hpp"

#include <set>

#include "tests/catch.hpp"

using namespace forestall;

namespace {

RecordLayout layout_of(std::size_t bytes) {
    RecordLayout layout;
    layout.stride = bytes;
    return layout;
}

}  // namespace

TEST_CASE("every place in a store is handed out once", "[engine]") {
    Store store(layout_of(16), 5);
    std::set<std::pair<int, int>> seen;
    for (const std::size_t people : {3, 4, 11}) {
        const auto slots = store.take(people);
        REQUIRE(slots.size() == people);
        for (const auto& slot : slots) CHECK(seen.emplace(slot.block, slot.index).second);
    }
    CHECK(store.people() == 18);
    CHECK(store.blocks() == 4);
}

TEST_CASE("places are handed out block by block, lowest first", "[engine]") {
    Store store(layout_of(16), 4);
    const auto slots = store.take(10);
    for (int i = 0; i < 10; ++i) {
        CHECK(slots[static_cast<std::size_t>(i)].block == i / 4);
        CHECK(slots[static_cast<std::size_t>(i)].index == i % 4);
    }
}

TEST_CASE("the place of somebody gone is handed out before the store grows", "[engine]") {
    Store store(layout_of(16), 4);
    for (const auto& slot : store.take(12))
        store.next(slot.block)[static_cast<std::size_t>(slot.index)] = 100;
    REQUIRE(store.blocks() == 3);
    store.next(1)[2] = never;
    store.next(0)[3] = never;
    store.release(1, {2});
    store.release(0, {3});
    store.has_room(0);
    CHECK(store.people() == 10);
    const auto slots = store.take(3);
    CHECK((slots[0].block == 0 && slots[0].index == 3));
    CHECK((slots[1].block == 1 && slots[1].index == 2));
    CHECK((slots[2].block == 3 && slots[2].index == 0));
    CHECK(store.blocks() == 4);
}

TEST_CASE("records of a store lie apart", "[engine]") {
    RecordLayout layout = layout_of(24);
    Store store(layout, 3);
    const auto slots = store.take(7);
    for (std::size_t i = 0; i < slots.size(); ++i) store.record(slots[i]).key() = 1000 + i;
    for (std::size_t i = 0; i < slots.size(); ++i) CHECK(store.record(slots[i]).key() == 1000 + i);
    CHECK(store.bytes() >= 7 * layout.stride);
}
