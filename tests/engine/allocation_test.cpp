// A run asks for memory at its start and for newcomers, never for an event.
#include "sim/engine/run.hpp"

#include "tests/catch.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

// Nobody is born and nobody comes. The arm `busy` has about ten times the events of `calm`.
StudyText closed_model() {
    StudyText text;
    text.model = R"(tracks:
  health: [well, ill]
  hospital: [out, inpatient]
counters:
  stays_6m: {counts: admission, window: 6 months, up_to: 3}
propensities: {acute: {shape: 0.5, source: assumed}}
calendars: {winter: {season: [1.2, 1.2, 1.1, 1, 1, 0.9, 0.8, 0.8, 0.9, 1, 1, 1.1], source: assumed}}
processes:
  falls_ill: {when: {health: well}, rate: {value: 0.5, unit: per_year}, then: {health: ill}, source: assumed}
  recovers: {when: {health: ill}, rate: {by: {since: health}, unit: per_year, breaks: [1], values: [1, 0.2]}, then: {health: well}, source: assumed}
  admission:
    when: {hospital: out}
    rate: {value: 0.5, unit: per_year}
    times: {stays_6m: {"0": 1, otherwise: 1.1}, propensity: acute, calendar: winter}
    then:
      stay: {hospital: inpatient, length: {lognormal: {median: 2 days, sd_log: 1}}, afterwards: {hospital: out}}
      branch: [{chance: 0.5, then: {counts: by_ambulance}}]
    source: assumed
contacts:
  visits: {rate: {value: 4, unit: per_year}, times: {health: {well: 1, ill: 2}}, source: assumed}
measures:
  bed_days: {days: {hospital: inpatient}}
  admissions: {count: admission}
  ambulance: {count: by_ambulance}
)";
    text.people = "age,people\n40,3000\n";
    text.end = "2029-01-01";
    text.arms =
        "  calm: {title: Calm}\n  busy: {title: Busy, times: {falls_ill: 10, recovers: 10, admission: 10}}\n";
    return text;
}

struct Counted {
    std::uint64_t allocations, events;
};

Counted run_counted(const SmallStudy& study, int arm) {
    SerialExecutor serial;
    const RunSettings settings = study.settings();
    const std::uint64_t before = allocations_so_far();
    const RunOutcome outcome = study.run(settings, serial, arm);
    return {allocations_so_far() - before, outcome.statistics.events};
}

}  // namespace

TEST_CASE("the count of allocations sees an allocation", "[engine]") {
    const std::uint64_t before = allocations_so_far();
    const std::vector<int> some(100);
    CHECK(some.size() == 100);
    CHECK(allocations_so_far() > before);
}

TEST_CASE("ten times the events ask for no more memory", "[engine]") {
    const SmallStudy study(closed_model());
    run_counted(study, 0);  // whatever is asked for once only
    const Counted calm = run_counted(study, 0), busy = run_counted(study, 1);
    REQUIRE(calm.events > 20'000);
    REQUIRE(busy.events > 5 * calm.events);
    CAPTURE(calm.allocations, busy.allocations, calm.events, busy.events);
    CHECK(busy.allocations <= calm.allocations + 8);
}
