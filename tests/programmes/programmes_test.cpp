// Programmes in a run: arms that share lives give what each gives by itself; nobody outside reach changes.
#include <algorithm>
#include <cmath>
#include <map>

#include "sim/core/errors.hpp"
#include "sim/outcomes/split_screen.hpp"
#include "sim/study/arms.hpp"
#include "tests/catch.hpp"
#include "tests/support/programmes_study.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

constexpr const char* four_arms = R"(  today: {title: Today}
  reviews: {programmes: [{file: reviews.yaml}]}
  visits: {programmes: [{file: visits.yaml, starts: 2024-09-15}], lens: claimed}
  both: {programmes: [{file: reviews.yaml}, {file: visits.yaml}], lens: claimed}
)";

}  // namespace

TEST_CASE("each arm is what it is by itself, to the last bit", "[programmes]") {
    const Ran all = ran(with_programmes(four_arms));
    // They do something, and not the same.
    const auto sums = [&](std::size_t arm) { return total(all.outcome.results, "admissions", arm); };
    REQUIRE(sums(0) > 1000);
    REQUIRE(sums(3) < sums(0));
    REQUIRE(sums(3) != sums(1));
    REQUIRE(total(all.outcome.results, "visits_drop_outs", 2) == 0);
    REQUIRE(total(all.outcome.results, "reviews_drop_outs", 1) > 5);
    REQUIRE(total(all.outcome.results, "reviews_completions", 1) > 20);
    const std::vector<std::string> alone{
        today, "  reviews: {programmes: [{file: reviews.yaml}]}\n",
        "  visits: {programmes: [{file: visits.yaml, starts: 2024-09-15}], lens: claimed}\n",
        "  both: {programmes: [{file: reviews.yaml}, {file: visits.yaml}], lens: claimed}\n"};
    for (std::size_t arm = 0; arm < alone.size(); ++arm) {
        CAPTURE(arm);
        const Ran beside = ran(with_programmes(arm == 0 ? today : today + alone[arm]));
        CHECK(agree(counted(all.outcome.results, arm), counted(beside.outcome.results, arm == 0 ? 0 : 1)));
        if (arm == 0) continue;
        const Ran by_itself = ran(with_programmes(alone[arm]));
        CHECK(agree(counted(all.outcome.results, arm), counted(by_itself.outcome.results, 0)));
    }
}

TEST_CASE("threads and blocks leave no trace where programmes act", "[programmes]") {
    const Ran one = ran(with_programmes(four_arms));
    for (const int workers : {1, 2, 7}) {
        CAPTURE(workers);
        const Ran many = ran(with_programmes(four_arms), workers, 7);
        for (std::size_t arm = 0; arm < 4; ++arm)
            CHECK(counted(one.outcome.results, arm) == counted(many.outcome.results, arm));
        for (std::size_t v = 0; v < one.outcome.results.differences.size(); ++v)
            CHECK(one.outcome.results.differences[v].values == many.outcome.results.differences[v].values);
    }
}

TEST_CASE("differences by batch add up to the difference of the arms", "[programmes]") {
    const Ran all = ran(with_programmes(four_arms));
    const auto& results = all.outcome.results;
    for (const char* name : {"admissions", "bed_days", "deaths", "gp_visits"}) {
        const Variable* batches = variable_of(results.differences, name);
        REQUIRE(batches != nullptr);
        for (std::size_t arm = 1; arm < 4; ++arm) {
            CAPTURE(name, arm);
            double sum = 0;
            const auto& values = std::get<std::vector<double>>(batches->values);
            for (std::size_t i = arm * values.size() / 4; i < (arm + 1) * values.size() / 4; ++i)
                sum += values[i];
            CHECK(sum == Approx(total(results, name, arm) - total(results, name, 0)).margin(1e-6));
        }
    }
}

