// Same luck, different care: what arms share, and what they do not.
#include "sim/study/study.hpp"

#include <map>

#include "tests/catch.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Six processes. `falls` and what comes of it change nothing for `cataract`, `tooth` and `flu`, and whoever
/// never falls never feels the arm that halves falls.
StudyText falls_model() {
    StudyText text;
    text.model = R"(tracks:
  hip: [whole, broken]
  hospital: [out, inpatient]
  eyes: [clear, clouded]
calendars: {winter: {season: [1.5, 1.4, 1.2, 1, 0.8, 0.7, 0.6, 0.6, 0.8, 1, 1.2, 1.4], source: assumed}}
propensities: {clumsy: {shape: 0.8, source: assumed}}
counters: {falls_12m: {counts: fall, window: 12 months, up_to: 2}}
processes:
  fall:
    when: {hospital: out}
    rate: {value: 0.08, unit: per_year}
    times: {propensity: clumsy, calendar: winter, falls_12m: {"0": 1, "1": 2, "2": 3}}
    then:
      branch:
        - {chance: 0.3, then: {hip: broken, stay: {hospital: inpatient, length: {lognormal: {mean: 12 days, sd_log: 1}}, afterwards: {hospital: out}}}}
    source: assumed
  admission:
    when: {hospital: out}
    rate: {value: 0.2, unit: per_year}
    times: {hip: {whole: 1, broken: 2}, calendar: winter}
    then: {stay: {hospital: inpatient, length: {lognormal: {mean: 5 days, sd_log: 1.2}}, afterwards: {hospital: out}}}
    source: assumed
  cataract: {when: {eyes: clear}, rate: {value: 0.1, unit: per_year}, then: {eyes: clouded}, source: assumed}
  tooth: {rate: {value: 0.4, unit: per_year}, source: assumed}
  flu: {rate: {value: 0.3, unit: per_year}, times: {calendar: winter}, source: assumed}
  death: {rate: {value: 0.02, unit: per_year}, times: {hip: {whole: 1, broken: 3}}, then: {life: dies}, source: assumed}
measures:
  population: {people: everyone}
  falls: {count: fall}
  teeth_and_flu: {count: [tooth, flu]}
  deaths: {count: death}
)";
    text.people = "age,people\n70,3000\n";
    text.study = "seed: 11\n";
    text.arms =
        "  today: {title: Today}\n  fewer_falls: {title: Falls are half as frequent, times: {fall: 0.5}}\n";
    return text;
}

std::vector<Minutes> up_to(std::vector<Minutes> times, Minutes last) {
    std::erase_if(times, [&](Minutes t) { return t > last; });
    return times;
}

}  // namespace

TEST_CASE("two arms that are written alike have the same value in every cell", "[study]") {
    StudyText text = open_model();
    text.arms = "  today: {title: Today}\n  again: {title: The same again, times: {admission: 1}}\n";
    text.study += "replicates: 2\n";
    const SmallStudy study(text);
    const Results results = study.results();
    for (const auto* part : {&results.monthly, &results.yearly}) {
        REQUIRE_FALSE(part->empty());
        for (const auto& one : *part) {
            CAPTURE(one.name);
            const auto values = as_numbers(one);
            const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
            CHECK(std::equal(values.begin(), half, half, values.end()));
        }
    }
    CHECK(total(results, "admissions") > 1000);
}

TEST_CASE("whoever never falls lives the same life where falls are half as frequent", "[study]") {
    const SmallStudy study(falls_model());
    const int fall = study.process("fall");
    const auto today = log_lives(study, 0), fewer = log_lives(study, 1);
    REQUIRE(today.size() == fewer.size());
    int untouched = 0, touched = 0;
    for (std::size_t i = 0; i < today.size(); ++i) {
        const auto falls = today[i].times_of(fall);
        const bool same = today[i].happenings == fewer[i].happenings && today[i].gone_at == fewer[i].gone_at;
        if (falls.empty()) {
            CHECK(same);
            ++untouched;
            continue;
        }
        ++touched;
        CHECK_FALSE(same);
        CHECK(today[i].before(falls.front()) == fewer[i].before(falls.front()));
    }
    CHECK(untouched > 500);
    CHECK(touched > 500);
}

TEST_CASE("halving a rate delays the first event and prevents no other kind", "[study]") {
    const SmallStudy study(falls_model());
    const int fall = study.process("fall");
    const auto today = log_lives(study, 0), fewer = log_lives(study, 1);
    int delayed = 0;
    for (std::size_t i = 0; i < today.size(); ++i) {
        const auto before = today[i].times_of(fall), after = fewer[i].times_of(fall);
        if (before.empty()) CHECK(after.empty());
        if (before.empty() || after.empty()) continue;
        CHECK(after.front() > before.front());
        ++delayed;
    }
    CHECK(delayed > 300);
}

TEST_CASE("what a changed process does not act on keeps its times to the minute", "[study]") {
    const SmallStudy study(falls_model());
    const auto today = log_lives(study, 0), fewer = log_lives(study, 1);
    std::map<std::string, int> kept;
    int changed_lives = 0;
    for (std::size_t i = 0; i < today.size(); ++i) {
        changed_lives += today[i].happenings != fewer[i].happenings;
        const Minutes both_alive = std::min(today[i].gone_at, fewer[i].gone_at);
        for (const char* name : {"cataract", "tooth", "flu"}) {
            const auto one = up_to(today[i].times_of(study.process(name)), both_alive - 1);
            CHECK(one == up_to(fewer[i].times_of(study.process(name)), both_alive - 1));
            kept[name] += static_cast<int>(one.size());
        }
    }
    CHECK(changed_lives > 500);
    CHECK(kept["cataract"] > 1000);
    CHECK(kept["tooth"] > 5000);
    CHECK(kept["flu"] > 5000);
}

TEST_CASE("halving mortality doubles every remaining life that ends", "[study]") {
    // To ten minutes in forty years: rates are whole numbers (here 3.3 million and 6.7 million a tick), so
    // half a rate is half to one part in 3.3 million, and times are rounded up to the minute.
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
processes:
  death: {rate: {value: 0.1, unit: per_year}, then: {life: dies}, source: assumed}
  falls_ill: {when: {health: well}, rate: {value: 0.1, unit: per_year}, then: {health: ill}, source: assumed}
measures: {population: {people: everyone}}
)";
    text.people = "age,people\n70,2000\n";
    text.end = "2064-01-01";
    text.arms = "  today: {title: Today}\n  safer: {title: Half the deaths, times: {death: 0.5}}\n";
    const SmallStudy study(text);
    const auto today = log_lives(study, 0), safer = log_lives(study, 1);
    int doubled = 0;
    for (std::size_t i = 0; i < today.size(); ++i) {
        CHECK((safer[i].gone_at > today[i].gone_at || today[i].gone_at == never));
        if (safer[i].gone_at == never) continue;
        CHECK(std::abs(safer[i].gone_at - 2 * today[i].gone_at) <= 10);
        ++doubled;
    }
    CHECK(doubled > 1000);
}

TEST_CASE("with equal luck the arm that halves mortality never has fewer people", "[study]") {
    StudyText text = open_model();
    text.arms = "  today: {title: Today}\n  safer: {title: Half the deaths, times: {death: 0.5}}\n";
    const SmallStudy study(text);
    const Results results = study.results();
    CHECK(total(results, "deaths", 1) < total(results, "deaths", 0));
    const auto today = by_month(results, "population", 0), safer = by_month(results, "population", 1);
    for (std::size_t month = 0; month < today.size(); ++month) CHECK(safer[month] >= today[month]);
}
