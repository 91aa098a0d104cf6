#include "sim/io/read_condition.hpp"

#include "sim/io/read_parts.hpp"

namespace forestall {

namespace {

using Clause = std::vector<TestSpec>;

TestSpec read_test(const Name& factor, const Node& node) {
    TestSpec test{factor, {}, std::nullopt, std::nullopt};
    if (node.kind != Node::Kind::map) {
        test.states = names_in(node);
        return test;
    }
    if (const Node* limit = find(node, "at_least")) test.at_least = number_at(*limit);
    if (const Node* limit = find(node, "below")) test.below = number_at(*limit);
    return test;
}

std::vector<Clause> clauses_of(const Node& node) {
    Clause always;
    std::vector<Clause> clauses;
    const Node* alternatives = find(node, "any");
    for (const Entry& entry : node.entries)
        if (&entry.value != alternatives) always.push_back(read_test(entry.key, entry.value));
    if (alternatives == nullptr) return {always};
    for (const Node& alternative : alternatives->items) {
        for (Clause& clause : clauses_of(alternative)) {
            clause.insert(clause.begin(), always.begin(), always.end());
            clauses.push_back(std::move(clause));
        }
    }
    return clauses;
}

}  // namespace

ConditionSpec condition_under(const Node& node, std::string_view key) {
    const Node* written = find(node, key);
    if (written == nullptr) return {{}, node.where};
    if (written->kind == Node::Kind::scalar) return {{}, written->where};  // everyone
    return {clauses_of(*written), written->where};
}

}  // namespace forestall
