// What would clash in the results is refused before the run.
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall::testing;

namespace {

using Lines = std::vector<std::string>;

/// Two measures on lines 13 and 14 of model.yaml, the strata on line 8 of study.yaml.
StudyText with_names(const std::string& strata, const std::string& measure, const std::string& rest = "") {
    StudyText text;
    text.model = R"(tracks:
  payer: [one, two]
processes:
  death:
    rate: {value: 0.1, unit: per_year}
    then: {life: dies}
    source: assumed
measures:
  deaths: {count: death}
  )" + measure + ": {people: everyone}\n" +
                 rest;
    text.people = "age,payer,people\n0,one,10\n";
    text.study = "strata: " + strata + "\nage_bands: [0, 65]\n";
    return text;
}

}  // namespace

TEST_CASE("a stratum is named once and not like another axis", "[model]") {
    CHECK(complaints(with_names("[age]", "people")) == Lines{});
    CHECK(complaints(with_names("[age, age]", "people")) ==
          Lines{"study.yaml:8:15: stratum 'age' (the results have something called 'age_band' already); "
                "rename it, "
                "or name it once"});
    const std::string costs = "payers: {nhs: Health service}\ncosts:\n  death: {of: deaths, payer: nhs, "
                              "value: 1, unit: gbp_2024, source: "
                              "assumed}\n";
    CHECK(complaints(with_names("[payer]", "people", costs)) ==
          Lines{"study.yaml:8:10: stratum 'payer' (the results have something called 'payer' already); "
                "rename it, "
                "or name it once"});
}

TEST_CASE("a measure is not called like an axis, a cost or the moves into a layer", "[model]") {
    const std::string why = " already); rename it, or name it once";
    CHECK(complaints(with_names("[age]", "month")) ==
          Lines{"model.yaml:14:3: measure 'month' (the results have something called 'month'" + why});
    CHECK(complaints(with_names("[age]", "age_band")) ==
          Lines{"model.yaml:14:3: measure 'age_band' (the results have something called 'age_band'" + why});
    CHECK(complaints(with_names("[age]", "moves_to_everyone")) ==
          Lines{"model.yaml:14:3: measure 'moves_to_everyone' (the results have something called "
                "'moves_to_everyone'" +
                why});
    CHECK(complaints(with_names("[age]", "moves_to_all", "layers:\n  - {name: all, when: everyone}\n")) ==
          Lines{"model.yaml:16:12: layer 'all' (the results have something called 'moves_to_all'" + why});
}

TEST_CASE("what the results name starts with a letter", "[model]") {
    const std::string why = " (names in the results start with a letter); rename it";
    CHECK(complaints(with_names("[age]", "2024_people")) ==
          Lines{"model.yaml:14:3: measure '2024_people'" + why});
    CHECK(complaints(with_names("[age]", "_people")) == Lines{"model.yaml:14:3: measure '_people'" + why});
}
