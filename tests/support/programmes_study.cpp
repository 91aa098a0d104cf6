#include "tests/support/programmes_study.hpp"

#include <algorithm>

#include "sim/outcomes/split_screen.hpp"
#include "tests/support/sums.hpp"

namespace forestall::testing {

std::string programme(const std::string& name, const std::string& rest) {
    return "forestall: programme\nname: " + name + "\ntitle: " + name +
           "\nsources: sources.yaml\nkind: secondary\napproach: formal\nstarts: 2024-06-01\n" + rest;
}

std::string effect(const std::string& on, const std::string& claimed, const std::string& controlled) {
    return "{" + on + ", claimed: {times: " + claimed + "}, controlled: {times: " + controlled +
           "}, source: assumed}";
}

namespace {

const std::string reviews = programme("reviews", R"(eligible: {age: {at_least: 60}}
found: {predicts: {admission: 1}, within: 12 months, flagged: 0.5, sensitivity: 0.6, source: assumed}
offered: {a_month: 9, hubs: 2, source: assumed}
taken_up: {chance: 0.7, after_refusal: 0.5, asked_again: 6 months, source: assumed}
delivered: {after: 3 weeks, lasts: 12 months, drop_out: 0.05, again: 6 months, source: assumed}
felt:
  fewer: )" + effect("rates: admission, onset: 3 months, waning: 6 months", "0.5", "0.9") +
                                                     R"(
  shorter: )" + effect("lengths: admission/then/stay/length", "0.8", "1") +
                                                     R"(
  more_visits: )" + effect("contacts: gp_visits, only: 2 months", "1.5", "1.5") +
                                                     R"(
costs:
  team: {each: month, payer: council, value: 1000, unit: gbp_2023_24, source: assumed}
  visit: {each: start, payer: nhs, value: 50, unit: gbp_2023_24, source: assumed}
staff:
  nurse: {each: month, value: 2, source: assumed}
)");

const std::string visits = programme("visits", R"(eligible: {health: ill}
found: {events: [admission, by_ambulance], chance: 0.8, source: assumed}
offered: {at_once: 40, source: assumed}
taken_up: {chance: 0.9, times: {region: {north: 1, south: 0.6}}, source: assumed}
delivered: {lasts: 9 months, source: assumed}
felt:
  recovers: )" + effect("rates: recovers", "1.8", "1.2") +
                                                   R"(
  births: )" + effect("rates: [birth, departure]", "1.5", "1.5") +
                                                   R"(
  less_care: )" + effect("chances: admission/then/branch/1/chance", "0.5", "0.9") +
                                                   R"(
sets: [{work: none, when: {work: job}}]
)");

const std::string nothing = programme("nothing", R"(eligible: everyone
found: everyone
delivered: {lasts: 2 years, source: assumed}
felt:
  admissions: )" + effect("rates: [admission, death, birth], onset: 3 months, waning: 6 months", "1", "1") +
                                                     R"(
  lengths: )" + effect("lengths: admission", "1", "1") +
                                                     R"(
  visits: )" + effect("contacts: gp_visits", "1", "1") +
                                                     "\n");

}  // namespace

StudyText with_programmes(const std::string& arms) {
    StudyText text = open_model();
    text.study = "strata: [age, sex, region]\nage_bands: [0, 18, 65, 80]\nseed: 7\n";
    text.tables["reviews.yaml"] = reviews;
    text.tables["visits.yaml"] = visits;
    text.tables["nothing.yaml"] = nothing;
    text.arms = arms;
    return text;
}

Ran ran(const StudyText& text, int workers, int people_per_block, TodayShelf* kept) {
    Ran made{std::make_unique<SmallStudy>(text), {}};
    StudySettings settings;
    settings.seed = made.study->files.study.seed;
    settings.people_per_block = people_per_block;
    settings.today = kept;
    const auto executor = make_tbb_executor(workers);
    made.outcome = run_study(made.study->files, made.study->model, settings, *executor);
    return made;
}

std::map<std::string, std::vector<double>> counted(const Results& results, std::size_t arm, bool own) {
    std::map<std::string, std::vector<double>> all;
    const std::size_t arms = axis_of(results, "arm")->size();
    for (const Variable& one : results.monthly) {
        const bool is_own = one.name.starts_with("programme_") || one.name.starts_with("nothing_") ||
                            one.name.starts_with("reviews_") || one.name.starts_with("visits_");
        if (is_own && !own) continue;
        std::visit(
            [&](const auto& values) {
                const std::size_t wide = values.size() / arms;
                auto& to = all[one.name];
                for (std::size_t i = arm * wide; i < (arm + 1) * wide; ++i)
                    to.push_back(static_cast<double>(values[i]));
            },
            one.values);
    }
    return all;
}

bool agree(const std::map<std::string, std::vector<double>>& all,
           const std::map<std::string, std::vector<double>>& some) {
    return std::all_of(some.begin(), some.end(), [&](const auto& one) {
        const auto at = all.find(one.first);
        return at != all.end() && at->second == one.second;
    });
}

}  // namespace forestall::testing