TEST_CASE("a programme that does nothing changes nothing but its own columns", "[programmes]") {
    for (const char* combine : {"multiply", "best", "{floor: 0.5}"}) {
        StudyText text =
            with_programmes(std::string(today) + "  nothing: {programmes: [{file: nothing.yaml}]}\n");
        text.study += std::string("combine: ") + combine + "\n";
        const Ran all = ran(text);
        REQUIRE(total(all.outcome.results, "nothing_starts", 1) > 1400);
        REQUIRE(total(all.outcome.results, "nothing_completions", 1) > 1000);
        CHECK(counted(all.outcome.results, 0, false) == counted(all.outcome.results, 1, false));
    }
}

TEST_CASE("people outside reach live as they do today", "[programmes]") {
    StudyText text = with_programmes(std::string(today) + "  north: {programmes: [{file: north.yaml}]}\n");
    text.tables["north.yaml"] =
        programme("north", "eligible: {region: north}\nfound: everyone\nfelt:\n  fewer: " +
                               effect("rates: [admission, falls_ill, death]", "0.5", "0.5") + "\n");
    text.study = "strata: [region]\nseed: 7\n";
    const Ran all = ran(text);
    const auto& results = all.outcome.results;
    for (const Variable& one : results.monthly) {
        if (one.name.starts_with("north_") || one.axes.back() != "region") continue;
        std::visit(
            [&](const auto& values) {
                bool north_differs = false;
                const std::size_t half = values.size() / 2;
                for (std::size_t i = 0; i < half; ++i)
                    if (i % 2 == 1)  // [.., region]: north, south
                        CHECK(values[i] == values[half + i]);
                    else
                        north_differs = north_differs || values[i] != values[half + i];
                if (one.name == "admissions") CHECK(north_differs);
            },
            one.values);
    }
}

TEST_CASE("half the rate for everybody is half the rate", "[programmes]") {
    // Nobody joins, so that everybody is started at the first meeting.
    StudyText text;
    text.model = R"(tracks:
  health: [well, ill]
processes:
  falls_ill:
    when: {health: well}
    rate: {by: age, unit: per_year, breaks: [0, 40], values: [0.3, 0.6]}
    then: {health: ill}
    source: assumed
  recovers: {when: {health: ill}, after: {lognormal: {mean: 60 days, sd_log: 1}}, then: {health: well}, source: assumed}
measures:
  onsets: {count: falls_ill}
  ill: {days: {health: ill}}
mix: {slow: [health]}
)";
    text.people = "age,people\n30,500\n38,500\n";
    text.study = "seed: 3\n";
    text.tables["all.yaml"] = programme("all", "eligible: everyone\nfound: everyone\nfelt:\n  fewer: " +
                                                   effect("rates: falls_ill", "0.5", "0.5") + "\n");
    text.arms = "  today: {title: Today}\n  all: {programmes: [{file: all.yaml, starts: 2024-01-01}]}\n"
                "  times: {times: {falls_ill: 0.5}}\n";
    const Ran all = ran(text);
    // A minute of the whole rate goes before the first meeting.
    const auto months = by_month(all.outcome.results, "onsets", 1),
               wanted = by_month(all.outcome.results, "onsets", 2);
    REQUIRE(months.size() == wanted.size());
    REQUIRE(total(all.outcome.results, "onsets", 2) > 1500);
    CHECK(months == wanted);
    CHECK(total(all.outcome.results, "onsets", 1) < 0.6 * total(all.outcome.results, "onsets", 0));
}

TEST_CASE("no more are offered a place than there are places", "[programmes]") {
    const Ran all = ran(with_programmes(four_arms));
    const auto offers = by_month(all.outcome.results, "reviews_offers", 1);
    CHECK(*std::max_element(offers.begin(), offers.end()) <= 10);  // 2 hubs x 4.5, with what is left over
    CHECK(std::count_if(offers.begin(), offers.end(), [](double one) { return one >= 8; }) > 40);
    const auto treated = by_month(all.outcome.results, "visits_in_delivery", 2);
    CHECK(*std::max_element(treated.begin(), treated.end()) <= 40);
    CHECK(*std::max_element(treated.begin(), treated.end()) >= 38);
    const double refused = total(all.outcome.results, "reviews_refusals", 1);
    CHECK(refused / total(all.outcome.results, "reviews_offers", 1) > 0.25);
    // Nobody before the programme starts.
    CHECK(offers[0] + offers[1] + offers[2] == 0);
}

