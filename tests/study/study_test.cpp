#include "sim/study/study.hpp"

#include "sim/core/errors.hpp"
#include "sim/core/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/support/open_model.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

Results run_with(const SmallStudy& study, const StudySettings& settings) {
    SerialExecutor serial;
    return run_study(study.files, study.model, settings, serial).results;
}

}  // namespace

TEST_CASE("a year's flows are the sum of its months, and its stocks those of December", "[study]") {
    const SmallStudy study(open_model());  // 2024-03-10 to 2028-04-20: whole years 2025, 2026 and 2027
    const Results results = study.results();
    REQUIRE(std::get<std::vector<std::int32_t>>(axis(results, "year").labels) ==
            std::vector<std::int32_t>{2025, 2026, 2027});
    REQUIRE(results.yearly.size() == results.monthly.size());
    for (const auto& yearly : results.yearly) {
        CAPTURE(yearly.name);
        const Variable& monthly = variable(results.monthly, yearly.name);
        const bool stock = yearly.cell_note == "number at the period's end";
        const auto years = as_numbers(yearly), months = as_numbers(monthly);
        const std::size_t width = years.size() / 3;
        REQUIRE(months.size() == width * static_cast<std::size_t>(study.calendar.months()));
        for (std::size_t year = 0; year < 3; ++year)
            for (std::size_t i = 0; i < width; ++i) {
                double sum = 0;
                for (std::size_t m = 0; m < 12; ++m)
                    sum = (stock ? 0 : sum) + months[(10 + 12 * year + m) * width + i];
                CHECK(years[year * width + i] == Approx(sum).margin(1e-9));
            }
    }
    CHECK(total(results, "admissions") > 1000);
}

TEST_CASE("a run without a whole calendar year has no yearly results", "[study]") {
    StudyText text = open_model();
    text.end = "2024-12-31";
    const Results results = SmallStudy(text).results();
    CHECK(results.yearly.empty());
    CHECK_THROWS(axis(results, "year"));
    CHECK(total(results, "admissions") > 100);
}

TEST_CASE("a cost is its measure times the unit cost, by payer", "[study]") {
    const SmallStudy study(open_model());
    const Results results = study.results();
    const auto payers = sums_by(results, variable(results.monthly, "cost"), "payer");
    REQUIRE(std::get<std::vector<std::string>>(axis(results, "payer").labels) ==
            std::vector<std::string>{"nhs", "council"});
    CHECK(payers[0] == Approx(1400 * total(results, "admissions") + 420 * total(results, "bed_days") +
                              30 * total(results, "gp_visits"))
                           .epsilon(1e-9));
    CHECK(payers[1] > 1e6);
}

TEST_CASE("a cost by person and year is person-time times the unit cost", "[study]") {
    // Everybody from the start to the end: 100 people, ten years of which two in the state from exactly two
    // years on.
    StudyText text;
    text.model = R"(tracks: {care: [none, home, hospice]}
processes:
  enters: {when: {care: none}, after: 2 years, then: {care: home}, source: assumed}
  moves: {when: {care: home}, after: 2 years, then: {care: hospice}, source: assumed}
  tooth: {rate: {value: 1, unit: per_year}, source: assumed}
measures: {teeth: {count: tooth}, residents: {people: {care: home}}, days_at_home: {days: {care: home}}}
payers: {council: Council}
costs: {place: {of: residents, payer: council, value: 1000, unit: gbp_2023_24, source: assumed}}
)";
    text.people = "age,people\n80,100\n";
    const Results results = SmallStudy(text).results();
    CHECK(total(results, "cost") == Approx(100 * 2 * 1000.0).epsilon(1e-12));
    CHECK(total(results, "days_at_home") == Approx(100 * 2 * 365.25).epsilon(1e-12));
}

TEST_CASE("moves between layers balance the number of people in each", "[study]") {
    StudyText text = open_model();
    text.study = "strata: [layer]\nseed: 7\n";
    const SmallStudy study(text);
    const Results results = study.results();
    const auto in_layer = [&](const char* measure) { return as_numbers(variable(results.monthly, measure)); };
    const auto people = in_layer("population"), births = in_layer("births"), arrivals = in_layer("arrivals"),
               deaths = in_layer("deaths"), departures = in_layer("departures");
    const std::vector<std::string> layers{"high", "rising", "general"};
    double moves = 0;
    for (std::size_t month = 1; month < people.size() / 3; ++month)
        for (std::size_t l = 0; l < 3; ++l) {
            const std::size_t at = month * 3 + l;
            double expected = people[at - 3] + births[at] + arrivals[at] - deaths[at] - departures[at];
            for (const double left : {0, 1, 2})
                expected +=
                    in_layer(("moves_to_" + layers[l])
                                 .c_str())[month * 3 + static_cast<std::size_t>(left)];  // by the layer left
            for (std::size_t to = 0; to < 3; ++to) {
                const double out = in_layer(("moves_to_" + layers[to]).c_str())[at];
                expected -= out;
                moves += out;
            }
            CHECK(people[at] == expected);
        }
    CHECK(moves > 1000);
}

