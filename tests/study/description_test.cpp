// Descriptions of studies: they name everything, name only sources that exist, and say what the files say.
#include <cctype>
#include <filesystem>
#include <set>
#include <string>

#include <fmt/format.h>

#include "sim/core/version.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/parameters.hpp"
#include "sim/study/description.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* shipped_studies[] = {"england-from-2011.yaml", "illness-death.yaml", "riskpaths.yaml",
                                           "sick-sicker.yaml"};

StudyFiles shipped(const std::string& study) {
    return read_study(std::filesystem::path{FORESTALL_SOURCE_DIR} / "scenarios/studies" / study);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool is_of_key(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':'; }

/// What stands in square brackets; brackets of free text have a backslash before them.
std::set<std::string> keys_in(const std::string& text) {
    std::set<std::string> keys;
    for (std::size_t at = text.find('['); at != std::string::npos; at = text.find('[', at + 1)) {
        if (at > 0 && text[at - 1] == '\\') continue;
        std::size_t end = at + 1;
        while (end < text.size() && is_of_key(text[end])) ++end;
        CAPTURE(text.substr(at, 60));
        REQUIRE(end < text.size());
        CHECK(text[end] == ']');
        keys.insert(text.substr(at + 1, end - at - 1));
    }
    return keys;
}

/// From a heading to the next of its level.
std::string section(const std::string& text, const std::string& heading) {
    const std::size_t from = text.find(heading + "\n");
    REQUIRE(from != std::string::npos);
    const std::string level = "\n" + heading.substr(0, heading.find(' ') + 1);
    const std::size_t to = text.find(level, from + 1);
    return text.substr(from, to == std::string::npos ? to : to - from);
}

std::size_t number_of(const std::string& part, const std::string& text) {
    std::size_t number = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++number;
    return number;
}

StudyText example() {
    StudyText text;
    text.model = R"(tracks:
  sex: {states: [female, male], title: Sex}
  health: {states: [well, very_ill], title: 'Health | *today*'}
propensities:
  unlucky: {shape: 0.8, source: assumed}
tables:
  mortality: {file: mortality.csv, by: [age, sex], value: rate, unit: per_year, source: assumed}
processes:
  falls_ill:
    title: Falls ill
    when: {health: well, age: {at_least: 18, below: 65}}
    rate: {by: age, unit: per_1000_per_year, breaks: [10, 40], values: [5, 12.5]}
    times: {propensity: unlucky, value: 1.5}
    then:
      stay: {health: very_ill, length: {lognormal: {mean: 30 days, sd_log: 0.8}}, afterwards: {health: well}}
      branch: [{chance: 0.2, then: {counts: seen_by_a_doctor}}]
    source: assumed
  death:
    title: Death
    rate: {table: mortality}
    times: {health: {very_ill: 3, otherwise: 1}}
    keep_mean: yes
    then: {life: dies}
    source: assumed
contacts:
  visits: {title: Visits, unit: visits, when: {health: very_ill}, rate: {value: 1, unit: per_week}, source: assumed}
pasts: {lives: 2000}
measures:
  people: {title: People, people: everyone}
  deaths: {title: Deaths, count: death}
payers: {nhs: The NHS}
costs:
  funeral: {of: deaths, payer: nhs, value: 1234.5, unit: gbp_2023_24, source: assumed}
)";
    text.people = "age,sex,people\n40,female,1000\n40,male,1500\n";
    text.tables["mortality.csv"] =
        "age,sex,rate\n0,female,0.005\n0,male,0.006\n70,female,0.05\n70,male,0.06\n";
    text.arms = "  today: {title: Today}\n  better: {title: Better, times: {falls_ill: 0.5}}\n";
    return text;
}

}  // namespace

