#include "sim/io/read_sources.hpp"

namespace forestall {

Sources read_sources(const Node& root) {
    Sources sources;
    const Node* entries = find(root, "sources");
    if (entries == nullptr) return sources;
    for (const Entry& entry : entries->entries) {
        const Node& source = entry.value;
        sources[entry.key.text] = {text_of(source, "title"), text_of(source, "publisher"),
                                   text_of(source, "year"), text_of(source, "where"),
                                   text_of(source, "grade")};
    }
    return sources;
}

}  // namespace forestall
