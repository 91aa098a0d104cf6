// One life at a time: everything that has an exact time happens exactly then.
#include "sim/engine/life.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <tuple>

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

using Kind = Watch::Kind;

Minutes years(double n) { return static_cast<Minutes>(n * minutes_per_year); }

/// What happened, without the turns of age and without the factors that name them.
std::vector<std::tuple<Minutes, Kind, int>> deeds(const LifeLog& log) {
    std::vector<std::tuple<Minutes, Kind, int>> all;
    for (const auto& one : log.happenings)
        if (one.kind != Kind::birthday) all.emplace_back(one.t, one.kind, one.index);
    return all;
}

StudyText model_with(const std::string& body, const std::string& people = "age,people\n40,500\n") {
    StudyText text;
    text.model = body;
    if (body.find("\nmeasures:") == std::string::npos)
        text.model += "measures: {population: {people: everyone}}\n";
    text.people = people;
    return text;
}

}  // namespace

TEST_CASE("breaks of age that change no rate leave every event where it was", "[engine]") {
    StudyText text = model_with(R"(tracks: {health: [well, ill], hospital: [out, inpatient]}
calendars: {winter: {season: [1.3, 1.2, 1.1, 1, 1, 0.9, 0.8, 0.8, 0.9, 1, 1, 1], source: assumed}}
propensities: {acute: {shape: 0.7, source: assumed}}
counters: {lately: {counts: admission, window: 6 months, up_to: 2}}
processes:
  falls_ill: {when: {health: well}, rate: {value: 0.3, unit: per_year}, then: {health: ill}, source: assumed}
  recovers: {when: {health: ill}, rate: {by: {since: health}, unit: per_year, breaks: [0.5], values: [2, 0.3]}, then: {health: well}, source: assumed}
  admission:
    when: {hospital: out}
    rate: {value: 0.7, unit: per_year}
    times: {health: {well: 1, ill: 3}, lately: {"2": 1.5, otherwise: 1}, propensity: acute, calendar: winter}
    then: {stay: {hospital: inpatient, length: {gamma: {shape: 2, mean: 9 days}}, afterwards: {hospital: out}}}
    source: assumed
  death: {rate: {value: 0.02, unit: per_year}, times: {age: {breaks: [60], values: [1, 2]}}, then: {life: dies}, source: assumed}
)");
    text.people = "age,people\n30,300\n55,300\n";
    text.study = "strata: [age]\nage_bands: [0, 60]\n";
    const SmallStudy plain(text);
    text.study = "strata: [age]\nage_bands: [0";
    for (int month = 6; month < 1000; month += 6) text.study += ", " + std::to_string(month / 12.0);
    text.study += "]\n";
    const SmallStudy broken(text);
    REQUIRE(broken.model.age_breaks.size() > 10 * plain.model.age_breaks.size());

    const auto one = log_lives(plain), other = log_lives(broken);
    REQUIRE(one.size() == other.size());
    std::size_t events = 0;
    int differ = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        events += deeds(one[i]).size();
        differ += deeds(one[i]) != deeds(other[i]);
    }
    CHECK(events > 10'000);
    CHECK(differ == 0);
}

TEST_CASE("an `after` process happens exactly that long after its condition began, if it still holds",
          "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {union: [none, early, late]}
processes:
  forms: {when: {union: none}, rate: {value: 0.4, unit: per_year}, then: {union: early}, source: assumed}
  ends: {when: {union: early}, rate: {value: 0.3, unit: per_year}, then: {union: none}, source: assumed}
  settles: {when: {union: early}, after: 2 years, then: {union: late}, source: assumed}
)"));
    const int forms = study.process("forms"), ends = study.process("ends");
    const int timer = study.model.processes[static_cast<std::size_t>(study.process("settles"))].timer;
    REQUIRE(timer >= 0);
    int settled = 0, ended = 0;
    for (const LifeLog& log : log_lives(study)) {
        Minutes began = never;
        for (const auto& one : log.happenings) {
            CHECK((began == never || one.t <= began + years(2)));
            if (one.kind == Kind::process && one.index == forms) began = one.t;
            if (one.kind == Kind::process && one.index == ends) began = never, ++ended;
            if (one.kind == Kind::timer_ends && one.index == timer) {
                CHECK(one.t == began + years(2));
                CHECK(one.after[static_cast<std::size_t>(study.model.factor_named("union"))] ==
                      study.state("union", "late"));
                began = never;
                ++settled;
            }
        }
        CHECK((began == never || began + years(2) >= study.calendar.horizon()));
    }
    CHECK(settled > 100);
    CHECK(ended > 100);
}

