// Properties of a run: what must not matter does not, whoever is gone stays gone, storage is used again.
#include "sim/engine/run.hpp"

#include <atomic>
#include <map>
#include <set>

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Whether two tallies are the same to the last bit (as one claim: a run that differs does so in thousands of
/// numbers).
bool same(const RunOutcome& a, const RunOutcome& b) { return contents(a.tally) == contents(b.tally); }

std::size_t slots_in(const RunOutcome& outcome) {
    return outcome.statistics.store_bytes / (outcome.statistics.record_bytes + sizeof(Minutes) + sizeof(int));
}

}  // namespace

TEST_CASE("the length of a window leaves no trace where nobody meets", "[engine]") {
    const SmallStudy study(open_model());
    SerialExecutor serial;
    RunSettings settings = study.settings();
    const RunOutcome by_month = study.run(settings, serial);
    REQUIRE(by_month.statistics.newborns > 50);
    REQUIRE(by_month.statistics.migrants > 100);
    REQUIRE(by_month.statistics.events > 10'000);
    settings.window = Window::year;
    CHECK(same(by_month, study.run(settings, serial)));
    settings.window = Window::none;
    CHECK(same(by_month, study.run(settings, serial)));
}

TEST_CASE("the size of a block leaves no trace", "[engine]") {
    const SmallStudy study(open_model());
    SerialExecutor serial;
    RunSettings settings = study.settings();
    const RunOutcome large = study.run(settings, serial);  // all in one block
    for (const int people : {1, 7, 64}) {
        CAPTURE(people);
        settings.people_per_block = people;
        CHECK(same(large, study.run(settings, serial)));
    }
}

TEST_CASE("the number of workers leaves no trace", "[engine]") {
    const SmallStudy study(open_model());
    SerialExecutor serial;
    RunSettings settings = study.settings();
    settings.people_per_block = 7;
    for (const Window window : {Window::month, Window::none}) {
        settings.window = window;
        const RunOutcome alone = study.run(settings, serial);
        for (const int workers : {1, 2, 7}) {
            CAPTURE(workers);
            const auto executor = make_tbb_executor(workers);
            CHECK(same(alone, study.run(settings, *executor)));
        }
    }
}

TEST_CASE("another seed or replicate is another run", "[engine]") {
    const SmallStudy study(open_model());
    SerialExecutor serial;
    RunSettings settings = study.settings();
    const RunOutcome first = study.run(settings, serial);
    CHECK(same(first, study.run(settings, serial)));
    settings.replicate = 1;
    CHECK_FALSE(same(first, study.run(settings, serial)));
    settings.replicate = 0;
    settings.seed = 8;
    CHECK_FALSE(same(first, study.run(settings, serial)));
}

TEST_CASE("what an onlooker sees of each life adds up to the tally", "[engine]") {
    const SmallStudy study(open_model());
    const Results results = study.results();
    std::map<std::string, double> seen;
    double days = 0;
    const int bed = study.model.factor_named("hospital");
    for (const LifeLog& log : log_lives(study)) {
        FactorValue at = 0;
        Minutes since = 0;
        const auto leave_bed = [&](Minutes t) {
            if (at == 1) days += static_cast<double>(t - since) / minutes_per_day;
        };
        for (const auto& one : log.happenings) {
            if (one.t < 0) {
                at = one.after[static_cast<std::size_t>(bed)];
                continue;
            }
            const FactorValue now = one.after[static_cast<std::size_t>(bed)];
            if (now != at) leave_bed(one.t), since = one.t;
            at = now;
            if (one.kind == Watch::Kind::process)
                seen[study.model.processes[static_cast<std::size_t>(one.index)].name] += 1;
            if (one.kind == Watch::Kind::born) seen["born"] += 1;
            if (one.kind == Watch::Kind::arrives) seen["arrives"] += 1;
        }
        leave_bed(std::min(log.gone_at, study.calendar.horizon()));
    }
    CHECK(total(results, "admissions") == seen["admission"]);
    CHECK(total(results, "deaths") == seen["death"]);
    CHECK(total(results, "departures") == seen["departure"]);
    CHECK(total(results, "births") == seen["born"]);
    CHECK(total(results, "arrivals") == seen["arrives"]);
    CHECK(total(results, "bed_days") == Approx(days).epsilon(1e-9));
    CHECK(seen["admission"] > 1000);
}

TEST_CASE("people at the end are those at the start, born or arrived, less those who died or left",
          "[engine]") {
    const SmallStudy study(open_model());
    const Results results = study.results();
    const double at_end = by_month(results, "population").back();
    const double at_start = static_cast<double>(study.run().statistics.people_at_start);
    CHECK(at_end == at_start + total(results, "births") + total(results, "arrivals") -
                        total(results, "deaths") - total(results, "departures"));
}

TEST_CASE("nobody acts after death or after moving away", "[engine]") {
    const SmallStudy study(open_model());
    int died = 0, left = 0;
    for (const LifeLog& log : log_lives(study)) {
        CHECK(log.times_gone <= 1);
        CHECK(log.rates_after_gone == 0);
        if (log.gone_at == never) continue;
        (log.died ? died : left) += 1;
        CHECK(log.happenings.back().t == log.gone_at);
        CHECK(log.happenings.back().index == study.process(log.died ? "death" : "departure"));
    }
    CHECK(died > 50);
    CHECK(left > 50);
}

TEST_CASE("a life interrupted and taken up again is the same life", "[engine]") {
    const SmallStudy study(open_model());
    const auto whole = log_lives(study);
    std::vector<Minutes> cuts{-300'000, -1, 1, 2, 777, 1'000'000};
    for (Minutes t = 50'000; t < study.calendar.horizon(); t += 13'579) cuts.push_back(t);
    const auto cut = log_lives(study, 0, cuts);
    REQUIRE(cut.size() == whole.size());
    int differ = 0;
    for (std::size_t i = 0; i < whole.size(); ++i)
        differ += !(whole[i].happenings == cut[i].happenings && whole[i].gone_at == cut[i].gone_at &&
                    whole[i].key == cut[i].key);
    CHECK(differ == 0);
}

TEST_CASE("no two people of a run share a key", "[engine]") {
    const SmallStudy study(open_model());
    std::set<PersonKey> keys;
    const auto logs = log_lives(study);
    for (const LifeLog& log : logs) keys.insert(log.key);
    CHECK(keys.size() == logs.size());
}

TEST_CASE("the places of those who are gone are used again", "[engine]") {
    // 2,000 people, a tenth of whom die each year and are made up for by births and arrivals: some 20,000
    // lives in 100 years. The number alive has a standard deviation below 150; without reuse the store would
    // end with some 22,000 places.
    StudyText text;
    text.model = R"(tracks: {health: [well, ill]}
processes:
  birth: {rate: {value: 0.05, unit: per_year}, then: {life: gives_birth}, source: assumed}
  death: {rate: {value: 0.1, unit: per_year}, then: {life: dies}, source: assumed}
measures: {population: {people: everyone}}
)";
    text.people = "age,health,people\n0,well,2000\n";
    text.place = "arrivals: {file: arrivals.csv, source: assumed}\n";
    text.tables = {{"arrivals.csv", "age,health,people\n20,well,100\n"}};
    text.end = "2124-01-01";
    const SmallStudy study(text);
    SerialExecutor serial;
    RunSettings settings = study.settings();
    settings.people_per_block = 64;
    const RunOutcome outcome = study.run(settings, serial);
    REQUIRE(outcome.statistics.newborns + outcome.statistics.migrants > 15'000);
    CHECK(slots_in(outcome) < 3000);
}

TEST_CASE("a run that is asked to stop says so and ends", "[engine]") {
    const SmallStudy study(open_model());
    SerialExecutor serial;
    RunSettings settings = study.settings();
    const std::atomic<bool> at_once{true};
    settings.stop = &at_once;
    CHECK_THROWS_AS(study.run(settings, serial), Interrupted);

    std::atomic<bool> later{false};
    settings.stop = &later;
    int windows = 0;
    settings.progress = [&](double) { later = ++windows == 3; };
    CHECK_THROWS_AS(study.run(settings, serial), Interrupted);
    CHECK(windows == 3);
}

TEST_CASE("progress rises to one", "[engine]") {
    const SmallStudy study(open_model());
    SerialExecutor serial;
    RunSettings settings = study.settings();
    std::vector<double> shares;
    settings.progress = [&](double share) { shares.push_back(share); };
    study.run(settings, serial);
    REQUIRE(static_cast<int>(shares.size()) == study.calendar.months());
    CHECK(std::is_sorted(shares.begin(), shares.end()));
    CHECK(shares.back() == 1.0);
}