TEST_CASE("a description names all that a shipped study has", "[study]") {
    for (const std::string study : shipped_studies) {
        const StudyFiles files = shipped(study);
        const std::string text = description_of(files);
        const std::string submodels = section(text, "### 7. Submodels");
        const auto is_told = [&](const std::string& where, const std::string& what) {
            CAPTURE(study, what);
            CHECK(has(where, what));
        };
        for (const auto& one : files.model.tracks) is_told(text, "(`" + one.name.text + "`) |");
        for (const auto& one : files.model.measures) is_told(text, "(`" + one.name.text + "`) |");
        for (const auto& one : files.model.layers) is_told(text, "(`" + one.name.text + "`) |");
        for (const auto& one : files.model.scores) is_told(text, "(`" + one.name.text + "`)");
        for (const auto& one : files.model.propensities) is_told(text, "| `" + one.name.text + "` | gamma");
        for (const auto& one : files.model.counters) is_told(text, "| `" + one.name.text + "` |");
        for (const auto& one : files.model.calendars) is_told(text, "| `" + one.name.text + "` |");
        for (const auto& one : files.study.arms) is_told(text, "(`" + one.name.text + "`) |");
        for (const auto& one : files.model.tables) is_told(text, "### `" + one.name.text + "`\n");
        for (const auto& one : files.place.tables) is_told(text, "### `" + one.name.text + "`\n");
        for (const auto& one : files.model.costs) is_told(submodels, "| `" + one.name.text + "` |");
        for (const auto& one : files.model.contacts) is_told(submodels, "(`" + one.name.text + "`)\n");
        for (const auto& one : files.model.processes) {
            is_told(section(text, "### 3. Process overview and scheduling"), "(`" + one.name.text + "`) |");
            is_told(submodels, "(`" + one.name.text + "`)\n");
        }
    }
}

TEST_CASE("every source that a description names is in its list", "[study]") {
    for (const std::string study : shipped_studies) {
        CAPTURE(study);
        StudyFiles files = shipped(study);
        const std::string text = description_of(files);
        const std::string sources = section(text, "### Sources");
        const std::set<std::string> keys = keys_in(text);
        CHECK_FALSE(keys.empty());
        for (const std::string& key : keys) {
            CAPTURE(key);
            CHECK(has(sources, "| [" + key + "] | "));
            const std::string own = key.substr(key.find(':') + 1);
            CHECK(files.model.sources.count(own) + files.place.sources.count(own) > 0);
        }
        for (const Parameter& parameter : parameters_of(files)) {
            CAPTURE(parameter.path, parameter.source);
            CHECK(keys.count(parameter.source) + keys.count("place:" + parameter.source) > 0);
        }
    }
}

TEST_CASE("a description leaves to the author only what the program cannot know", "[study]") {
    for (const std::string study : shipped_studies) {
        CAPTURE(study);
        const std::string text = description_of(shipped(study));
        CHECK(number_of("To be written", text) == 8);
        for (const std::string opening :
             {"whose decision it serves", "what has been observed", "Background", "Why these",
              "made from their sources", "that the authors made", "Why this number", "can be had"}) {
            CAPTURE(opening);
            CHECK(number_of(opening + ": *To be written by the author of the study.*", text) == 1);
        }
    }
}

TEST_CASE("a description has every section of ODD and every item of STRESS", "[study]") {
    const std::string text = description_of(read_text(example()));
    for (const std::string heading :
         {"### 1. Purpose and patterns", "### 2. Entities, state variables and scales",
          "### 3. Process overview and scheduling", "### 4. Design concepts", "### 5. Initialization",
          "### 6. Input data", "### 7. Submodels", "## STRESS checklist", "## Evidence", "### Sources",
          "## Tables of figures"})
        CHECK_THAT(text, ContainsSubstring("\n" + heading + "\n\n"));
    for (const std::string concept_name :
         {"Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
          "Interaction", "Stochasticity", "Collectives", "Observation"})
        CHECK_THAT(text, ContainsSubstring("\n**" + concept_name + ".** "));
    for (const std::string item :
         {"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "3.1",
          "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2",   "5.3",   "5.4",   "6.1"})
        CHECK_THAT(text, ContainsSubstring("\n| " + item + " | "));
}