TEST_CASE("a sample has its share of the places", "[programmes]") {
    StudyText text = with_programmes(four_arms);
    const SmallStudy study(text);
    StudySettings settings;
    settings.seed = 7;
    settings.sample = 0.5;
    SerialExecutor serial;
    const StudyOutcome half = run_study(study.files, study.model, settings, serial);
    const auto offers = by_month(half.results, "reviews_offers", 1);
    CHECK(*std::max_element(offers.begin(), offers.end()) <= 6);
    const double costs = total(half.results, "programme_cost", 1);
    CHECK(costs == Approx(0.5 * 1000 * 47 + 50 * total(half.results, "reviews_starts", 1)));
}

TEST_CASE("the effects of two programmes go together as the study says", "[programmes]") {
    // Everybody is in both; half and half again, or half, or a floor of 0.4 that one of them alone does not
    // reach.
    const auto admissions = [](const std::string& combine) {
        StudyText text = open_model();
        for (const char* name : {"one", "two"})
            text.tables[std::string(name) + ".yaml"] =
                programme(name, "eligible: everyone\nfound: everyone\nfelt:\n  fewer: " +
                                    effect("rates: admission", "0.5", "0.5") + "\n");
        text.study += "combine: " + combine + "\n";
        text.arms = "  today: {title: Today}\n  one: {programmes: [{file: one.yaml}]}\n"
                    "  both: {programmes: [{file: one.yaml}, {file: two.yaml}]}\n";
        const Ran all = ran(text);
        return std::pair{total(all.outcome.results, "admissions", 1),
                         total(all.outcome.results, "admissions", 2)};
    };
    const auto [one, multiplied] = admissions("multiply");
    const auto [one_of_best, best] = admissions("best");
    const auto [one_of_floor, floor] = admissions("{floor: 0.4}");
    CHECK(one_of_best == one);
    CHECK(one_of_floor == one);
    CHECK(best == one);
    CHECK(multiplied < floor);
    CHECK(floor < one);
}

TEST_CASE("a programme waits for what others save, and stops when nothing is saved", "[programmes]") {
    StudyText text = with_programmes("");
    text.tables["strong.yaml"] = programme("strong", "eligible: everyone\nfound: everyone\nfelt:\n  fewer: " +
                                                         effect("rates: admission", "0.5", "0.5") + "\n");
    text.tables["useless.yaml"] = programme(
        "useless", "eligible: everyone\nfound: everyone\nstop: {after: 12 months, unless_saved: 0}\ncosts:\n"
                   "  team: {each: month, payer: nhs, value: 1000, unit: gbp_2023_24, source: assumed}\n");
    text.tables["next.yaml"] = programme("next", "eligible: {age: {at_least: 40}}\nfound: everyone\n");
    text.arms = R"(  today: {title: Today}
  bridge: {programmes: [{file: strong.yaml}, {file: next.yaml, after_saving: {value: 100000, unit: gbp_2023_24}}]}
  never: {programmes: [{file: useless.yaml}, {file: next.yaml, after_saving: {value: 100000, unit: gbp_2023_24}}]}
  latest: {programmes: [{file: useless.yaml}, {file: next.yaml, after_saving: {value: 100000, unit: gbp_2023_24, of_latest: 2026-01-01}}]}
)";
    const Ran all = ran(text);
    const auto& uses = all.outcome.programmes.front().uses;
    CHECK(uses[1][0].first_month == 3);
    REQUIRE(uses[1][1].first_month > 3);
    CHECK(uses[2][1].first_month == -1);
    CHECK(uses[3][1].first_month == 22);
    CHECK(uses[2][0].stopped_by_review);
    CHECK(uses[2][0].last_month == 3 + 12);
    // The month is the first by whose start so much had been saved.
    const Money money = money_of(all.outcome.results, 1);
    double saved = 0;
    int month = 0;
    while (saved < 100000) {
        saved -=
            money.care[static_cast<std::size_t>(month)] + money.programmes[static_cast<std::size_t>(month)];
        ++month;
    }
    CHECK(uses[1][1].first_month == month);
}