TEST_CASE("a model that reports nothing runs", "[engine]") {
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
processes: {falls_ill: {when: {health: well}, rate: {value: 1, unit: per_year}, then: {health: ill}, source: assumed}}
)";
    CHECK(SmallStudy(text).run().statistics.events > 1000);
}

TEST_CASE("a model without a rate runs", "[engine]") {
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
processes: {falls_ill: {when: {health: well}, after: 1 year, then: {health: ill}, source: assumed}}
measures: {population: {people: everyone}, illnesses: {count: falls_ill}}
)";
    CHECK(total(SmallStudy(text).results(), "illnesses") == 1000);
}

TEST_CASE("an `after` process on age counts from the birthday", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {pension: ["no", "yes"]}
processes:
  retires: {when: {pension: "no", age: {at_least: 66}}, after: 90 days, then: {pension: "yes"}, source: assumed}
  tooth: {rate: {value: 1, unit: per_year}, source: assumed}
measures: {population: {people: everyone}, teeth: {count: tooth}}
)",
                                      "age,people\n60,200\n"));
    int retired = 0;
    for (const LifeLog& log : log_lives(study))
        for (const Minutes t : log.times_of(Kind::timer_ends, 0)) {
            CHECK(t == log.birth + years(66) + 90 * minutes_per_day);
            ++retired;
        }
    CHECK(retired == 200);
}

TEST_CASE("an `after` process happens again and again while its condition holds", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
processes:
  falls_ill: {when: {health: well}, rate: {value: 1, unit: per_year}, then: {health: ill}, source: assumed}
  check_up: {when: {health: well}, after: 100 days, then: {counts: check_ups}, source: assumed}
measures: {population: {people: everyone}, checks: {count: check_ups}}
)"));
    int checks = 0;
    for (const LifeLog& log : log_lives(study)) {
        const auto ill = log.times_of(study.process("falls_ill"));
        const Minutes until = ill.empty() ? study.calendar.horizon() : ill.front();
        std::vector<Minutes> expected;
        for (Minutes t = 100 * minutes_per_day; t < until; t += 100 * minutes_per_day) expected.push_back(t);
        CHECK(log.times_of(Kind::timer_ends, 0) == expected);
        checks += static_cast<int>(expected.size());
    }
    CHECK(total(study.results(), "checks") == checks);
}

TEST_CASE("a stay ends on time, and the stay after it", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {hospital: [out, inpatient, just_home]}
processes:
  admission:
    when: {hospital: [out, just_home]}
    rate: {value: 3, unit: per_year}
    then:
      stay:
        hospital: inpatient
        length: {fixed: 10 days}
        afterwards: {stay: {hospital: just_home, length: {fixed: 30 days}, afterwards: {hospital: out}}}
    source: assumed
)"));
    const int admission = study.process("admission");
    const auto hospital = static_cast<std::size_t>(study.model.factor_named("hospital"));
    int whole = 0, cut = 0;
    for (const LifeLog& log : log_lives(study)) {
        Minutes in = never, home = never;
        for (const auto& one : log.happenings) {
            if (one.kind == Kind::process && one.index == admission) {
                CHECK(in == never);  // nobody is admitted from a bed
                if (home != never) {
                    CHECK(one.t < home + 30 * minutes_per_day);
                    ++cut;
                }
                in = one.t;
                home = never;
            } else if (in != never) {
                CHECK(one.t == in + 10 * minutes_per_day);
                CHECK(one.after[hospital] == study.state("hospital", "just_home"));
                home = one.t;
                in = never;
            } else if (home != never) {
                CHECK(one.t == home + 30 * minutes_per_day);
                CHECK(one.after[hospital] == study.state("hospital", "out"));
                home = never;
                ++whole;
            }
        }
    }
    CHECK(whole > 1000);
    CHECK(cut > 100);
}

TEST_CASE("a counter holds the events of its window, and falls when they leave it", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
counters:
  lately: {counts: fall, window: 12 months, up_to: 3}
  this_week: {counts: fall, window: 1 week, up_to: 1}
processes:
  fall: {rate: {value: 1.5, unit: per_year}, times: {lately: {"0": 1, otherwise: 1.5}}, source: assumed}
)",
                                      "age,health,people\n40,well,500\n"));
    const int fall = study.process("fall");
    std::set<int> values_seen;
    int drops = 0;
    for (const auto& [name, window, depth] :
         {std::tuple{"lately", years(1), 3}, {"this_week", 7 * minutes_per_day, 1}}) {
        const auto factor = static_cast<std::size_t>(study.model.factor_named(name));
        for (const LifeLog& log : log_lives(study)) {
            const auto falls = log.times_of(fall);
            for (std::size_t i = 0; i < log.happenings.size(); ++i) {
                const auto& one = log.happenings[i];
                const bool last_of_minute = i + 1 == log.happenings.size() || log.happenings[i + 1].t > one.t;
                if (!last_of_minute) continue;
                const auto recent = std::count_if(
                    falls.begin(), falls.end(), [&](Minutes t) { return t <= one.t && t + window > one.t; });
                const int expected = std::min(static_cast<int>(recent), depth);
                CHECK(one.after[factor] == expected);
                if (depth == 3) values_seen.insert(expected);
                drops += one.kind == Kind::counter_falls;
            }
        }
    }
    CHECK(values_seen == std::set<int>{0, 1, 2, 3});
    CHECK(drops > 2000);
}

