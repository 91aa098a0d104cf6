#include "sim/io/gate_tree.hpp"

#include <fmt/format.h>

#include "sim/io/gate.hpp"

namespace forestall {

void TreeBuilder::open(Node::Kind kind, const Where& where) {
    count_node(where);
    if (awaits_key())
        throw InputError(Problem{where, kind == Node::Kind::map ? "a map as a key" : "a list as a key",
                                 "a key is a word",
                                 "write 'key: value'; text with braces or brackets needs quotes"});
    if (open_.size() >= deepest_nesting)
        throw InputError(Problem{where, fmt::format("more than {} levels deep", deepest_nesting),
                                 "no part of the language is", "check the brackets"});
    open_.push_back({Node{kind, {}, false, {}, {}, where}, false, {}});
}

void TreeBuilder::close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(node));
}

void TreeBuilder::add(Node node) {
    count_node(node.where);
    attach(std::move(node));
}

Node TreeBuilder::finished() {
    duplicates_.raise_if_any();
    return std::move(root_);
}

void TreeBuilder::count_node(const Where& where) {
    if (++nodes_ > most_nodes)
        throw InputError(Problem{where, fmt::format("more than {} keys and values", most_nodes),
                                 "a model file is written by people", "move the numbers to a CSV table"});
}

bool TreeBuilder::awaits_key() const {
    return !open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().awaits_value;
}

void TreeBuilder::attach(Node node) {
    if (open_.empty())
        root_ = std::move(node);
    else if (open_.back().node.kind == Node::Kind::list)
        open_.back().node.items.push_back(std::move(node));
    else if (awaits_key())
        attach_key(node);
    else
        attach_value(std::move(node));
}

void TreeBuilder::attach_key(const Node& key) {
    Open& map = open_.back();
    if (key.text.empty())
        throw InputError(Problem{key.where, "an empty key", "a key is a word", "write 'key: value'"});
    if (key.text == "<<")
        throw InputError(
            Problem{key.where, "a merge key (<<)", "the language has no merging", "write the keys out"});
    if (!map.keys.insert(key.text).second)
        duplicates_.add(key.where, fmt::format("the key '{}' stands here a second time", in_brief(key.text)),
                        "only one of the two could count", "delete or rename one of them");
    map.node.entries.push_back({Name{key.text, key.where}, Node{}});
    map.awaits_value = true;
}

void TreeBuilder::attach_value(Node node) {
    Open& map = open_.back();
    // The parser places an empty value at whatever comes next; its key is where a reader looks.
    if (node.kind == Node::Kind::nothing) node.where = map.node.entries.back().key.where;
    map.node.entries.back().value = std::move(node);
    map.awaits_value = false;
}

}  // namespace forestall
