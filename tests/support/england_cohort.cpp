#include "tests/support/england_cohort.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "sim/io/read_study.hpp"
#include "tests/support/life_log.hpp"

namespace forestall::testing {

namespace {

constexpr int ages = 101;  // the last is open
constexpr const char* top = FORESTALL_SOURCE_DIR "/scenarios/";

using ByFifth = std::array<std::array<std::array<double, 5>, 2>, ages>;  // [age][sex][fifth]

std::string newborns(int people) {
    std::string text = "age,sex,imd,people\n";
    for (const char* sex : {"female", "male"})
        for (int fifth = 1; fifth <= 5; ++fifth)
            text +=
                std::string("0,") + sex + "," + std::to_string(fifth) + "," + std::to_string(people) + "\n";
    return text;
}

std::string with_lasting_mortality(std::string model) {
    const std::string moving = "longer_lives: {yearly_change: {table: mortality_improvement}";
    const auto at = model.find(moving);
    if (at == std::string::npos)
        throw std::runtime_error("the England model no longer has the calendar that this test holds still");
    return model.replace(at, moving.size(), "longer_lives: {yearly_change: 0");
}

/// Rows of a CSV file without comments and header.
std::vector<std::vector<std::string>> rows_of(const std::string& file) {
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error("cannot read " + file);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(stream, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream fields(line);
        rows.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
    }
    rows.erase(rows.begin());
    return rows;
}

/// England's people: the share of each fifth among those of an age and sex.
ByFifth shares_of_fifths() {
    ByFifth shares{};
    for (const auto& row : rows_of(std::string(top) + "places/england/population.csv")) {
        const int age = std::min(std::atoi(row.at(0).c_str()), ages - 1);
        shares[static_cast<std::size_t>(age)][row.at(1) == "male"]
              [static_cast<std::size_t>(std::atoi(row.at(2).c_str()) - 1)] += std::atof(row.at(3).c_str());
    }
    for (auto& age : shares)
        for (auto& sex : age) {
            double sum = 0;
            for (const double one : sex) sum += one;
            for (double& one : sex) one /= sum;
        }
    return shares;
}

/// Years left at exact age `from`, hazards constant within each year of age.
double expectation(const std::vector<double>& hazards, int from) {
    double alive = 1, years = 0;
    for (int age = from; age < ages - 1; ++age) {
        const double m = hazards[static_cast<std::size_t>(age)], survives = std::exp(-m);
        years += alive * (m > 0 ? (1 - survives) / m : 1);
        alive *= survives;
    }
    return years + alive / hazards.back();
}

}  // namespace

StudyFiles england_cohorts(int people) {
    const std::string study = std::string(top) + "studies/cohorts.yaml",
                      place = std::string(top) + "places/cohorts/";
    const std::map<std::string, std::string> made{
        {study, "forestall: study\nname: cohorts\ntitle: Cohorts from birth\nmodel: "
                "../models/england/model.yaml\nplace: ../places/cohorts/place.yaml\n"
                "start: 2000-01-01\nend: 2118-01-01\nwindow: none\narms:\n  today: {title: Today}\n"},
        {place + "place.yaml",
         "forestall: place\nname: cohorts\ntitle: Cohorts from birth\nsources: ../../evidence/sources.yaml\n"
         "population: {file: population.csv, source: ons_mye_2024}\n"
         "tables:\n  departures: {file: departures.csv, by: [age, sex], value: rate, unit: per_year, source: "
         "ons_mye_2024}\n"},
        {place + "population.csv", newborns(people)},
        {place + "departures.csv", "age,sex,rate\n0,female,0\n0,male,0\n"},
    };
    Files files([&](const std::filesystem::path& path, std::size_t largest) {
        const auto written = made.find(path.generic_string());
        if (written != made.end()) return Loaded{written->second, {}};
        Loaded loaded = load_text(path, largest);
        if (path.filename() == "model.yaml") loaded.text = with_lasting_mortality(loaded.text);
        return loaded;
    });
    return read_study(study, files);
}

std::array<Expectation, 2> simulated_expectation(const SmallStudy& cohorts) {
    ByFifth deaths{}, years{};
    const auto sex_at = static_cast<std::size_t>(cohorts.model.factor_named("sex")),
               fifth_at = static_cast<std::size_t>(cohorts.model.factor_named("imd"));
    for_each_life(cohorts, {0, {}, false, false}, [&](const LifeLog& log) {
        const auto sex = static_cast<std::size_t>(log.first[sex_at]),
                   fifth = static_cast<std::size_t>(log.first[fifth_at]);
        const auto in_years = [&](Minutes t) {
            return static_cast<double>(t - log.birth) / minutes_per_year;
        };
        const double from = in_years(0), to = in_years(std::min(log.gone_at, cohorts.calendar.horizon()));
        for (int age = 0; age < ages; ++age)
            years[static_cast<std::size_t>(age)][sex][fifth] +=
                std::max(0.0, std::min(to, age + 1 < ages ? age + 1.0 : 1e9) - std::max(from, double(age)));
        if (log.died)
            ++deaths[static_cast<std::size_t>(std::min(static_cast<int>(to), ages - 1))][sex][fifth];
    });
    const ByFifth shares = shares_of_fifths();
    std::array<Expectation, 2> found;
    for (std::size_t sex = 0; sex < 2; ++sex) {
        std::vector<double> hazards;
        for (std::size_t age = 0; age < ages; ++age) {
            double hazard = 0;
            for (std::size_t fifth = 0; fifth < 5; ++fifth)
                if (years[age][sex][fifth] > 0)
                    hazard += shares[age][sex][fifth] * deaths[age][sex][fifth] / years[age][sex][fifth];
            hazards.push_back(hazard);
        }
        found[sex] = {expectation(hazards, 0), expectation(hazards, 65)};
    }
    return found;
}

std::array<Expectation, 2> published_expectation() {
    std::array<Expectation, 2> found;
    for (const auto& row : rows_of(std::string(top) + "models/england/tables/life_table.csv")) {
        Expectation& of = found[row.at(1) == "male"];
        if (row.at(0) == "0") of.at_birth = std::atof(row.at(3).c_str());
        if (row.at(0) == "65") of.at_65 = std::atof(row.at(3).c_str());
    }
    return found;
}

}  // namespace forestall::testing
