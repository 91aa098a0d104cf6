// Builds the tree from the parts of a file in reading order, within the limits of the gate.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/io/node.hpp"

namespace forestall {

class TreeBuilder {
  public:
    /// A map or list starts; what follows is inside it until `close`.
    void open(Node::Kind kind, const Where& where);
    void close();
    /// A scalar or nothing; in a map keys and values take turns.
    void add(Node node);

    /// Throws when a key was there twice.
    Node finished();

  private:
    struct Open {
        Node node;
        bool awaits_value;           // map: the last entry has its key only
        std::set<std::string> keys;  // map
    };

    bool awaits_key() const;
    void count_node(const Where& where);
    void attach(Node node);
    void attach_key(const Node& key);
    void attach_value(Node node);

    std::size_t nodes_ = 0;
    std::vector<Open> open_;
    Node root_;
    Problems duplicates_;
};

}  // namespace forestall
