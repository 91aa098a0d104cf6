// Pasts: lives lived beforehand, which people at the start and those who move in take over.
#include "sim/engine/pasts.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "tests/catch.hpp"
#include "tests/support/life_log.hpp"
#include "tests/support/small_study.hpp"
#include "tests/support/sums.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// Two states, in and out at constant rates, and a track of the sexes that nothing changes.
StudyText two_states(const std::string& more = "") {
    StudyText text;
    text.model =
        "tracks: {sex: [female, male], health: [well, ill]}\nprocesses:\n"
        "  falls_ill: {when: {health: well}, rate: {value: 0.08, unit: per_year}, then: {health: ill}, "
        "source: assumed}\n"
        "  recovers: {when: {health: ill}, rate: {value: 0.12, unit: per_year}, then: {health: well}, "
        "source: assumed}\n" +
        more +
        "pasts: {lives: 1500}\n"
        "measures: {population: {people: everyone}, ill: {people: {health: ill}}}\n";
    text.people = "age,sex,people\n0,female,500\n5,female,3000\n20,male,3000\n50,female,3000\n";
    return text;
}

}  // namespace

TEST_CASE("states at the start are those that lives of that age have reached", "[engine]") {
    // p' = a (1 - p) - b p, so p(x) = a / (a + b) (1 - exp(-(a + b) x)), averaged over the year of age. The
    // shares rest on 1,500 lives a year and kind (not independent from year to year): standard error 0.0126
    // at most; 4.5 of them.
    const SmallStudy study(two_states());
    const Streams streams(3, 0);
    const Life life(study.model, study.arms[0], streams, study.calendar);
    const StartingPeople people(study.files.place, study.model, streams, 1);
    const auto memory = std::make_unique<std::byte[]>(study.model.layout.stride);
    const Record record(memory.get(), study.model.layout);
    const auto health = static_cast<std::size_t>(study.model.factor_named("health"));
    const auto share_ill = [&](std::uint64_t first, std::uint64_t last) {
        double ill = 0;
        for (std::uint64_t i = first; i < last; ++i) {
            life.begin(record, people.person(i));
            ill += record.factors()[health] == study.state("health", "ill");
        }
        return ill / static_cast<double>(last - first);
    };
    const auto expected = [](double age) {
        const double s = 0.2;
        return 0.4 * (1 - (std::exp(-s * age) - std::exp(-s * (age + 1))) / s);
    };
    CHECK(std::abs(share_ill(0, 500) - expected(0)) < 4.5 * 0.009 + 4.5 * 0.009);
    CHECK(std::abs(share_ill(500, 3500) - expected(5)) < 4.5 * 0.0155);
    CHECK(std::abs(share_ill(3500, 6500) - expected(20)) < 4.5 * 0.0155);
    CHECK(std::abs(share_ill(6500, 9500) - expected(50)) < 4.5 * 0.0155);
}

TEST_CASE("nothing jumps at the start: recent use, time since and stays go on", "[engine]") {
    // Somebody in hospital cannot be admitted; admissions depend on those of the last year and on time since
    // illness began; the ill do not die sooner, so a stationary age keeps its rates. Events of the first
    // three years within 4.5 standard errors of their mean (40,000 people, some 14,000 admissions a year),
    // the first two months within 4.5 of a sixth of it.
    StudyText text = two_states(
        "  admission:\n"
        "    when: {hospital: out}\n"
        "    rate: {value: 0.2, unit: per_year}\n"
        "    times: {lately: {\"0\": 1, otherwise: 3}, since: {since: health, breaks: [1], values: [2, 1]}}\n"
        "    then: {stay: {hospital: inpatient, length: {fixed: 60 days}, afterwards: {hospital: out}}}\n"
        "    source: assumed\n");
    text.model.replace(text.model.find("health: [well, ill]"), 19,
                       "health: [well, ill], hospital: [out, inpatient]");
    text.model += "counters: {lately: {counts: admission, window: 12 months, up_to: 1}}\n";
    text.model.replace(text.model.find("measures: {"), 11, "measures: {admissions: {count: admission}, ");
    text.people = "age,sex,people\n60,female,40000\n";
    text.start = "2023-01-01", text.end = "2026-01-01";
    const SmallStudy study(text);
    const std::vector<double> admissions = by_month(study.results(), "admissions");
    REQUIRE(admissions.size() == 36);
    const auto sum = [&](int from, int to) {
        double all = 0;
        for (int month = from; month < to; ++month) all += admissions[static_cast<std::size_t>(month)];
        return all;
    };
    const double mean = sum(0, 36) / 3;
    REQUIRE(mean > 5000);
    for (int year = 0; year < 3; ++year)
        CHECK(std::abs(sum(12 * year, 12 * year + 12) - mean) < 9 * std::sqrt(mean));
    CHECK(std::abs(sum(0, 2) - mean * 59 / 365.25) < 4.5 * std::sqrt(mean / 6) + 0.02 * mean / 6);
}

TEST_CASE("a mean that is kept is kept over the lives that were lived", "[engine]") {
    // Death is five times as likely for the ill; its rate is that of the average person. Deaths of the first
    // year over person-years: 60,000 people of 70, 3,000 deaths expected; 4.5 standard errors and 2% for
    // those of the 1,500 lives.
    StudyText text =
        two_states("  death:\n"
                   "    rate: {by: age, unit: per_year, breaks: [0, 70, 71], values: [0.05, 0.05, 0.05]}\n"
                   "    times: {health: {well: 1, ill: 5}}\n"
                   "    keep_mean: yes\n"
                   "    then: {life: dies}\n"
                   "    source: assumed\n");
    text.model.replace(text.model.find("measures: {"), 11, "measures: {deaths: {count: death}, ");
    text.people = "age,sex,people\n70,female,30000\n70,male,30000\n";
    text.start = "2023-01-01", text.end = "2024-01-01";
    const SmallStudy study(text);
    const double deaths = total(study.results(), "deaths");
    const double expected = 60000 * (1 - std::exp(-0.05));
    CHECK(std::abs(deaths - expected) < 4.5 * std::sqrt(expected) + 0.02 * expected);
}

TEST_CASE("pasts are the same on any executor", "[engine]") {
    const StudyFiles files = read_text(two_states());
    const Model one = prepare(files);
    struct Backwards final : Executor {
        int workers() const override { return 1; }
        void for_each(int pieces, const std::function<void(int, int)>& work) override {
            for (int piece = pieces; piece-- > 0;) work(piece, 0);
        }
    } backwards;
    const Model other = prepare(files, backwards);
    REQUIRE(one.pasts.lives() == 1500);
    bool same = true;
    for (const std::size_t kind : {0u, 1u})
        for (std::size_t year = 0; year < one.pasts.years(); year += 10)
            for (std::size_t i = 0; i < one.pasts.lives(); ++i)
                same = same && std::ranges::equal(one.pasts.at(kind, year, i), other.pasts.at(kind, year, i));
    CHECK(same);
}

TEST_CASE("pasts and a mix are two answers to one question", "[engine]") {
    StudyText text = two_states();
    text.model += "mix: {slow: [health]}\n";
    CHECK_THROWS_WITH(SmallStudy(text), Catch::Contains("both 'pasts' and 'mix'"));
}
