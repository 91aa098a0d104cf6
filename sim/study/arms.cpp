#include "sim/study/arms.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/core/random.hpp"

namespace forestall {

namespace {

ArmPlan plan_of(const ArmSpec& arm, const StudyFiles& files, const Model& model, const ArmModel& arm_model) {
    const Calendar calendar = calendar_of(files.study);
    ArmPlan plan;
    plan.lens = arm.lens;
    plan.cost_ratios = arm_model.cost_ratios;
    for (const ArmProgrammeSpec& used : arm.programmes) {
        Use use;
        use.programme = used.programme;
        use.starts = used.starts ? minutes_until(*used.starts, calendar)
                                 : model.programmes[static_cast<std::size_t>(used.programme)].starts;
        use.after_saving = used.after_saving;
        if (used.at_latest) use.at_latest = minutes_until(*used.at_latest, calendar);
        if (!used.on) use.starts = never;
        use.a_month = used.a_month;
        use.at_once = used.at_once;
        use.taken_up = used.taken_up;
        use.sensitivity = used.sensitivity;
        plan.uses.push_back(use);
    }
    return plan;
}

/// What the arms' own ratios are: arms with the same belong together.
std::vector<std::pair<std::string, double>> ratios_of(const ArmSpec& arm) {
    std::vector<std::pair<std::string, double>> ratios;
    for (const auto& [name, ratio] : arm.times) ratios.emplace_back(name.text, ratio);
    std::sort(ratios.begin(), ratios.end());
    return ratios;
}

/// What an arm asks of a programme in place of its own figures.
void check_own(const ArmProgrammeSpec& used, const ProgrammeSpec& programme, const std::string& name,
               const std::string& arm, Problems& problems) {
    if (!used.sensitivity) return;
    const auto* score = std::get_if<ScoreTargetSpec>(&programme.found);
    if (score == nullptr || score->quality != ScoreTargetSpec::Quality::sensitivity)
        problems.add(used.where, fmt::format("a sensitivity for '{}' in arm '{}'", name, arm),
                     score == nullptr ? "its people are not found by a score"
                                      : "its score is asked for another quality",
                     "leave it out");
    else if (*used.sensitivity <= score->flagged.value)
        problems.add(used.where,
                     fmt::format("a sensitivity of {:g} for '{}' in arm '{}', whose score flags {:g} of the "
                                 "eligible",
                                 *used.sensitivity, name, arm, score->flagged.value),
                     "picking at random finds as much", "ask for more than the share flagged");
}

void check_arm(const ArmSpec& arm, const StudyFiles& files, const Model& model, bool is_first,
               bool is_with_first, Problems& problems) {
    std::set<int> seen;
    for (const ArmProgrammeSpec& used : arm.programmes) {
        const auto& name = files.programmes[static_cast<std::size_t>(used.programme)].name.text;
        if (!seen.insert(used.programme).second)
            problems.add(used.where, fmt::format("arm '{}' has '{}' twice", arm.name.text, name),
                         "somebody is in a programme or not",
                         "remove one, or copy the file under another name");
        if (used.after_saving && (is_first || !is_with_first))
            problems.add(
                used.where, fmt::format("'{}' starts after a saving in arm '{}'", name, arm.name.text),
                is_first ? "the first arm is what savings are measured against"
                         : "an arm with `times` of its own has other people's lives than the first arm",
                "give it a date");
        if (used.after_saving && !model.costs.empty() && used.unit != model.costs.front().unit)
            problems.add(used.where, fmt::format("a saving in {}", used.unit),
                         fmt::format("the model's costs are in {}", model.costs.front().unit),
                         "use one unit of money");
        const auto& programme = files.programmes[static_cast<std::size_t>(used.programme)];
        if (programme.stop && (is_first || !is_with_first))
            problems.add(
                used.where, fmt::format("'{}' is reviewed by what arm '{}' has saved", name, arm.name.text),
                is_first ? "the first arm is what savings are measured against"
                         : "an arm with `times` of its own has other people's lives than the first arm",
                "use a programme without `stop` here");
        check_own(used, programme, name, arm.name.text, problems);
        const Date starts = used.starts.value_or(programme.starts);
        if (used.on && programme.ends && days_since_epoch(*programme.ends) <= days_since_epoch(starts))
            problems.add(used.where,
                         fmt::format("'{}' starts on {} in arm '{}' and ends on {}", name, to_string(starts),
                                     arm.name.text, to_string(*programme.ends)),
                         "nobody would be offered a place", "give an earlier start");
        if (used.at_latest && days_since_epoch(*used.at_latest) < days_since_epoch(starts))
            problems.add(used.where,
                         fmt::format("'{}' starts at the latest on {}, but not before {}", name,
                                     to_string(*used.at_latest), to_string(starts)),
                         "the two contradict each other", "change one");
    }
}

}  // namespace

void choose_lens(StudySpec& study, LensChoice choice) {
    if (choice == LensChoice::as_written) return;
    if (choice != LensChoice::both) {
        for (ArmSpec& arm : study.arms)
            arm.lens = choice == LensChoice::claimed ? Lens::claimed : Lens::controlled;
        return;
    }
    std::vector<ArmSpec> arms;
    for (const ArmSpec& arm : study.arms) {
        if (arm.programmes.empty()) {
            arms.push_back(arm);
            continue;
        }
        for (const Lens lens : {Lens::claimed, Lens::controlled}) {
            ArmSpec made = arm;
            made.lens = lens;
            made.name.text += fmt::format("_{}", to_string(lens));
            made.title =
                fmt::format("{} ({})", arm.title.empty() ? arm.name.text : arm.title, to_string(lens));
            arms.push_back(std::move(made));
        }
    }
    if (study.attribution) {
        // Of the controlled evidence.
        const std::string wanted = study.attribution->text + "_controlled";
        for (const ArmSpec& arm : arms)
            if (arm.name.text == wanted) study.attribution->text = wanted;
    }
    study.arms = std::move(arms);
}

Attribution attribution_of(const StudySpec& study, std::uint64_t seed) {
    Attribution made;
    if (!study.attribution) return made;
    for (std::size_t a = 0; a < study.arms.size(); ++a)
        if (study.arms[a].name.text == study.attribution->text) made.arm = static_cast<int>(a);
    if (made.arm < 0) return made;  // group_arms tells
    const auto& arm = study.arms[static_cast<std::size_t>(made.arm)];
    const int many = static_cast<int>(arm.programmes.size());
    made.programmes.resize(arm.programmes.size());
    std::iota(made.programmes.begin(), made.programmes.end(), 0);
    const std::uint32_t whole = (std::uint32_t{1} << many) - 1;
    if (many <= most_exact_programmes) {
        for (std::uint32_t set = 1; set < whole; ++set) made.subsets.push_back(set);
        return made;
    }
    // Orders drawn in pairs, one the reverse of the other, as many as fit into one pass.
    constexpr std::size_t most_subsets = 62;
    std::set<std::uint32_t> subsets;
    const Streams streams(seed, 0);
    for (std::uint32_t number = 0;; ++number) {
        std::vector<int> order = made.programmes;
        for (std::size_t i = order.size(); i-- > 1;) {
            const Block words =
                streams.block(digest("attribution"), Purpose::key, number, static_cast<std::uint32_t>(i));
            std::swap(order[i], order[words[0] % (i + 1)]);
        }
        std::set<std::uint32_t> with = subsets;
        const std::vector<int> reversed(order.rbegin(), order.rend());
        for (const auto& one : {order, reversed}) {
            std::uint32_t set = 0;
            for (const int programme : one) {
                set |= std::uint32_t{1} << programme;
                if (set != whole) with.insert(set);
            }
        }
        if (with.size() > most_subsets) break;
        subsets = std::move(with);
        made.orders.push_back(order);
        made.orders.push_back(reversed);
        if (made.orders.size() > 1000) break;
    }
    made.subsets.assign(subsets.begin(), subsets.end());
    return made;
}

std::vector<ArmGroup> group_arms(const StudyFiles& files, const Model& model,
                                 const Attribution& attribution) {
    const StudySpec& study = files.study;
    Problems problems;
    if (study.attribution && attribution.arm < 0) {
        std::vector<std::string> names;
        for (const ArmSpec& arm : study.arms) names.push_back(arm.name.text);
        problems.add(study.attribution->where, fmt::format("there is no arm '{}'", study.attribution->text),
                     "", suggest(study.attribution->text, names));
    }
    if (attribution.arm == 0 || (attribution.arm > 0 && attribution.programmes.size() < 2))
        problems.add(study.attribution->where,
                     fmt::format("arm '{}' cannot be shared out", study.attribution->text),
                     "attribution is over several programmes of an arm that is not the first",
                     "name an arm with two programmes or more");
    for (const Name& name : study.table)
        if (model.measure_named(name.text) < 0 && name.text != "cost") {
            std::vector<std::string> names{"cost"};
            for (const auto& measure : model.measures) names.push_back(measure.name);
            problems.add(name.where, fmt::format("unknown measure '{}' in the table", name.text), "",
                         suggest(name.text, names));
        }
    std::vector<ArmGroup> groups;
    std::vector<std::vector<std::pair<std::string, double>>> ratios;
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
        const ArmSpec& arm = study.arms[a];
        const auto own = ratios_of(arm);
        check_arm(arm, files, model, a == 0, own == ratios_of(study.arms[0]), problems);
        std::size_t g = 0;
        while (g < groups.size() && (ratios[g] != own || groups[g].arms.size() >= most_arms)) ++g;
        if (g == groups.size()) {
            groups.push_back({compile_arm(arm, model), {}, {}, 0});
            ratios.push_back(own);
        }
        groups[g].named |= only_arm(static_cast<int>(groups[g].arms.size()));
        groups[g].arms.push_back(static_cast<int>(a));
        groups[g].plans.push_back(plan_of(arm, files, model, groups[g].model));
    }
    problems.raise_if_any();
    if (attribution.arm < 0) return groups;
    // The combinations go with the arm that is shared out; without room there, in a pass of their own.
    const auto home = static_cast<std::size_t>(
        std::find_if(groups.begin(), groups.end(),
                     [&](const ArmGroup& group) {
                         return std::count(group.arms.begin(), group.arms.end(), attribution.arm) > 0;
                     }) -
        groups.begin());
    std::size_t g = home;
    if (home != 0 || groups[home].arms.size() + attribution.subsets.size() > most_arms) {
        g = groups.size();
        ArmGroup own{groups[home].model, {0, attribution.arm}, {}, 3};
        own.plans = {plan_of(study.arms[0], files, model, own.model),
                     plan_of(study.arms[static_cast<std::size_t>(attribution.arm)], files, model, own.model)};
        groups.push_back(std::move(own));
    }
    const ArmPlan whole =
        plan_of(study.arms[static_cast<std::size_t>(attribution.arm)], files, model, groups[g].model);
    for (std::size_t s = 0; s < attribution.subsets.size(); ++s) {
        ArmPlan part = whole;
        part.uses.clear();
        for (std::size_t u = 0; u < whole.uses.size(); ++u)
            if ((attribution.subsets[s] >> u & 1) != 0) part.uses.push_back(whole.uses[u]);
        groups[g].arms.push_back(-1 - static_cast<int>(s));
        groups[g].plans.push_back(std::move(part));
    }
    return groups;
}

}  // namespace forestall