TEST_CASE("both lenses in one study are the two by themselves", "[programmes]") {
    const std::string arms = std::string(today) + "  reviews: {programmes: [{file: reviews.yaml}]}\n";
    StudyFiles files = read_text(with_programmes(arms));
    choose_lens(files.study, LensChoice::both);
    REQUIRE(files.study.arms.size() == 3);
    const SmallStudy both(files);
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 7;
    const StudyOutcome side_by_side = run_study(both.files, both.model, settings, serial);
    for (const auto& [lens, arm] :
         {std::pair{LensChoice::claimed, 1}, std::pair{LensChoice::controlled, 2}}) {
        StudyFiles one = read_text(with_programmes(arms));
        choose_lens(one.study, lens);
        const SmallStudy study(one);
        const StudyOutcome alone = run_study(study.files, study.model, settings, serial);
        CHECK(counted(side_by_side.results, static_cast<std::size_t>(arm)) == counted(alone.results, 1));
    }
    CHECK(total(side_by_side.results, "admissions", 1) < total(side_by_side.results, "admissions", 2));
}

TEST_CASE("how many are started for one admission fewer, and how soon it shows", "[programmes]") {
    StudyText text = with_programmes(std::string(today) + "  strong: {programmes: [{file: strong.yaml}]}\n" +
                                     "  nothing: {programmes: [{file: nothing.yaml}]}\n");
    text.tables["strong.yaml"] = programme("strong", "eligible: everyone\nfound: everyone\nfelt:\n  fewer: " +
                                                         effect("rates: admission", "0.5", "0.5") + "\n");
    text.study += "table: [admissions]\n";
    const Ran all = ran(text);
    const auto& results = all.outcome.results;
    const Reach strong = reach_of(results, 1);
    REQUIRE(strong.months_to_effect);
    CHECK(*strong.months_to_effect <= 6);
    REQUIRE(strong.needed_to_treat);
    // From the first month of programmes on, which is the fourth; nobody differs before.
    CHECK(*strong.needed_to_treat ==
          Approx(total(results, "strong_starts", 1) /
                 (total(results, "admissions", 0) - total(results, "admissions", 1))));
    CHECK(*strong.needed_to_treat_at_18 > *strong.needed_to_treat);
    const Reach nothing = reach_of(results, 2);
    CHECK_FALSE(nothing.months_to_effect);
    CHECK_FALSE(nothing.needed_to_treat);
    CHECK(all.outcome.programmes.front().changed_lives[2] == 0);
    CHECK(all.outcome.programmes.front().changed_lives[1] > 300);
}

TEST_CASE("an arm with lives of its own has no interval, and the others keep theirs", "[programmes]") {
    StudyText text =
        with_programmes(std::string(today) + "  reviews: {programmes: [{file: reviews.yaml}]}\n" +
                        "  other: {times: {admission: 0.8}}\n");
    text.study += "table: [admissions]\n";
    const Ran all = ran(text);
    const SplitScreen screen = split_screen(all.outcome.results);
    REQUIRE(screen.rows.front().measure == "admissions");
    const auto& last = screen.rows.front().differences.back();
    CHECK(last[0].half_width);
    CHECK_FALSE(last[1].half_width);
    CHECK(last[1].value < 0);
}