TEST_CASE("a counter falls at the very minute in which an event leaves its window", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
counters: {lately: {counts: fall, window: 6 months, up_to: 2}}
processes:
  fall: {rate: {value: 0.5, unit: per_year}, times: {lately: {"0": 1, "1": 1.1, otherwise: 1.2}}, source: assumed}
)",
                                      "age,health,people\n40,well,500\n"));
    const Minutes window = years(0.5);
    int drops = 0;
    for (const LifeLog& log : log_lives(study)) {
        const auto falls = log.times_of(study.process("fall"));
        // Every fall leaves the window, but the third and later ones of a crowd were beyond what the counter
        // remembers.
        std::vector<Minutes> expected;
        for (std::size_t i = 0; i < falls.size(); ++i) {
            const bool crowded_out = i + 2 < falls.size() && falls[i + 2] < falls[i] + window;
            if (!crowded_out && falls[i] + window < study.calendar.horizon())
                expected.push_back(falls[i] + window);
        }
        CHECK(log.times_of(Kind::counter_falls, 0) == expected);
        drops += static_cast<int>(expected.size());
    }
    CHECK(drops > 1000);
}

TEST_CASE("a counter counts an `after` process too", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
counters: {lately: {counts: check_up, window: 12 months, up_to: 3}}
processes:
  check_up: {after: 200 days, source: assumed}
  treated: {when: {lately: {at_least: 1}}, rate: {value: 1, unit: per_year}, source: assumed}
measures: {population: {people: everyone}, treatments: {count: treated}}
)",
                                      "age,health,people\n40,well,100\n"));
    CHECK(total(study.results(), "treatments") > 0);
}

TEST_CASE("rates by time since hold from break to break", "[engine]") {
    // Nothing can happen in the first and after the second year since falling ill, nor before ever falling
    // ill.
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
processes:
  falls_ill: {when: {health: well}, rate: {value: 1, unit: per_year}, then: {health: ill}, source: assumed}
  recovers: {when: {health: ill}, rate: {value: 0.2, unit: per_year}, then: {health: well}, source: assumed}
  by_track: {when: {health: ill}, rate: {by: {since: health}, unit: per_year, breaks: [1, 2], values: [0, 6, 0]}, source: assumed}
  by_process: {rate: {by: {since: falls_ill}, unit: per_year, breaks: [1, 2], values: [0, 6, 0]}, source: assumed}
  times_process: {rate: {value: 6, unit: per_year}, times: {since: {since: falls_ill, breaks: [0.5], values: [1, 0], never: 0}}, source: assumed}
  before_ever: {rate: {by: {since: falls_ill}, unit: per_year, breaks: [3], values: [0, 0], never: 2}, source: assumed}
measures: {population: {people: everyone}, all: {count: [by_track, by_process, times_process, before_ever]}}
)"));
    const auto id = [&](const char* name) { return study.process(name); };
    int by_track = 0, by_process = 0, times_process = 0, before_ever = 0;
    for (const LifeLog& log : log_lives(study)) {
        Minutes ill = never;
        for (const auto& one : log.happenings) {
            if (one.kind != Kind::process) continue;
            const auto in = [&](double from, double to) {
                return ill != never && one.t >= ill + years(from) && one.t <= ill + years(to);
            };
            if (one.index == id("by_track")) {
                CHECK((in(1, 2)));
                ++by_track;
            }
            if (one.index == id("by_process")) {
                CHECK((in(1, 2)));
                ++by_process;
            }
            if (one.index == id("times_process")) {
                CHECK((in(0, 0.5)));
                ++times_process;
            }
            if (one.index == id("before_ever")) {
                CHECK(ill == never);
                ++before_ever;
            }
            if (one.index == id("falls_ill")) ill = one.t;
        }
    }
    CHECK(by_track > 500);
    CHECK(by_process > 500);
    CHECK(times_process > 500);
    CHECK(before_ever > 500);
}