TEST_CASE("a description begins with what was described by what", "[study]") {
    CHECK_THAT(description_of(read_text(example())),
               StartsWith(fmt::format("# Small study: description of the model\n\n"
                                      "Written by Forestall {} from the study `small`, its model `small` and "
                                      "its place `somewhere`. Everyone in it is synthetic.",
                                      version)));
}

TEST_CASE("a description says who people are and how many", "[study]") {
    const std::string text = description_of(read_text(example()));
    CHECK_THAT(text, ContainsSubstring("| Sex (`sex`) | female; male | fixed | drawn |\n"));
    CHECK_THAT(text,
               ContainsSubstring("| Health \\| \\*today\\* (`health`) | well; very ill | moves | well |\n"));
    CHECK_THAT(text, ContainsSubstring("| `unlucky` | gamma, mean 1, shape 0.8 (variance 1.25) [assumed] | "
                                       "none |\n"));
    CHECK_THAT(text,
               ContainsSubstring("The study begins with 2,500 people, read from `people.csv`, by age and "
                                 "sex [assumed]. Birthdays are spread evenly over the year of age."));
    CHECK_THAT(text,
               ContainsSubstring("A kind is a combination of sex. Of each kind a cohort of 2,000 lives"));
    CHECK_THAT(text,
               ContainsSubstring("**Time** runs in whole minutes, from the beginning of 2024-01-01 to the "
                                 "beginning of 2034-01-01."));
    CHECK_THAT(text, ContainsSubstring("| Better (`better`) | `falls_ill` times 0.5 |\n"));
}

TEST_CASE("a description lists processes in short", "[study]") {
    const std::string text = description_of(read_text(example()));
    CHECK_THAT(text,
               ContainsSubstring(
                   "| Falls ill (`falls_ill`) | health is 'well', and age is from 18 to below 65 | 5 to "
                   "12.5 per 1,000 people a year, by age [assumed] | own tendency `unlucky` and 1.5 | "
                   "health is 'very ill' for a time; by chance one of 2 ways on |\n"));
    CHECK_THAT(text,
               ContainsSubstring("| Death (`death`) | everyone | table `mortality` (by age and sex, a year) "
                                 "[assumed], kept on average | health | the person dies |\n"));
}

