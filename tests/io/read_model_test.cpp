// A model and a place that use every part of the language, and what becomes of each part.
#include <string>

#include "tests/catch.hpp"
#include "tests/io/read_samples.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

const std::string whole_model = R"(forestall: model
name: whole
title: Whole language
sources: sources.yaml
tracks:
  sex: [female, male]
  imd: [1, "2"]
  frailty: {states: [fit, frail], newborn: fit, title: Frailty}
  hospital: [out, in]
propensities: {acute: {shape: 0.8, source: assumed}}
calendars:
  winter: {season: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], source: office}
  fewer: {yearly_change: -1.5, source: assumed}
  longer: {yearly_change: {table: change}}
  migration: {years: {2024: 1, 2028: .5}, source: office}
tables:
  change: {file: t.csv, by: [age, sex], value: rate, unit: percent_per_year, source: office}
  departures: {from: place, by: [age], unit: per_year}
counters: {falls: {counts: fall, window: 12 months, up_to: 3}, falls_ever: {counts: fall, window: 100 years}}
processes:
  fall:
    title: Fall
    when: {frailty: frail, age: {at_least: 65, below: 90}, any: [{sex: female}, {falls: [1, 2]}]}
    rate: {value: 0.5, unit: per_year}
    times:
      frailty: {fit: 1, frail: 2, otherwise: 3, source: assumed}
      age: {breaks: [65], values: [1, 2]}
      since: {since: fall, breaks: [1], values: [2, 1], never: 0.5}
      propensity: acute
      calendar: [winter, fewer]
      tables: [change]
      value: {value: 1.1, source: assumed}
    keep_mean: {with: [decline]}
    then:
      frailty: next
      counts: broken_hip
      stay:
        hospital: in
        length: {lognormal: {mean: {table: change}, sd_log: 1.4}, times: {sex: {male: 2}}, source: assumed}
        afterwards: {hospital: out}
      branch:
        - {chance: 0.2, then: {life: dies}}
        - {chance: {table: change}, times: {sex: {male: 2}}, then: {life: leaves}, source: assumed}
        - {otherwise: {life: gives_birth}}
    source: office
  decline:
    rate: {by: age, unit: per_month, breaks: [15, 20], values: [.1, .2]}
    keep_mean: yes
    source: office
  union: {rate: {by: {since: sex}, unit: per_year, breaks: [1], values: [1, 2], never: 0}, source: office}
  by_state: {rate: {by: frailty, unit: per_year, values: {fit: 0.1, otherwise: 0}, source: office}}
  settle: {after: 3 years, source: office}
  drift: {after: {empirical: {lengths: [1 day, 2 weeks], weights: [.7, .3]}}, source: office}
contacts:
  gp: {title: GP, unit: appointments, when: everyone, rate: {table: change}, keep_mean: no}
mix: {slow: [frailty], fast: [hospital]}
warm_up: {length: 1 year, processes: [fall]}
layers: [{name: frail, title: Frail, when: {frailty: frail}}, {name: general, when: everyone}]
measures:
  population: {title: Population, people: everyone}
  bed_days: {days: {hospital: in}}
  deaths: {count: [decline, fall]}
payers: {council: Council}
costs: {bed: {of: bed_days, payer: council, value: 420, unit: gbp_2023_24, source: office}}
)";

ModelSpec whole() {
    Files files = files_in_memory({{"m/model.yaml", whole_model},
                                   {"m/sources.yaml", sources_text},
                                   {"m/t.csv", "age,sex,rate\n0,female,1\n"}});
    return read_model("m/model.yaml", files);
}

Lines texts_of(const std::vector<Name>& names) {
    Lines texts;
    for (const Name& name : names) texts.push_back(name.text);
    return texts;
}

const ProcessSpec& process(const ModelSpec& model, const std::string& name) {
    for (const auto& process : model.processes)
        if (process.name.text == name) return process;
    FAIL("no process " << name);
    return model.processes.front();
}

}  // namespace

