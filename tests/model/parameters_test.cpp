#include "sim/model/parameters.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Every form of figure that the language has.
const StudyText every_form{.model = R"(tracks:
  sex: [female, male]
  frailty: [fit, mild, severe]
  bed: [out, "in"]
propensities: {acute: {shape: 0.8, source: assumed}}
calendars:
  winter: {season: [1.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.9], source: assumed}
  fewer: {yearly_change: -1.5, source: assumed}
  by_table: {yearly_change: {table: change}, source: assumed}
  jump: {years: {2024: 1, 2028: 0.5}, source: assumed}
tables:
  mortality: {file: rates.csv, by: [age, sex], value: rate, unit: per_year, source: assumed}
  ratios: {file: ratios.csv, by: [frailty], value: ratio, unit: ratio, source: assumed}
  chances: {file: chances.csv, by: [sex], value: chance, unit: chance, source: assumed}
  change: {file: rates.csv, by: [age, sex], value: rate, unit: percent_per_year, source: assumed}
  departures: {from: place, by: [sex], unit: per_year}
counters: {falls_12m: {counts: falls, window: 12 months, up_to: 2}}
processes:
  death:
    title: Death
    rate: {table: mortality}
    times:
      frailty: {fit: 1, mild: 1.5, otherwise: 2.5}
      age: {breaks: [50, 80], values: [0.5, 1, 1.2]}
      since: {since: falls, breaks: [1], values: [2, 1], never: 1}
      value: 1.1
      tables: ratios
      propensity: acute
      calendar: [winter, fewer, by_table, jump]
    then: {life: dies}
    source: assumed
  falls:
    rate: {value: 2, unit: per_year}
    times: {falls_12m: {"0": 1, "1": 2, "2": 3}}
    then:
      stay:
        bed: "in"
        length: {lognormal: {mean: 4 days, sd_log: 1.4}, times: {sex: {female: 1, male: 1.2}}}
        afterwards: {stay: {bed: out, length: 30 days}}
      branch:
        - {chance: 0.25, then: {frailty: next}}
        - {chance: 0.5, then: {branch: [{chance: {table: chances}, then: {counts: told}}]}}
        - {chance: 0.1, times: {sex: {female: 1, male: 0.5}}, then: {counts: told}}
        - otherwise: {branch: [{chance: 0.3, then: {counts: told}}, {otherwise: {counts: untold}}]}
    source: assumed
  worsens: {rate: {by: age, unit: per_year, breaks: [0, 60], values: [0.01, 0.1]}, then: {frailty: next}, source: assumed}
  eases: {when: {frailty: [mild, severe]}, rate: {by: frailty, unit: per_year, values: {mild: 0.1, otherwise: 0}}, then: {frailty: previous}, source: assumed}
  heals: {when: {frailty: severe}, rate: {by: {since: frailty}, unit: per_year, breaks: [1], values: [0.2, 0.1], never: 0}, then: {frailty: previous}, source: assumed}
  settles: {when: {frailty: mild}, after: 3 years, then: {frailty: fit}, source: assumed}
  drifts: {when: {frailty: mild}, after: {empirical: {lengths: [1 day, 2 weeks], weights: [0.7, 0.3]}}, then: {frailty: fit}, source: assumed}
  wears: {when: {frailty: fit}, after: {weibull: {scale: 40 years, shape: 2}}, then: {frailty: mild}, source: assumed}
  departure: {rate: {table: departures}, then: {life: leaves}, source: assumed}
  never: {rate: {value: 0, unit: per_year}, then: {counts: told}, source: assumed}
contacts:
  visits: {unit: visits, rate: {value: 6, unit: per_year}, times: {frailty: {fit: 1, otherwise: 2}}, source: assumed}
utilities:
  quality: {rate: {by: frailty, unit: per_year, values: {fit: 0.9, otherwise: 0.6}}, source: assumed}
measures:
  people: {title: People, people: everyone}
payers: {state: The state}
costs: {visit: {of: visits, payer: state, value: 30, unit: gbp, source: assumed}}
)",
                           .place = R"(tables:
  departures: {file: leavers.csv, by: [sex], value: rate, unit: per_year, source: assumed}
  ratios: {file: ratios.csv, by: [frailty], value: ratio, unit: ratio, source: assumed}
