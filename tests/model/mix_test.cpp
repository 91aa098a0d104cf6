// The mix that compile() works out: against closed forms, and the means that it is there to keep.
#include "sim/model/mix.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Share of a combination's states among people of an age cell.
double share(const SmallStudy& study, std::size_t cell, const std::string& track, const std::string& state,
             std::vector<FactorValue> kind = {}) {
    if (kind.empty()) kind = study.model.newborn;
    kind[0] = static_cast<FactorValue>(cell);
    const auto& mix = study.model.mix;
    const auto at = static_cast<std::size_t>(
        std::find(mix.tracks().begin(), mix.tracks().end(), study.model.factor_named(track)) -
        mix.tracks().begin());
    double sum = 0;
    for (std::size_t i = 0; i < mix.states().size(); ++i)
        if (mix.states()[i].at(at) == study.state(track, state))
            sum += static_cast<double>(mix.shares(kind.data())[i]);
    return sum;
}

std::string ages(int last) {
    std::string text;
    for (int age = 0; age <= last; ++age) text += (age ? ", " : "") + std::to_string(age);
    return text;
}

}  // namespace

TEST_CASE("shares of two states by age are those of the closed form", "[model]") {
    // Newborns are well; p' = a (1 - p) - b p, so p(x) = a / (a + b) (1 - exp(-(a + b) x)); a cell's share is
    // its mean over the year. Once with a branch that is always taken, once without any branch, stay or
    // `after` in the model.
    const std::string then = GENERATE("{branch: [{chance: 1, then: {health: ill}}]}", "{health: ill}");
    CAPTURE(then);
    StudyText text;
    text.model = "tracks: {health: [well, ill]}\nprocesses:\n"
                 "  falls_ill: {when: {health: well}, rate: {value: 0.08, unit: per_year}, then: " +
                 then +
                 ", source: assumed}\n"
                 "  recovers: {when: {health: ill}, rate: {value: 0.12, unit: per_year}, then: {health: "
                 "well}, source: assumed}\n"
                 "mix: {slow: [health]}\nmeasures: {population: {people: everyone}}\n";
    text.study = "strata: [age]\nage_bands: [" + ages(60) + "]\n";
    const SmallStudy study(text);
    const double a = 0.08, b = 0.12, s = a + b;
    double worst = 0;
    for (std::size_t age = 0; age < 60; ++age) {
        const auto integral = [&](double x) { return x + std::exp(-s * x) / s; };
        const double right =
            a / s * (integral(static_cast<double>(age) + 1) - integral(static_cast<double>(age)));
        worst = std::max(worst, std::abs(share(study, age, "health", "ill") - right));
        CHECK(share(study, age, "health", "ill") + share(study, age, "health", "well") ==
              Approx(1).epsilon(1e-6));
    }
    CHECK(worst < 0.004);  // steps of a month: an error of a / 24 at most
}

TEST_CASE("those who die more are fewer in the mix", "[model]") {
    // As above without recovery; the ill die at 0.1 more a year: odds ill : well obey r' = a + (a - 0.1) r.
    StudyText text;
    text.model = "tracks: {health: [well, ill]}\nprocesses:\n"
                 "  falls_ill: {when: {health: well}, rate: {value: 0.03, unit: per_year}, then: {branch: "
                 "[{chance: 1, then: {health: ill}}]}, source: assumed}\n"
                 "  death: {rate: {value: 0.02, unit: per_year}, times: {health: {well: 1, ill: 6}}, then: "
                 "{life: dies}, source: assumed}\n"
                 "mix: {slow: [health]}\nmeasures: {population: {people: everyone}}\n";
    text.study = "strata: [age]\nage_bands: [" + ages(80) + "]\n";
    const SmallStudy study(text);
    for (const std::size_t age : {5u, 20u, 40u, 79u}) {
        CAPTURE(age);
        const double x = static_cast<double>(age) + 0.5, odds = 0.03 / 0.07 * (1 - std::exp(-0.07 * x));
        CHECK(share(study, age, "health", "ill") == Approx(odds / (1 + odds)).margin(0.002));
    }
}

TEST_CASE("fast tracks are settled for each slow state", "[model]") {
    // Admitted at 0.5 a year (ill: 2 a year) while out, for 10 days on average (ill: 20): out : in as 1 :
    // rate x stay.
    StudyText text;
    text.model = "tracks: {health: [well, ill], hospital: [out, inpatient]}\nprocesses:\n"
                 "  falls_ill: {when: {health: well}, rate: {value: 0.001, unit: per_year}, then: {health: "
                 "ill}, source: assumed}\n"
                 "  admission: {when: {hospital: out}, rate: {value: 0.5, unit: per_year}, times: {health: "
                 "{well: 1, ill: 4}}, then: {stay: {hospital: inpatient, "
                 "length: {lognormal: {mean: 10 days, sd_log: 1}, times: {health: {well: 1, ill: 2}}}, "
                 "afterwards: {hospital: out}}}, source: assumed}\n"
                 "mix: {slow: [health], fast: [hospital]}\nmeasures: {population: {people: everyone}}\n";
    const SmallStudy study(text);
    const auto& mix = study.model.mix;
    REQUIRE(mix.tracks().size() == 2);
    double well_in = 0, well = 0, ill_in = 0, ill = 0;
    for (std::size_t i = 0; i < mix.states().size(); ++i) {
        const double one = static_cast<double>(mix.shares(study.model.newborn.data())[i]);
        const bool is_ill = mix.states()[i][0] == 1, is_in = mix.states()[i][1] == 1;
        (is_ill ? ill : well) += one;
        if (is_in) (is_ill ? ill_in : well_in) += one;
    }
    const auto settled = [](double rate, double days) {
        return rate * days / 365.25 / (1 + rate * days / 365.25);
    };
    CHECK(well_in / well == Approx(settled(0.5, 10)).epsilon(1e-3));
    CHECK(ill_in / ill == Approx(settled(2, 20)).epsilon(0.005));
}

