// A whole study of some hundred made-up people in a folder of its own, which a test may spoil.
#pragma once

#include <map>
#include <stdexcept>
#include <string>

#include "tests/io/safe_file_folder.hpp"

namespace forestall::testing {

/// Runs in a tenth of a second. Every file is right until `change` is called.
class TinyStudy : public TestFolder {
  public:
    TinyStudy() {
        for (const auto& [name, text] : files()) put(*this / name, text);
    }

    /// Replaces the one place where `from` stands in a file.
    void change(const std::string& name, const std::string& from, const std::string& to) {
        std::string text = content_of(*this / name);
        const std::size_t at = text.find(from);
        if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
            throw std::logic_error("'" + from + "' does not stand once in " + name);
        put(*this / name, text.replace(at, from.size(), to));
    }

    /// Many people, each with much to do: a run of about a minute.
    void make_long() {
        put(*this / "population.csv", "age,sex,people\n20,female,60000\n20,male,60000\n");
        change("model.yaml", "value: 0.02, unit: per_year", "value: 1, unit: per_day");
        change("model.yaml", "    when: {frailty: fit}\n", "");
    }

    /// Files that the run put into the folder, hidden ones too.
    std::vector<std::string> added() const {
        std::vector<std::string> found;
        for (const std::string& name : names())
            if (files().count(name) == 0) found.push_back(name);
        return found;
    }

  private:
    static const std::map<std::string, std::string>& files() {
        static const std::map<std::string, std::string> all{
            {"study.yaml", R"(forestall: study
name: tiny
title: Tiny to 2041
model: model.yaml
place: place.yaml
start: 2024-07-01
end: 2041-01-01
window: month
strata: [age, sex]
age_bands: [0, 65]
seed: 1
replicates: 1
arms:
  today: {title: Today}
)"},
            {"model.yaml", R"(forestall: model
name: tiny
title: Tiny
sources: sources.yaml
tracks:
  sex: [female, male]
  frailty: [fit, frail]
tables:
  mortality: {file: mortality.csv, by: [age, sex], value: rate, unit: per_year, source: made_up}
processes:
  death:
    title: Death
    rate: {table: mortality}
    times: {frailty: {fit: 1, frail: 2}}
    then: {life: dies}
    source: made_up
  becomes_frail:
    title: Becomes frail
    when: {frailty: fit}
    rate: {value: 0.02, unit: per_year}
    then: {branch: [{chance: 0.9, then: {frailty: frail}}]}
    source: made_up
mix: {slow: [frailty]}
measures:
  population: {title: Population, people: everyone}
  deaths: {title: Deaths, count: death}
)"},
            {"place.yaml", R"(forestall: place
name: hamlet
title: Hamlet
sources: sources.yaml
population: {file: population.csv, source: made_up}
boys_per_girl: {value: 1.05, source: made_up}
)"},
            {"sources.yaml", R"(forestall: sources
sources:
  made_up: {title: Made up for a test, grade: assumed}
)"},
            {"mortality.csv", R"(# Made up
age,sex,rate
0,female,0.005
0,male,0.006
60,female,0.03
60,male,0.04
)"},
            {"population.csv", R"(age,sex,people
0,female,100
0,male,100
40,female,100
40,male,100
70,female,100
70,male,100
)"},
        };
        return all;
    }
};

}  // namespace forestall::testing