TEST_CASE("a description writes a process out to the end of its stays and branches", "[study]") {
    const std::string text = description_of(read_text(example()));
    CHECK_THAT(text, ContainsSubstring(R"(##### Falls ill (`falls_ill`)

- **To whom:** health is 'well', and age is from 18 to below 65
- **Rate:** per 1,000 people a year, by age (below 10: 0; from 10: 5; from 40: 12.5) [assumed]
- **Multiplied by:**
  - own tendency `unlucky`
  - 1.5 [assumed]
- **In arm:** `better`, times 0.5
- **What happens:**
  - health is 'very ill' for a stay of: lognormal, mean 30 days [assumed], standard deviation of the logarithm 0.8 [assumed]; at its end:
    - health becomes 'well'
  - one of these, by one draw:
    - with chance 0.2 [assumed]: counted as `seen_by_a_doctor`
    - otherwise: nothing more
)"));
    CHECK_THAT(text, ContainsSubstring(R"(- **Multiplied by:**
  - health (very ill: 3; otherwise: 1) [assumed]
- **What happens:**
  - the person dies
)"));
}

TEST_CASE("a description has contacts, costs and the figures of tables", "[study]") {
    const std::string text = description_of(read_text(example()));
    CHECK_THAT(text, ContainsSubstring(R"(##### Visits (`visits`)

- **Whose:** health is 'very ill'
- **What is counted:** visits
- **Rate:** 1 a week [assumed]
)"));
    CHECK_THAT(text, ContainsSubstring(
                         "| `funeral` | `deaths` | The NHS (`nhs`) | 1,234.5 `gbp_2023_24` [assumed] |\n"));
    CHECK_THAT(text,
               ContainsSubstring("| `mortality` | `mortality.csv` | age and sex | rate, a year | 4 rows, "
                                 "0.005 to 0.06 | [assumed] |\n"));
    CHECK_THAT(text, ContainsSubstring("| From age | female | male |\n| --- | --- | --- |\n"
                                       "| 0 | 0.005 | 0.006 |\n| 70 | 0.05 | 0.06 |\n"));
}

TEST_CASE("a description counts parameters by grade and by source", "[study]") {
    StudyFiles files = read_text(example());
    const std::size_t parameters = parameters_of(files).size();
    REQUIRE(parameters == 10);
    const std::string text = description_of(files);
    CHECK_THAT(text, ContainsSubstring("Model and place have 10 parameters: "));
    CHECK_THAT(text, ContainsSubstring("| seen | read in the source itself | 0 | 0% |\n"));
    CHECK_THAT(text, ContainsSubstring("| assumed | judgement | 10 | 100% |\n"));
    CHECK_THAT(text, ContainsSubstring("| [assumed] | assumed | 10 | Made up for a test |\n"));
}

TEST_CASE("a description takes the place's own version of a table", "[study]") {
    StudyText text = example();
    text.place = "tables:\n  mortality: {file: local.csv, by: [sex], value: rate, unit: per_1000_per_year, "
                 "source: assumed}\n"
                 "times: {falls_ill: {value: 1.1, source: assumed}}\n";
    text.tables["local.csv"] = "sex,rate\nfemale,7\nmale,8\n";
    const std::string described = description_of(read_text(text));
    CHECK_THAT(described, ContainsSubstring("- **Rate:** table `mortality` (by sex, per 1,000 people a year) "
                                            "[assumed]\n"));
    CHECK_THAT(described, ContainsSubstring("| sex | rate |\n| --- | --- |\n| female | 7 |\n| male | 8 |\n"));
    CHECK_THAT(described, ContainsSubstring("- **In this place:** times 1.1 [assumed]\n"));
    CHECK_FALSE(has(described, "mortality.csv"));
}

TEST_CASE("a description shows every tenth year of a long table", "[study]") {
    StudyText text = example();
    std::string rows = "age,sex,rate\n";
    for (int age = 0; age < 100; ++age) rows += fmt::format("{0},female,0.{0:02}\n{0},male,0.5\n", age);
    text.tables["mortality.csv"] = rows;
    const std::string described = description_of(read_text(text));
    CHECK_THAT(described, ContainsSubstring("Every tenth year of age; the file has 100 ages.\n\n"
                                            "| From age | female | male |\n| --- | --- | --- |\n"
                                            "| 0 | 0 | 0.5 |\n| 10 | 0.1 | 0.5 |\n"));
    CHECK_FALSE(has(described, "| 11 | 0.11 | 0.5 |"));
}

TEST_CASE("a description is the same each time and names no folder of the machine", "[study]") {
    const StudyFiles files = shipped("england.yaml");
    const std::string text = description_of(files);
    CHECK(text == description_of(files));
    CHECK_FALSE(has(text, FORESTALL_SOURCE_DIR));
    CHECK(text.ends_with("|\n"));
}

TEST_CASE("every table of a description has as many cells in each row", "[study]") {
    const std::string text = description_of(shipped("england.yaml"));
    std::size_t cells = 0;  // of the table at hand; 0: none
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = text.find('\n', from);
        const std::string line = text.substr(from, to - from);
        from = to + 1;
        if (!line.starts_with("|")) {
            cells = 0;
            continue;
        }
        const std::size_t here = number_of("|", line) - number_of("\\|", line);
        CAPTURE(line);
        if (cells != 0) CHECK(here == cells);
        cells = here;
    }
}
