#include "sim/io/read_process.hpp"

#include "sim/io/read_condition.hpp"
#include "sim/io/read_length.hpp"
#include "sim/io/read_outcome.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_rate.hpp"
#include "sim/io/read_scalar.hpp"

namespace forestall {

namespace {

bool is_yes(const Node* node) { return node != nullptr && yes_no_in(node->text).value_or(false); }

void read_keep_mean(const Node& node, ProcessSpec& process) {
    const Node* keep_mean = find(node, "keep_mean");
    if (keep_mean == nullptr) return;
    process.keep_mean_with = names_under(*keep_mean, "with");
    process.keep_mean = is_yes(keep_mean) || !process.keep_mean_with.empty();
}

}  // namespace

ProcessSpec read_process(const Name& name, const Node& node, Context& context) {
    ProcessSpec process;
    process.name = name;
    process.title = text_of(node, "title");
    process.when = condition_under(node, "when");
    process.source = context.source_of(node);
    if (const Node* rate = find(node, "rate")) process.rate = read_rate(*rate, context, process.source);
    if (const Node* after = find(node, "after")) process.after = read_length(*after, context, process.source);
    process.times = read_times(node, context, process.source);
    read_keep_mean(node, process);
    if (const Node* then = find(node, "then")) process.then = read_outcome(*then, context, process.source);
    return process;
}

ContactSpec read_contact(const Name& name, const Node& node, Context& context) {
    ContactSpec contact;
    contact.name = name;
    contact.title = text_of(node, "title");
    contact.unit = unit_of(node);
    contact.when = condition_under(node, "when");
    contact.source = context.source_of(node);
    contact.rate = read_rate(*find(node, "rate"), context, contact.source);
    contact.times = read_times(node, context, contact.source);
    contact.keep_mean = is_yes(find(node, "keep_mean"));
    return contact;
}

}  // namespace forestall
