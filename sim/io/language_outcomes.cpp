// What happens: `then`, stays and branches.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

Others track_to_state(std::string doc, std::size_t at_least, std::size_t at_most) {
    return {.shape = shared(name("state")), .doc = std::move(doc), .at_least = at_least, .at_most = at_most};
}

Shape stay() {
    MapForm form;
    form.fields = {required("length", defined("length"), "how long it lasts"),
                   optional("afterwards", defined("outcome"), "what happens at its end"), source()};
    form.others = track_to_state("one track: the state that it enters", 1, 1);
    return map("stay", std::move(form), "{hospital: inpatient, length: 4 days, afterwards: {hospital: out}}");
}

Shape chosen_branch() {
    return record("branch",
                  {required("chance", defined("chance"), "chance of this branch"),
                   optional("times", defined("length_times"), "what multiplies the chance"),
                   required("then", defined("outcome"), "what happens"), source()},
                  "{chance: 0.2, then: {care: nursing}}");
}

Shape last_branch() {
    return record("branch", {required("otherwise", defined("outcome"), "what happens in all other cases")},
                  "{otherwise: {care: residential}}");
}

Shape branch() {
    ChoiceForm form{{if_has("otherwise", last_branch()), if_has("chance", chosen_branch())}};
    return {std::move(form), "branch", "a branch has a chance, or is the last with 'otherwise'",
            chosen_branch().example};
}

Shape outcome() {
    MapForm form;
    form.fields = {
        optional("stay", defined("stay"), "enters a state for a drawn length of time"),
        optional("branch",
                 list_of_defined("branch", "list of branches", "[{chance: 0.2, then: {care: nursing}}]"),
                 "tried in order with one draw"),
        optional("life", word("life event", {"dies", "leaves", "gives_birth"}), "end or start of a life"),
        optional("counts", one_or_more(name("count")), "adds one to a count of that name")};
    form.others = track_to_state("track: the state it moves to", 0, std::numeric_limits<std::size_t>::max());
    return map("outcome", std::move(form), "{frailty: next}");
}

}  // namespace

void add_outcomes(Definitions& all) {
    all["stay"] = stay();
    all["branch"] = branch();
    all["outcome"] = outcome();
}

}  // namespace forestall::language