TEST_CASE("a model's tracks, propensities and counters are read", "[io]") {
    const ModelSpec model = whole();
    CHECK(model.name.text == "whole");
    CHECK(to_string(model.name.where) == "m/model.yaml:2:7");
    CHECK(model.title == "Whole language");
    REQUIRE(model.tracks.size() == 4);
    CHECK(texts_of(model.tracks[1].states) == Lines{"1", "2"});
    CHECK(model.tracks[2].title == "Frailty");
    CHECK(model.tracks[2].newborn->text == "fit");
    CHECK(to_string(model.tracks[2].states[1].where) == "m/model.yaml:8:27");
    CHECK_FALSE(model.tracks[0].newborn.has_value());
    CHECK(model.propensities.at(0).shape == 0.8);
    CHECK(model.propensities.at(0).source == "assumed");
    REQUIRE(model.counters.size() == 2);
    CHECK(model.counters[0].counts[0].text == "fall");
    CHECK(model.counters[0].window.value == 12);
    CHECK(model.counters[0].window.unit == "months");
    CHECK(model.counters[0].up_to == 3);
    CHECK(model.counters[1].up_to == 1);
}

TEST_CASE("the four ways of a calendar are read", "[io]") {
    const ModelSpec model = whole();
    REQUIRE(model.calendars.size() == 4);
    CHECK(model.calendars[0].kind == CalendarSpec::Kind::season);
    REQUIRE(model.calendars[0].season.size() == 12);
    CHECK(model.calendars[0].season[11] == 12);
    CHECK(model.calendars[1].kind == CalendarSpec::Kind::yearly_change);
    CHECK(std::get<double>(model.calendars[1].yearly) == -1.5);
    CHECK(std::get<Name>(model.calendars[2].yearly).text == "change");
    CHECK(model.calendars[3].kind == CalendarSpec::Kind::years);
    CHECK(model.calendars[3].years == std::map<int, double>{{2024, 1}, {2028, 0.5}});
}

TEST_CASE("tables come with their rows, or from the place", "[io]") {
    const ModelSpec model = whole();
    REQUIRE(model.tables.size() == 2);
    CHECK(model.tables[0].file == "t.csv");
    CHECK(texts_of(model.tables[0].by) == Lines{"age", "sex"});
    CHECK(model.tables[0].value_column == "rate");
    CHECK(model.tables[0].unit == "percent_per_year");
    CHECK(model.tables[0].rows.size() == 1);
    CHECK_FALSE(model.tables[0].from_place);
    CHECK(model.tables[1].from_place);
    CHECK(model.tables[1].unit == "per_year");
}

TEST_CASE("a condition with alternatives becomes clauses", "[io]") {
    const ConditionSpec when = process(whole(), "fall").when;
    REQUIRE(when.any.size() == 2);
    for (const auto& clause : when.any) {
        REQUIRE(clause.size() == 3);
        CHECK(clause[0].factor.text == "frailty");
        CHECK(texts_of(clause[0].states) == Lines{"frail"});
        CHECK(clause[1].factor.text == "age");
        CHECK(clause[1].at_least == 65.0);
        CHECK(clause[1].below == 90.0);
    }
    CHECK(when.any[0][2].factor.text == "sex");
    CHECK(texts_of(when.any[1][2].states) == Lines{"1", "2"});
    CHECK(process(whole(), "decline").when.any.empty());
    CHECK(whole().layers.at(1).when.any.empty());
}

TEST_CASE("the ways of a rate are read", "[io]") {
    const ModelSpec model = whole();
    const RateSpec value = process(model, "fall").rate.value();
    CHECK(value.kind == RateSpec::Kind::value);
    CHECK(value.value.value == 0.5);
    CHECK(value.unit == "per_year");
    CHECK(value.source == "office");

    const RateSpec by_age = process(model, "decline").rate.value();
    CHECK(by_age.kind == RateSpec::Kind::by_age);
    CHECK(by_age.unit == "per_month");
    CHECK(by_age.pieces.breaks == std::vector<double>{15, 20});
    CHECK(by_age.pieces.values == std::vector<double>{0.1, 0.2});

    const RateSpec since = process(model, "union").rate.value();
    CHECK(since.kind == RateSpec::Kind::by_since);
    CHECK(since.name.text == "sex");
    CHECK(since.pieces.never == 0.0);

    const RateSpec by_state = process(model, "by_state").rate.value();
    CHECK(by_state.kind == RateSpec::Kind::by_state);
    CHECK(by_state.name.text == "frailty");
    REQUIRE(by_state.states.values.size() == 1);
    CHECK(by_state.states.values[0].first.text == "fit");
    CHECK(by_state.states.values[0].second == 0.1);
    CHECK(by_state.states.otherwise == 0.0);

    CHECK(model.contacts.at(0).rate.kind == RateSpec::Kind::table);
    CHECK(model.contacts.at(0).rate.name.text == "change");
    CHECK_FALSE(model.contacts.at(0).keep_mean);
}

