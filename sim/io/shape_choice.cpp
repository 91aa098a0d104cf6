#include "sim/io/shape_choice.hpp"

#include <algorithm>

namespace forestall {

namespace {

bool is_sign(const Sign& sign, const Node& node) {
    if (node.kind != sign.kind) return false;
    if (sign.key.empty()) return true;
    const Node* value = find(node, sign.key);
    if (value == nullptr || (sign.value_kind && value->kind != *sign.value_kind)) return false;
    return sign.value_text.empty() || value->text == sign.value_text;
}

}  // namespace

const Shape* meant_by(const Node& node, const ChoiceForm& form) {
    const auto found = std::find_if(form.alternatives.begin(), form.alternatives.end(),
                                    [&](const Alternative& a) { return is_sign(a.sign, node); });
    return found == form.alternatives.end() ? nullptr : found->shape.get();
}

std::vector<std::string> telling_keys(const ChoiceForm& form) {
    std::vector<std::string> keys;
    for (const Alternative& alternative : form.alternatives) {
        const std::string& key = alternative.sign.key;
        if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
    return keys;
}

}  // namespace forestall