TEST_CASE("time since a track counts afresh only when its state changes", "[engine]") {
    // `reminder` sets the state that is there already, which must not hold the `since` back.
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
processes:
  reminder: {when: {health: well}, rate: {value: 20, unit: per_year}, then: {health: well}, source: assumed}
  falls_ill: {when: {health: well}, rate: {by: {since: health}, unit: per_year, breaks: [1], values: [0, 50]}, then: {health: ill}, source: assumed}
measures: {population: {people: everyone}, reminders: {count: reminder}}
)",
                                      "age,people\n40,200\n"));
    for (const LifeLog& log : log_lives(study)) {
        const auto ill = log.times_of(study.process("falls_ill"));
        REQUIRE(ill.size() == 1);
        CHECK(ill.front() >= years(1));
        CHECK(ill.front() < years(2));
    }
}

TEST_CASE("one draw decides a branch: options never both happen, and `otherwise` takes the rest",
          "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {care: [none, a, b, c]}
processes:
  begins:
    when: {care: none}
    rate: {value: 5, unit: per_year}
    then:
      counts: all
      branch:
        - {chance: 0.2, then: {care: a, counts: in_a}}
        - {chance: 0.5, then: {care: b, counts: in_b}}
        - {otherwise: {care: c, counts: in_c}}
    source: assumed
measures: {population: {people: everyone}, everyone: {count: all}, to_a: {count: in_a}, to_b: {count: in_b}, to_c: {count: in_c}, both: {count: [in_a, in_b]}}
)",
                                      "age,people\n40,2000\n"));
    const Results results = study.results();
    const double a = total(results, "to_a"), b = total(results, "to_b"), c = total(results, "to_c"),
                 all = total(results, "everyone");
    CHECK(all == 2000);
    CHECK(a + b + c == all);
    CHECK(total(results, "both") == a + b);
    // Five standard deviations of a binomial count: sqrt(2000 x 0.25) = 22.4.
    CHECK(std::abs(a - 400) < 5 * 17.9);
    CHECK(std::abs(b - 1000) < 5 * 22.4);
}

TEST_CASE("a track moves along its list and stays put at the end", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {frailty: [fit, mild, severe]}
processes:
  worsens: {rate: {value: 4, unit: per_year}, then: {frailty: next}, source: assumed}
  improves: {rate: {value: 1, unit: per_year}, then: {frailty: previous}, source: assumed}
)",
                                      "age,people\n40,100\n"));
    const auto frailty = static_cast<std::size_t>(study.model.factor_named("frailty"));
    int held = 0;
    for (const LifeLog& log : log_lives(study)) {
        int at = log.first[frailty];
        for (const auto& one : log.happenings) {
            if (one.kind != Kind::process) continue;
            const int wanted = one.index == study.process("worsens") ? at + 1 : at - 1;
            held += wanted < 0 || wanted > 2;
            at = std::clamp(wanted, 0, 2);
            CHECK(one.after[frailty] == at);
        }
    }
    CHECK(held > 100);
}

TEST_CASE("children of two kinds of birth are different people", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
processes:
  birth_at_home: {when: {age: {at_least: 20}}, rate: {value: 0.5, unit: per_year}, then: {life: gives_birth}, source: assumed}
  birth_in_hospital: {when: {age: {at_least: 20}}, rate: {value: 0.5, unit: per_year}, then: {life: gives_birth}, source: assumed}
)",
                                      "age,health,people\n30,well,20\n"));
    std::set<PersonKey> keys;
    const auto logs = log_lives(study);
    for (const LifeLog& log : logs) keys.insert(log.key);
    REQUIRE(logs.size() > 100);
    CHECK(keys.size() == logs.size());
}

TEST_CASE("a newborn begins with the mother's fixed tracks, in the newborn states, at age 0", "[engine]") {
    const SmallStudy study(model_with(R"(tracks:
  sex: [female, male]
  region: [north, south]
  health: {states: [ill, well], newborn: well}
processes:
  birth: {when: {sex: female, age: {at_least: 20}}, rate: {value: 0.5, unit: per_year}, then: {life: gives_birth}, source: assumed}
  falls_ill: {when: {health: well, age: {at_least: 20}}, rate: {value: 5, unit: per_year}, then: {health: ill}, source: assumed}
measures: {population: {people: everyone}, births: {count: born}}
)",
                                      "age,sex,region,people\n30,female,south,40\n30,male,north,40\n"));
    const auto logs = log_lives(study);
    const auto factor = [&](const char* name) {
        return static_cast<std::size_t>(study.model.factor_named(name));
    };
    int girls = 0, boys = 0;
    for (const LifeLog& log : logs) {
        if (log.joins <= 0) continue;
        CHECK(log.birth == log.joins);
        CHECK(log.happenings.front().kind == Kind::born);
        CHECK(log.first[factor("region")] == study.state("region", "south"));
        CHECK(log.first[factor("health")] == study.state("health", "well"));
        CHECK(log.first[0] == 0);
        (log.first[factor("sex")] == study.state("sex", "female") ? girls : boys) += 1;
    }
    CHECK(girls + boys == total(study.results(), "births"));
    CHECK(girls > 50);
    CHECK(boys > 50);
}

