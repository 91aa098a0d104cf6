// Conditions: "who", as lookups over factors.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

bool Compiler::passes(const TestSpec& test, int factor, std::size_t value) const {
    const auto& about = model_.factors[static_cast<std::size_t>(factor)];
    if (!test.states.empty()) {
        return std::any_of(test.states.begin(), test.states.end(),
                           [&](const Name& name) { return name.text == about.states[value]; });
    }
    double from = static_cast<double>(value);
    if (about.kind == Factor::Kind::age)
        from = model_.age_breaks[value] / static_cast<double>(minutes_per_year);
    constexpr double rounding = 1e-9;
    if (test.at_least && from < *test.at_least - rounding) return false;
    return !(test.below && from >= *test.below - rounding);
}

bool Compiler::resolve(const TestSpec& test) {
    const int id = factor(test.factor, "condition");
    if (id < 0) return false;
    const auto& about = model_.factors[static_cast<std::size_t>(id)];
    bool good = true;
    for (const auto& name : test.states) good = state(id, name) >= 0 && good;
    if ((about.kind == Factor::Kind::track || about.kind == Factor::Kind::score) &&
        (test.at_least || test.below)) {
        problems_.add(test.factor.where, fmt::format("'{}' has no at_least or below", about.name),
                      "tracks and scores have states, not numbers",
                      fmt::format("list states: {}", fmt::join(about.states, ", ")));
        good = false;
    }
    if (about.kind == Factor::Kind::age && !test.states.empty()) {
        problems_.add(test.factor.where, "age is tested with a list", "age has bounds, not states",
                      "write age: {at_least: 65, below: 75}");
        good = false;
    }
    return good;
}

Lookup<std::uint8_t> Compiler::holds(const ConditionSpec& rule) {
    Lookup<std::uint8_t> found = first_that_holds({&rule});  // the number of the first rule: 0
    for (auto& value : found.values) value = value == 0 ? 1 : 0;
    return found;
}

Lookup<std::uint8_t> Compiler::first_that_holds(const std::vector<const ConditionSpec*>& rules) {
    struct Test {
        const TestSpec* spec;
        int factor;
    };
    std::vector<int> factors;
    bool good = true;
    for (const auto* rule : rules)
        for (const auto& clause : rule->any)
            for (const auto& test : clause) {
                if (!resolve(test)) {
                    good = false;
                    continue;
                }
                const int id = factor_ids_.at(test.factor.text);
                if (std::find(factors.begin(), factors.end(), id) == factors.end()) factors.push_back(id);
            }
    if (!good) return {};
    std::sort(factors.begin(), factors.end());
    // Values of a factor that no test tells apart share a class, so that the table stays small.
    std::vector<std::vector<std::uint32_t>> classes;
    std::vector<std::vector<std::size_t>> stand_ins;
    std::vector<std::size_t> sizes;
    for (const int id : factors) {
        std::map<std::vector<bool>, std::uint32_t> seen;
        classes.emplace_back(), stand_ins.emplace_back();
        for (std::size_t v = 0; v < values_of(id); ++v) {
            std::vector<bool> word;
            for (const auto* rule : rules)
                for (const auto& clause : rule->any)
                    for (const auto& test : clause)
                        if (factor_ids_.at(test.factor.text) == id) word.push_back(passes(test, id, v));
            const auto [at, fresh] = seen.try_emplace(word, static_cast<std::uint32_t>(seen.size()));
            if (fresh) stand_ins.back().push_back(v);
            classes.back().push_back(at->second);
        }
        sizes.push_back(seen.size());
    }
    Lookup<std::uint8_t> lookup{FactorIndex(factors, classes), {}};
    if (lookup.index.size() > (std::size_t{1} << 22)) {
        problems_.add(rules.front()->where, "these conditions look at too much at once",
                      fmt::format("{} combinations", lookup.index.size()), "test fewer things");
        return {};
    }
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        const auto holds = [&](const TestSpec& test) {
            const auto i = static_cast<std::size_t>(
                std::find(factors.begin(), factors.end(), factor_ids_.at(test.factor.text)) -
                factors.begin());
            return passes(test, factors[i], stand_ins[i][at[i]]);
        };
        std::size_t rule = 0;
        for (; rule < rules.size(); ++rule) {
            const auto& any = rules[rule]->any;
            if (any.empty() || std::any_of(any.begin(), any.end(), [&](const auto& clause) {
                    return std::all_of(clause.begin(), clause.end(), holds);
                }))
                break;
        }
        lookup.values.push_back(static_cast<std::uint8_t>(rule));
    });
    return lookup;
}

Lookup<std::uint8_t> Compiler::state_lookup(int factor, int state) const {
    std::vector<std::uint32_t> classes(values_of(factor), 0);
    classes[static_cast<std::size_t>(state)] = 1;
    if (classes.size() == 1) return {FactorIndex({factor}, {{0}}), {1}};
    return {FactorIndex({factor}, {classes}), {0, 1}};
}

void Compiler::add_condition_terms(int column, const ConditionSpec& when, std::vector<Term>& terms) {
    if (when.any.size() == 1) {  // all of some tests: each is a term of its own
        for (const auto& test : when.any.front()) {
            if (!resolve(test)) continue;
            Term term{column, {factor_ids_.at(test.factor.text)}, {}};
            for (std::size_t v = 0; v < values_of(term.factors[0]); ++v)
                term.values.push_back(passes(test, term.factors[0], v) ? 1.0f : 0.0f);
            terms.push_back(std::move(term));
        }
    } else if (when.any.size() > 1) {
        const auto lookup = first_that_holds({&when});
        Term term{column, lookup.index.factors(), {}};
        std::vector<std::size_t> sizes;
        for (const int id : term.factors) sizes.push_back(values_of(id));
        std::vector<FactorValue> values(model_.factors.size(), 0);
        for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
            for (std::size_t i = 0; i < at.size(); ++i)
                values[static_cast<std::size_t>(term.factors[i])] = static_cast<FactorValue>(at[i]);
            term.values.push_back(lookup(values.data()) == 0 ? 1.0f : 0.0f);
        });
        terms.push_back(std::move(term));
    }
}

}  // namespace forestall