TEST_CASE("every multiplier is read, each with the nearest source", "[io]") {
    const auto times = process(whole(), "fall").times;
    REQUIRE(times.size() == 8);
    CHECK(times[0].kind == TimesSpec::Kind::state);
    CHECK(times[0].states.values.size() == 2);
    CHECK(times[0].states.otherwise == 3.0);
    CHECK(times[0].source == "assumed");
    CHECK(times[1].kind == TimesSpec::Kind::age);
    CHECK(times[1].pieces.values == std::vector<double>{1, 2});
    CHECK(times[1].source == "office");
    CHECK(times[2].kind == TimesSpec::Kind::since);
    CHECK(times[2].name.text == "fall");
    CHECK(times[2].pieces.never == 0.5);
    CHECK(times[3].kind == TimesSpec::Kind::propensity);
    CHECK(times[4].kind == TimesSpec::Kind::calendar);
    CHECK(times[4].name.text == "winter");
    CHECK(times[5].name.text == "fewer");
    CHECK(times[6].kind == TimesSpec::Kind::table);
    CHECK(times[6].name.text == "change");
    CHECK(times[7].kind == TimesSpec::Kind::value);
    CHECK(times[7].value == 1.1);
    CHECK(times[7].source == "assumed");
}

TEST_CASE("keep_mean may name others", "[io]") {
    const ModelSpec model = whole();
    CHECK(process(model, "fall").keep_mean);
    CHECK(texts_of(process(model, "fall").keep_mean_with) == Lines{"decline"});
    CHECK(process(model, "decline").keep_mean);
    CHECK(process(model, "decline").keep_mean_with.empty());
    CHECK_FALSE(process(model, "union").keep_mean);
}

TEST_CASE("what happens is read: sets, counts, a stay and branches", "[io]") {
    const OutcomeSpec then = process(whole(), "fall").then;
    REQUIRE(then.sets.size() == 1);
    CHECK(then.sets[0].track.text == "frailty");
    CHECK(then.sets[0].state.text == "next");
    CHECK(texts_of(then.counts) == Lines{"broken_hip"});
    REQUIRE(then.stays.size() == 1);
    CHECK(then.stays[0].enters.track.text == "hospital");
    CHECK(then.stays[0].enters.state.text == "in");
    CHECK(then.stays[0].afterwards.at(0).sets.at(0).state.text == "out");
    REQUIRE(then.branches.size() == 3);
    CHECK(std::get<Number>(then.branches[0].chance.value).value == 0.2);
    CHECK(std::get<Number>(then.branches[0].chance.value).source == "office");
    CHECK(then.branches[0].then.life == LifeEvent::dies);
    CHECK(std::get<Name>(then.branches[1].chance.value).text == "change");
    CHECK(then.branches[1].times.at(0).source == "assumed");
    CHECK(then.branches[1].then.life == LifeEvent::leaves);
    CHECK(then.branches[2].otherwise);
    CHECK(then.branches[2].then.life == LifeEvent::gives_birth);
}

TEST_CASE("lengths of time are read", "[io]") {
    const ModelSpec model = whole();
    const LengthSpec stay = process(model, "fall").then.stays.at(0).length;
    CHECK(stay.kind == LengthSpec::Kind::lognormal);
    CHECK(stay.scale_is == LengthSpec::Scale::mean);
    CHECK(std::get<Name>(stay.scale.value).text == "change");
    CHECK(stay.shape == 1.4);
    CHECK(stay.source == "assumed");
    CHECK(stay.times.at(0).name.text == "sex");

    const LengthSpec fixed = process(model, "settle").after.value();
    CHECK(fixed.kind == LengthSpec::Kind::fixed);
    CHECK(fixed.scale_is == LengthSpec::Scale::length);
    CHECK(std::get<Number>(fixed.scale.value).value == 3);
    CHECK(std::get<Number>(fixed.scale.value).unit == "years");

    const LengthSpec empirical = process(model, "drift").after.value();
    CHECK(empirical.kind == LengthSpec::Kind::empirical);
    REQUIRE(empirical.lengths.size() == 2);
    CHECK(empirical.lengths[1].unit == "weeks");
    CHECK(empirical.weights == std::vector<double>{0.7, 0.3});
}