TEST_CASE("the warm-up is not counted, and only its processes run", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {hospital: [out, inpatient]}
counters: {lately: {counts: admission, window: 12 months, up_to: 9}}
processes:
  admission: {when: {hospital: out}, rate: {value: 2, unit: per_year}, then: {stay: {hospital: inpatient, length: {fixed: 3 days}, afterwards: {hospital: out}}}, source: assumed}
  death: {rate: {value: 1, unit: per_year}, then: {life: dies}, source: assumed}
warm_up: {length: 6 months, processes: [admission]}
measures: {population: {people: everyone}, admissions: {count: admission}, deaths: {count: death}}
)"));
    const int admission = study.process("admission"), death = study.process("death");
    int before = 0, after = 0, deaths = 0, remembered = 0;
    const auto lately = static_cast<std::size_t>(study.model.factor_named("lately"));
    for (const LifeLog& log : log_lives(study)) {
        CHECK(log.joins == -years(0.5));
        for (const Minutes t : log.times_of(admission)) (t < 0 ? before : after) += 1;
        for (const Minutes t : log.times_of(death)) {
            CHECK(t >= 0);
            ++deaths;
        }
        for (const auto& one : log.happenings) {
            if (one.kind != Kind::begins) continue;
            remembered += one.after[lately];
            CHECK(one.t == 0);
        }
    }
    CHECK(before > 300);
    CHECK(remembered == before);
    const Results results = study.results();
    CHECK(total(results, "admissions") == after);
    CHECK(total(results, "deaths") == deaths);
}

TEST_CASE("a rate far too high is an error that names process and person", "[engine]") {
    const SmallStudy study(model_with(R"(tracks: {health: [well, ill]}
processes:
  tick: {rate: {value: 1000, unit: per_day}, source: assumed}
measures: {population: {people: everyone}, ticks: {count: tick}}
)",
                                      "age,health,people\n40,well,1\n"));
    CHECK_THROWS_AS(study.run(), RunError);
    CHECK_THROWS_WITH(study.run(), Catch::Matchers::StartsWith(
                                       "'tick' happened more than 65,535 times to person 1 by minute "));
}

TEST_CASE("a rate of one in a million a year is kept to one part in ten thousand", "[engine]") {
    // The time of a first event is (unit-exponential draw) / rate, exactly. Only people whose draw is small
    // are looked at, so that it comes within the run: their times are compared with that quotient.
    StudyText text = model_with(R"(tracks: {health: [well, ill]}
processes:
  rare: {rate: {value: 0.000001, unit: per_year}, source: assumed}
measures: {population: {people: everyone}, all: {count: rare}}
)",
                                "age,health,people\n0,well,1000000\n");
    text.end = "2524-01-01";
    const SmallStudy study(text);
    const Streams streams(study.files.study.seed, 0);
    const Life life(study.model, study.arms[0], streams, study.calendar);
    const StartingPeople people(study.files.place, study.model, streams, 1);
    Worker worker(study.model, study.calendar, life.lanes());
    const auto memory = std::make_unique<std::byte[]>(study.model.layout.stride);
    const Record record(memory.get(), study.model.layout);
    int seen = 0;
    double worst = 0;
    for (std::uint64_t i = 0; i < people.size() && seen < 20; ++i) {
        const Block words = streams.block(i + 1, Purpose::clock, study.model.processes[0].stream, 0);
        const double draw = -std::log(uniform(words[0], words[1]));
        if (draw < 0.0001 || draw > 0.0004) continue;
        LifeLog log;
        const Minutes first = life.begin(record, people.person(i));
        life.live(record, first, study.calendar.horizon(), worker, &log);
        const auto times = log.times_of(0);
        REQUIRE_FALSE(times.empty());
        worst = std::max(worst, std::abs(times.front() / (draw * 1e6 * minutes_per_year) - 1));
        ++seen;
    }
    REQUIRE(seen == 20);
    // The earliest comes after 100 years, which whole minutes hold to 2 in 10^8.
    CHECK(worst < 1e-4);
}