times:
  falls: {value: 1.2, source: assumed}
  death: {value: 1, source: assumed}
)",
                           .study = {},
                           .tables = {{"rates.csv", "age,sex,rate\n0,female,0.01\n0,male,0.02\n"},
                                      {"ratios.csv", "frailty,ratio\nfit,1\nmild,2\nsevere,3\n"},
                                      {"chances.csv", "sex,chance\nfemale,0.4\nmale,0.8\n"},
                                      {"leavers.csv", "sex,rate\nfemale,0.1\nmale,0\n"}}};

/// Where a figure is kept, and what it says.
std::map<const double*, double> figures_of(StudyFiles& files) {
    std::map<const double*, double> figures;
    for (const Parameter& parameter : parameters_of(files))
        for (const double* figure : parameter.figures) figures[figure] = *figure;
    return figures;
}

Parameter parameter_at(StudyFiles& files, const std::string& path) {
    for (const Parameter& parameter : parameters_of(files))
        if (parameter.path == path) return parameter;
    throw std::invalid_argument("no parameter " + path);
}

}  // namespace

TEST_CASE("every figure of a study is a parameter with a path of the names in its files", "[model]") {
    StudyFiles files = read_text(every_form);
    std::vector<std::string> paths;
    for (const Parameter& parameter : parameters_of(files)) paths.push_back(parameter.path);
    CHECK(paths == std::vector<std::string>{
                       "propensities/acute",
                       "calendars/winter",
                       "calendars/fewer",
                       "calendars/jump",
                       "tables/mortality",
                       "tables/chances",
                       "tables/change",
                       "processes/death/times/frailty/mild",
                       "processes/death/times/frailty/otherwise",
                       "processes/death/times/age",
                       "processes/death/times/since",
                       "processes/death/times/value",
                       "processes/falls/rate",
                       "processes/falls/times/falls_12m/1",
                       "processes/falls/times/falls_12m/2",
                       "processes/falls/then/stay/length/mean",
                       "processes/falls/then/stay/length/sd_log",
                       "processes/falls/then/stay/length/times/sex/male",
                       "processes/falls/then/stay/afterwards/stay/length/fixed",
                       "processes/falls/then/branch/1/chance",
                       "processes/falls/then/branch/2/chance",
                       "processes/falls/then/branch/3/chance",
                       "processes/falls/then/branch/3/times/sex/male",
                       "processes/falls/then/branch/4/otherwise/branch/1/chance",
                       "processes/worsens/rate",
                       "processes/eases/rate",
                       "processes/heals/rate",
                       "processes/settles/after/fixed",
                       "processes/drifts/after/lengths",
                       "processes/wears/after/scale",
                       "processes/wears/after/shape",
                       "contacts/visits/rate",
                       "contacts/visits/times/frailty/otherwise",
                       "utilities/quality/rate",
                       "costs/visit",
                       "place/tables/departures",
                       "place/tables/ratios",
                       "place/times/falls",
                   });
}