TEST_CASE("every distribution is read with its scale", "[io]") {
    const auto length = [](const std::string& text) {
        Files files = files_in_memory(
            {{"sources.yaml", sources_text},
             {"model.yaml", model_head + "processes: {p: {after: " + text + ", source: office}}\n"}});
        return read_model("model.yaml", files).processes.at(0).after.value();
    };
    CHECK(length("{exponential: {mean: 4 days}}").kind == LengthSpec::Kind::exponential);
    CHECK(length("{weibull: {shape: 1.5, scale: 2 years}}").scale_is == LengthSpec::Scale::scale);
    CHECK(length("{weibull: {shape: 1.5, mean: 2 years}}").scale_is == LengthSpec::Scale::mean);
    CHECK(length("{gamma: {shape: 2, mean: 5 days}}").shape == 2);
    CHECK(length("{lognormal: {median: 4 days, sd_log: 1.2}}").scale_is == LengthSpec::Scale::median);
    CHECK(length("{fixed: 30 days}").scale_is == LengthSpec::Scale::length);
    CHECK(std::get<Name>(length("{fixed: {table: t}}").scale.value).text == "t");
    CHECK(std::get<Number>(length("{fixed: {value: 3 days, source: assumed}}").scale.value).source ==
          "assumed");
}

TEST_CASE("mix, warm-up, layers, measures, payers and costs are read", "[io]") {
    const ModelSpec model = whole();
    CHECK(texts_of(model.mix.slow) == Lines{"frailty"});
    CHECK(texts_of(model.mix.fast) == Lines{"hospital"});
    CHECK(model.warm_up.length->unit == "years");
    CHECK(texts_of(model.warm_up.processes) == Lines{"fall"});
    REQUIRE(model.layers.size() == 2);
    CHECK(model.layers[0].title == "Frail");
    REQUIRE(model.measures.size() == 3);
    CHECK(model.measures[0].kind == MeasureSpec::Kind::people);
    CHECK(model.measures[0].who.any.empty());
    CHECK(model.measures[1].kind == MeasureSpec::Kind::days);
    CHECK(model.measures[1].who.any.size() == 1);
    CHECK(model.measures[2].kind == MeasureSpec::Kind::count);
    CHECK(texts_of(model.measures[2].counts) == Lines{"decline", "fall"});
    REQUIRE(model.payers.size() == 1);
    CHECK(model.payers[0].second == "Council");
    CHECK(model.costs.at(0).value.value == 420);
    CHECK(model.costs.at(0).value.unit == "gbp_2023_24");
    CHECK(model.costs.at(0).value.source == "office");
    CHECK(model.sources.at("office").publisher == "Statistics");
    CHECK(model.sources.at("office").year == "2024");
}

TEST_CASE("every part of a place is read", "[io]") {
    Files files = files_in_memory({{"p/place.yaml", R"(forestall: place
name: county
title: County
sources: sources.yaml
population: {file: people.csv, source: office}
boys_per_girl: {value: 1.053, source: office}
arrivals: {file: arrivals.csv, calendar: {years: {2024: 1, 2028: 0.9}}, source: assumed}
tables: {departures: {file: t.csv, by: [age], value: rate, unit: per_year, source: office}}
times: {birth: {value: 1.11, source: office}}
capacity: {beds: {value: 4470, unit: beds, source: office}}
)"},
                                   {"p/sources.yaml", sources_text},
                                   {"p/people.csv", "age,sex,imd,people\n30,male,1,2\n"},
                                   {"p/arrivals.csv", "people,sex,age\n0.5,male,30\n"},
                                   {"p/t.csv", "age,rate\n0,1\n"}});
    const PlaceSpec place = read_place("p/place.yaml", files);
    CHECK(place.name.text == "county");
    CHECK(texts_of(place.population.fixed) == Lines{"sex", "imd"});
    REQUIRE(place.population.rows.size() == 1);
    CHECK(place.population.rows[0].age == 30);
    CHECK(place.population.rows[0].states == Lines{"male", "1"});
    CHECK(place.population.rows[0].people == 2);
    CHECK(place.population.rows[0].line == 2);
    CHECK(place.boys_per_girl == 1.053);
    CHECK(place.arrivals.value().rows.at(0).people == 0.5);
    CHECK(place.arrivals_calendar.value().years.at(2028) == 0.9);
    CHECK(place.arrivals_calendar.value().source == "assumed");
    CHECK(place.tables.at(0).rows.size() == 1);
    CHECK(place.times.at(0).first.text == "birth");
    CHECK(place.times.at(0).second.value == 1.11);
    CHECK(place.capacity.at(0).second.unit == "beds");
    CHECK(place.sources.size() == 2);
}