TEST_CASE("a kept mean is the mean over the mix, at every age and in every group", "[model]") {
    // Deterministic: for each age and fixed kind, the sum of shares x rates equals the table's rate. The fast
    // track is part of the mix.
    const SmallStudy study(open_model());
    const Model& model = study.model;
    const int death = model.processes[static_cast<std::size_t>(study.process("death"))].clock;
    const double per_year = minutes_per_year / clock_scale;
    const std::vector<std::pair<double, std::array<double, 2>>> mortality{
        {0, {0.002, 0.003}}, {40, {0.005, 0.008}}, {65, {0.03, 0.04}}, {85, {0.15, 0.2}}};
    const auto sex = static_cast<std::size_t>(model.factor_named("sex")),
               region = static_cast<std::size_t>(model.factor_named("region"));
    int checked = 0;
    for (std::size_t cell = 0; cell < model.age_breaks.size(); ++cell)
        for (const FactorValue s : {FactorValue{0}, FactorValue{1}})
            for (const FactorValue r : {FactorValue{0}, FactorValue{1}}) {
                auto kind = model.newborn;
                kind[0] = static_cast<FactorValue>(cell);
                kind[sex] = s;
                kind[region] = r;
                double mean = 0;
                const auto shares = model.mix.shares(kind.data());
                for (std::size_t i = 0; i < shares.size(); ++i) {
                    auto person = kind;
                    for (std::size_t t = 0; t < model.mix.tracks().size(); ++t)
                        person[static_cast<std::size_t>(model.mix.tracks()[t])] = model.mix.states()[i][t];
                    mean += static_cast<double>(shares[i]) *
                            static_cast<double>(model.rates.at(person.data(), death)) *
                            static_cast<double>(model.base[static_cast<std::size_t>(death)]) * per_year;
                }
                double target = 0;
                for (const auto& [age, rates] : mortality)
                    if (model.age_breaks[cell] >= age * minutes_per_year) target = rates[s];
                CAPTURE(model.factors[0].states[cell], static_cast<int>(s), static_cast<int>(r));
                CHECK(mean == Approx(target).epsilon(0.01));
                ++checked;
            }
    CHECK(checked >= 4 * 7);
}

TEST_CASE("states are drawn from the mix as often as their shares say", "[model]") {
    Mix mix({1, 2}, {{0, 0}, {0, 1}, {1, 1}}, FactorIndex({0}, {{0, 1}}));
    const std::array<float, 3> first{0.5f, 0.3f, 0.2f}, second{0.0f, 0.0f, 1.0f};
    std::copy(first.begin(), first.end(), mix.shares_at(0).begin());
    std::copy(second.begin(), second.end(), mix.shares_at(1).begin());
    const auto drawn = [&](FactorValue where, double u) {
        std::array<FactorValue, 3> factors{where, 9, 9};
        mix.draw(factors.data(), u);
        return std::pair<int, int>(factors[1], factors[2]);
    };
    CHECK(drawn(0, 1e-9) == std::pair(0, 0));
    CHECK(drawn(0, 0.499) == std::pair(0, 0));
    CHECK(drawn(0, 0.501) == std::pair(0, 1));
    CHECK(drawn(0, 0.799) == std::pair(0, 1));
    CHECK(drawn(0, 0.801) == std::pair(1, 1));
    CHECK(drawn(0, 1 - 1e-12) == std::pair(1, 1));
    CHECK(drawn(1, 1e-9) == std::pair(1, 1));
}

TEST_CASE("a state that no share is left for is never drawn", "[model]") {
    Mix mix({1}, {{0}, {1}, {2}}, FactorIndex({0}, {{0}}));
    const std::array<float, 3> shares{0.0f, 1.0f, 0.0f};
    std::copy(shares.begin(), shares.end(), mix.shares_at(0).begin());
    for (const double u : {1e-15, 0.3, 0.999999, 1 - 1e-12}) {
        std::array<FactorValue, 2> factors{0, 9};
        mix.draw(factors.data(), u);
        CAPTURE(u);
        CHECK(static_cast<int>(factors[1]) == 1);
    }
}
