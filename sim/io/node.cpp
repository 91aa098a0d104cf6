#include "sim/io/node.hpp"

#include <algorithm>

#include "sim/io/read_scalar.hpp"

namespace forestall {

namespace {

constexpr std::size_t longest_quotation = 60;  // bytes

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

const Node* find(const Node& node, std::string_view key) {
    const auto found = std::find_if(node.entries.begin(), node.entries.end(),
                                    [&](const Entry& entry) { return entry.key.text == key; });
    return found == node.entries.end() ? nullptr : &found->value;
}

std::string text_of(const Node& node, std::string_view key) {
    const Node* value = find(node, key);
    return value == nullptr ? std::string{} : value->text;
}

Name as_name(const Node& node) { return {node.text, node.where}; }

std::string in_brief(std::string_view text) {
    std::size_t end = std::min(text.size(), longest_quotation);
    while (end < text.size() && end > 0 && continues_a_character(text[end])) --end;
    std::string brief{text.substr(0, end)};
    std::replace_if(brief.begin(), brief.end(), is_control, ' ');
    return end < text.size() ? brief + "..." : brief;
}

std::string describe(const Node& node) {
    switch (node.kind) {
    case Node::Kind::map: return "a map";
    case Node::Kind::list: return "a list";
    case Node::Kind::nothing: return "empty";
    case Node::Kind::scalar: break;
    }
    const bool is_number = !node.quoted && number_in(node.text).has_value();
    return is_number ? in_brief(node.text) : "'" + in_brief(node.text) + "'";
}

}  // namespace forestall