TEST_CASE("a parameter says what it is, where it stands and what it rests on", "[model]") {
    StudyFiles files = read_text(every_form);
    const Parameter ratio = parameter_at(files, "processes/death/times/frailty/mild");
    CHECK(ratio.title == "Death: times frailty mild");
    CHECK(ratio.unit == "ratio");
    CHECK(ratio.source == "assumed");
    CHECK(values_of(ratio).lowest == 1.5);
    CHECK_FALSE(ratio.is_of_place());

    const Parameter table = parameter_at(files, "tables/mortality");
    CHECK(table.unit == "per_year");
    CHECK(values_of(table).lowest == 0.01);
    CHECK(values_of(table).highest == 0.02);

    CHECK(parameter_at(files, "processes/falls/then/stay/length/mean").unit == "days");
    CHECK(parameter_at(files, "processes/worsens/rate").unit == "per_year");
    CHECK(parameter_at(files, "costs/visit").unit == "gbp");
    CHECK(parameter_at(files, "place/times/falls").is_of_place());
    for (const Parameter& parameter : parameters_of(files)) {
        CAPTURE(parameter.path);
        CHECK(parameter.where.line > 0);
        CHECK(parameter.source == "assumed");
        CHECK_FALSE(parameter.unit.empty());
        CHECK_FALSE(parameter.figures.empty());
    }
}

TEST_CASE("no two parameters hold the same figure", "[model]") {
    StudyFiles files = read_text(every_form);
    std::set<const double*> seen;
    for (const Parameter& parameter : parameters_of(files))
        for (const double* figure : parameter.figures) CHECK(seen.insert(figure).second);
}

TEST_CASE("scaling a parameter changes its figures and no other", "[model]") {
    const StudyFiles written = read_text(every_form);
    StudyFiles counted = written;
    const std::size_t count = parameters_of(counted).size();
    for (std::size_t i = 0; i < count; ++i) {
        StudyFiles files = written;
        const auto before = figures_of(files);
        const Parameter parameter = parameters_of(files)[i];
        CAPTURE(parameter.path);
        scale(parameter, 0.5);
        for (const auto& [figure, now] : figures_of(files)) {
            const auto& own = parameter.figures;
            const bool is_own = std::find(own.begin(), own.end(), figure) != own.end();
            const double was = before.at(figure);
            const bool from_one = parameter.scaled == Parameter::Scaled::distance_from_one;
            CHECK(now == Approx(!is_own ? was : from_one ? 1 + (was - 1) * 0.5 : was * 0.5));
        }
    }
}

TEST_CASE("reference ratios of 1 stay where they are", "[model]") {
    StudyFiles files = read_text(every_form);
    scale(parameter_at(files, "place/tables/ratios"), 2);
    CHECK(files.place.tables.at(1).rows.at(0).value == 1);
    CHECK(files.place.tables.at(1).rows.at(1).value == 4);
    scale(parameter_at(files, "processes/death/times/age"), 2);
    CHECK(files.model.processes.at(0).times.at(1).pieces.values == std::vector<double>{1, 1, 2.4});
}

TEST_CASE("a season swings wider and keeps its mean", "[model]") {
    StudyFiles files = read_text(every_form);
    scale(parameter_at(files, "calendars/winter"), 2);
    const auto& season = files.model.calendars.at(0).season;
    CHECK(season.front() == Approx(1.2));
    CHECK(season.at(5) == 1);
    CHECK(season.back() == Approx(0.8));
    scale(parameter_at(files, "calendars/winter"), 100);
    CHECK(season.back() == 0);
}

TEST_CASE("a chance scaled up leaves room for the others of its branch", "[model]") {
    StudyFiles files = read_text(every_form);
    scale(parameter_at(files, "processes/falls/then/branch/2/chance"), 10);
    CHECK(values_of(parameter_at(files, "processes/falls/then/branch/2/chance")).highest == Approx(0.75));
    scale(parameter_at(files, "tables/chances"), 2);
    CHECK(values_of(parameter_at(files, "tables/chances")).lowest == Approx(0.8));
    CHECK(values_of(parameter_at(files, "tables/chances")).highest == 1);
}

TEST_CASE("scaling may be undone and repeated", "[model]") {
    StudyFiles files = read_text(every_form);
    const Parameter rate = parameter_at(files, "processes/falls/rate");
    scale(rate, 4);
    CHECK(values_of(rate).lowest == 8);
    scale(rate, 0.25);
    CHECK(values_of(rate).lowest == 2);
}
