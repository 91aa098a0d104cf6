#include "sim/io/read_sources.hpp"

#include <fmt/format.h>

#include "sim/io/read_scalar.hpp"

namespace forestall {

std::optional<RatioRange> range_under(const Node& parent, Problems& problems) {
    const Node* range = find(parent, "range");
    if (range == nullptr || range->items.size() != 2) return std::nullopt;
    const auto low = number_in(range->items[0].text), high = number_in(range->items[1].text);
    if (!low || !high || *low <= 0 || *high <= 0) return std::nullopt;
    if (*low > 1 || *high < 1 || *low == *high)
        problems.add(range->where, fmt::format("the range from {:g} to {:g}", *low, *high),
                     "a range goes from a ratio of at most 1 to one of at least 1: the figure lies within it",
                     "write it like [0.9, 1.1]");
    return RatioRange{*low, *high};
}

Sources read_sources(const Node& root, Problems& problems) {
    Sources sources;
    const Node* entries = find(root, "sources");
    if (entries == nullptr) return sources;
    for (const Entry& entry : entries->entries) {
        const Node& source = entry.value;
        sources[entry.key.text] = {text_of(source, "title"),       text_of(source, "publisher"),
                                   text_of(source, "year"),        text_of(source, "where"),
                                   text_of(source, "grade"),       range_under(source, problems),
                                   text_of(source, "distribution")};
    }
    return sources;
}

}  // namespace forestall