TEST_CASE("each replicate has luck of its own, the same in every arm", "[study]") {
    StudyText text = open_model();
    text.study += "replicates: 3\n";
    text.arms = "  today: {title: Today}\n  again: {title: Again}\n";
    const SmallStudy study(text);
    const Results results = study.results();
    const auto values = as_numbers(variable(results.monthly, "admissions"));
    const std::size_t block = values.size() / 6;
    const auto part = [&](std::size_t arm, std::size_t replicate) {
        const auto from = values.begin() + static_cast<std::ptrdiff_t>((arm * 3 + replicate) * block);
        return std::vector<double>(from, from + static_cast<std::ptrdiff_t>(block));
    };
    for (std::size_t replicate = 0; replicate < 3; ++replicate) {
        CHECK(part(0, replicate) == part(1, replicate));
        CHECK(part(0, replicate) != part(0, (replicate + 1) % 3));
    }
}

TEST_CASE("a study of more replicates begins with those of a study of fewer", "[study]") {
    const SmallStudy study(open_model());
    StudySettings settings;
    const auto one = as_numbers(variable(run_with(study, settings).monthly, "admissions"));
    settings.replicates = 3;
    const auto three = as_numbers(variable(run_with(study, settings).monthly, "admissions"));
    REQUIRE(three.size() == 3 * one.size());
    CHECK(std::equal(one.begin(), one.end(), three.begin()));
}

TEST_CASE("provenance names version, seed and the digest of every file read", "[study]") {
    const SmallStudy study(open_model());
    const auto facts = study.results().provenance;
    for (const char* name : {"version", "seed", "study", "model", "place", "study_text", "model_text",
                             "place_text", "hash", "files"}) {
        CAPTURE(name);
        REQUIRE(facts.contains(name));
        CHECK_FALSE(facts.at(name).empty());
    }
    CHECK(facts.at("seed") == "7");
    for (const auto& [path, text] : study.files.texts)
        CHECK_THAT(facts.at("files"), Catch::Matchers::ContainsSubstring(sha256(text) + "  " + path + "\n"));
    CHECK_THAT(facts.at("files"), Catch::Matchers::ContainsSubstring("mortality.csv"));
    CHECK(facts.at("model_text").find("longer_lives") != std::string::npos);
}

TEST_CASE("an arm that changes what has no rate is told so, with the nearest name", "[study]") {
    StudyText text = open_model();
    text.arms = "  today: {title: Today}\n  fewer: {title: Fewer, times: {admision: 0.5, finds_work: 2}}\n";
    const StudyFiles files = read_text(text);
    const Model model = prepare(files);
    SerialExecutor serial;
    try {
        run_study(files, model, {}, serial);
        FAIL("no error");
    } catch (const InputError& error) {
        REQUIRE(error.problems().size() == 2);
        CHECK(error.problems()[0].what == "arm 'fewer' changes 'admision', which has no rate");
        CHECK(error.problems()[0].remedy == "did you mean 'admission'?");
        CHECK(error.problems()[1].what == "arm 'fewer' changes 'finds_work', which has no rate");
    }
}

TEST_CASE("a contact whose mean is kept is counted at its rate, however much more the ill have", "[study]") {
    // 5 a year for all together, the ill four times as many as the well. Only who is ill is drawn: 20,000
    // people, a third of them ill, make a standard error of the mean of 5 x 0.7 / 2 / sqrt(20,000) = 0.012;
    // limit 5 errors.
    StudyText text;
    text.model =
        "tracks: {health: [well, ill]}\nprocesses:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.05, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  recovers: {when: {health: ill}, rate: {value: 0.1, unit: per_year}, then: {health: well}, "
        "source: assumed}\n"
        "contacts:\n  visits: {title: Visits, unit: visits, rate: {by: age, unit: per_year, breaks: "
        "[0, 40, 41], values: [5, 5, 5]}, times: {health: {well: 1, ill: 4}}, keep_mean: yes, source: "
        "assumed}\n"
        "mix: {slow: [health]}\nmeasures: {population: {people: everyone}, days: {days: everyone}}\n";
    text.people = "age,people\n60,20000\n";
    const Results results = SmallStudy(text).results();
    const double years = total(results, "days") / 365.25;
    CHECK(total(results, "visits") / years == Approx(5).margin(0.06));
}
