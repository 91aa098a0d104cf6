#include "sim/io/read_outcome.hpp"

#include "sim/io/read_length.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_rate.hpp"

namespace forestall {

namespace {

LifeEvent life_event_named(const std::string& name) {
    if (name == "dies") return LifeEvent::dies;
    if (name == "leaves") return LifeEvent::leaves;
    return name == "gives_birth" ? LifeEvent::gives_birth : LifeEvent::none;
}

StaySpec read_stay(const Node& node, Context& context, const std::string& inherited) {
    StaySpec stay;
    stay.where = node.where;
    const std::string source = context.source_of(node, inherited);
    for (const auto& [key, value] : node.entries) {
        if (key.text == "length")
            stay.length = read_length(value, context, source);
        else if (key.text == "afterwards")
            stay.afterwards.push_back(read_outcome(value, context, source));
        else if (key.text != "source")
            stay.enters = {key, as_name(value)};
    }
    return stay;
}

BranchSpec read_branch(const Node& node, Context& context, const std::string& inherited) {
    BranchSpec branch;
    branch.where = node.where;
    if (const Node* otherwise = find(node, "otherwise")) {
        branch.otherwise = true;
        branch.then = read_outcome(*otherwise, context, inherited);
        return branch;
    }
    const std::string source = context.source_of(node, inherited);
    branch.chance = figure_or_table_at(*find(node, "chance"), context, source);
    branch.times = read_times(node, context, source);
    branch.then = read_outcome(*find(node, "then"), context, source);
    return branch;
}

std::vector<BranchSpec> read_branches(const Node& list, Context& context, const std::string& inherited) {
    std::vector<BranchSpec> branches;
    for (const Node& item : list.items) {
        if (!branches.empty() && branches.back().otherwise)
            context.problems().add(item.where, "a branch after 'otherwise'", "it could never be taken",
                                   "put 'otherwise' last");
        branches.push_back(read_branch(item, context, inherited));
    }
    return branches;
}

}  // namespace

OutcomeSpec read_outcome(const Node& node, Context& context, const std::string& inherited) {
    OutcomeSpec outcome;
    outcome.where = node.where;
    for (const auto& [key, value] : node.entries) {
        if (key.text == "stay")
            outcome.stays.push_back(read_stay(value, context, inherited));
        else if (key.text == "branch")
            outcome.branches = read_branches(value, context, inherited);
        else if (key.text == "life")
            outcome.life = life_event_named(value.text);
        else if (key.text == "counts")
            outcome.counts = names_in(value);
        else
            outcome.sets.push_back({key, as_name(value)});
    }
    return outcome;
}

}  // namespace forestall
