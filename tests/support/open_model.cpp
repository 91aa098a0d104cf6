#include "tests/support/open_model.hpp"

namespace forestall::testing {

namespace {

constexpr const char* model = R"(tracks:
  sex: [female, male]
  region: [north, south]
  health: [well, ill]
  hospital: [out, inpatient, just_home]
  care: [none, home, residential]
  work: [none, job]
propensities:
  acute: {shape: 0.8, source: assumed}
calendars:
  winter: {season: [1.4, 1.3, 1.1, 1, 0.9, 0.8, 0.7, 0.7, 0.9, 1, 1.1, 1.3], source: assumed}
  longer_lives: {yearly_change: {table: improvement}, source: assumed}
tables:
  mortality: {file: mortality.csv, by: [age, sex], value: rate, unit: per_year, source: assumed}
  improvement: {file: improvement.csv, by: [age, sex], value: change, unit: percent_per_year, source: assumed}
  departures: {from: place, by: [age], unit: per_year}
counters:
  admissions_12m: {counts: admission, window: 12 months, up_to: 3}
processes:
  birth:
    when: {sex: female, age: {at_least: 15, below: 50}}
    rate: {value: 0.08, unit: per_year}
    then: {life: gives_birth}
    source: assumed
  death:
    rate: {table: mortality}
    times:
      health: {well: 1, ill: 2}
      hospital: {inpatient: 20, otherwise: 1}
      calendar: [longer_lives, winter]
    keep_mean: yes
    then: {life: dies}
    source: assumed
  departure:
    rate: {table: departures}
    then: {life: leaves}
    source: assumed
  falls_ill:
    when: {health: well}
    rate: {by: age, unit: per_year, breaks: [0, 40, 65, 80], values: [0.02, 0.1, 0.2, 0.4]}
    times: {region: {north: 1.2, south: 0.9}}
    then: {health: ill}
    source: assumed
  recovers:
    when: {health: ill}
    rate: {by: {since: health}, unit: per_year, breaks: [0.25, 1], values: [1.5, 0.6, 0.1]}
    then: {health: well}
    source: assumed
  admission:
    when: {hospital: [out, just_home]}
    rate: {value: 150, unit: per_1000_per_year}
    times:
      health: {well: 1, ill: 3}
      age: {breaks: [65, 85], values: [1, 2, 4]}
      since: {since: admission, breaks: [0.25], values: [2, 1.2], never: 1}
      propensity: acute
      calendar: winter
    then:
      stay:
        hospital: inpatient
        length:
          lognormal: {mean: 6 days, sd_log: 1.2}
          times: {health: {well: 1, ill: 1.5}}
        afterwards:
          stay:
            hospital: just_home
            length: {fixed: 30 days}
            afterwards: {hospital: out}
          branch:
            - {chance: 0.05, then: {care: next, counts: care_steps}}
      branch:
        - {chance: 0.5, then: {counts: by_ambulance}}
        - {chance: 0.3, then: {counts: on_foot}}
    source: assumed
  care_begins:
    when: {any: [{age: {at_least: 80}}, {admissions_12m: {at_least: 2}}], care: [none, home]}
    rate: {value: 0.15, unit: per_year}
    then: {care: next, counts: care_steps}
    source: assumed
  finds_work:
    when: {age: {at_least: 18}, work: none}
    after: {weibull: {shape: 1.5, mean: 3 years}}
    then: {work: job}
    source: assumed
  loses_work:
    when: {work: job}
    after: 2 years
    then: {work: none}
    source: assumed
contacts:
  gp_visits:
    unit: visits
    rate: {value: 5, unit: per_year}
    times: {health: {well: 1, ill: 2.5}, calendar: winter}
    keep_mean: yes
    source: assumed
mix: {slow: [health], fast: [hospital]}
warm_up: {length: 1 year, processes: [admission]}
layers:
  - {name: high, when: {any: [{care: residential}, {admissions_12m: {at_least: 2}}]}}
  - {name: rising, when: {any: [{health: ill}, {admissions_12m: {at_least: 1}}]}}
  - {name: general, when: everyone}
measures:
  population: {people: everyone}
  residents: {people: {care: residential}}
  bed_days: {days: {hospital: inpatient}}
  admissions: {count: admission}
  ambulance: {count: by_ambulance}
  deaths: {count: death}
  births: {count: born}
  arrivals: {count: arrives}
  departures: {count: departure}
  steps: {count: care_steps}
payers: {nhs: Health service, council: Council}
costs:
  admission: {of: admissions, payer: nhs, value: 1400, unit: gbp_2023_24, source: assumed}
  bed_day: {of: bed_days, payer: nhs, value: 420, unit: gbp_2023_24, source: assumed}
  gp_visit: {of: gp_visits, payer: nhs, value: 30, unit: gbp_2023_24, source: assumed}
  resident: {of: residents, payer: council, value: 45000, unit: gbp_2023_24, source: assumed}
)";

constexpr const char* place = R"(boys_per_girl: {value: 1.05, source: assumed}
arrivals: {file: arrivals.csv, calendar: {years: {2024: 1, 2028: 0.5}}, source: assumed}
tables:
  departures: {file: departures.csv, by: [age], value: rate, unit: per_year, source: assumed}
times:
  birth: {value: 1.1, source: assumed}
  gp_visits: {value: 0.9, source: assumed}
)";

/// A row for every `step` years of age, each sex, each region.
std::string people(int step, const char* number) {
    std::string text = "age,sex,region,people\n";
    for (int age = 0; age <= 90; age += step)
        for (const char* kind : {"female,north", "female,south", "male,north", "male,south"})
            text += std::to_string(age) + "," + kind + "," + number + "\n";
    return text;
}

}  // namespace

StudyText open_model() {
    StudyText text;
    text.model = model;
    text.place = place;
    text.people = people(5, "20");
    text.start = "2024-03-10";
    text.end = "2028-04-20";
    text.study = "strata: [age, sex, layer]\nage_bands: [0, 18, 65, 80]\nseed: 7\n";
    text.tables = {
        {"mortality.csv", "age,sex,rate\n0,female,0.002\n0,male,0.003\n40,female,0.005\n40,male,0.008\n65,"
                          "female,0.03\n65,male,0.04\n"
                          "85,female,0.15\n85,male,0.2\n"},
        {"improvement.csv", "age,sex,change\n0,female,-1.5\n0,male,-2\n60,female,-1\n60,male,-0.5\n"},
        {"departures.csv", "age,rate\n0,0.03\n18,0.08\n40,0.02\n"},
        {"arrivals.csv", people(15, "4.3")},
    };
    return text;
}

}  // namespace forestall::testing
