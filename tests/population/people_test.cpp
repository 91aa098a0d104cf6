#include "sim/population/people.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "tests/catch.hpp"
#include "tests/support/distances.hpp"
#include "tests/support/open_model.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

/// The open model's people, before anybody lives.
struct Place {
    SmallStudy study{open_model()};
    Streams streams{7, 0};
    StartingPeople people{study.files.place, study.model, streams, 1};
};

bool same(const Newcomer& a, const Newcomer& b) {
    return a.key == b.key && a.time == b.time && a.birth == b.birth && a.how == b.how &&
           a.factors == b.factors;
}

}  // namespace

TEST_CASE("people at the start are as many and of the kinds that the file says", "[population]") {
    const Place place;
    REQUIRE(place.people.size() == 19 * 4 * 20);
    std::map<std::tuple<int, int, int>, int> kinds;
    const auto sex = static_cast<std::size_t>(place.study.model.factor_named("sex")),
               region = static_cast<std::size_t>(place.study.model.factor_named("region"));
    for (std::uint64_t i = 0; i < place.people.size(); ++i) {
        const Newcomer person = place.people.person(i);
        CHECK(person.key == i + 1);
        const double age = -static_cast<double>(person.birth) / minutes_per_year;
        ++kinds[{static_cast<int>(std::floor(age + 1e-9)), person.factors[sex], person.factors[region]}];
    }
    CHECK(kinds.size() == 19 * 4);
    for (const auto& [kind, people] : kinds) {
        CHECK(std::get<0>(kind) % 5 == 0);
        CHECK(people == 20);
    }
}

TEST_CASE("birthdays are spread evenly over the year of age", "[population]") {
    // 1,520 people: Kolmogorov-Smirnov at level 0.001, limit 0.05; a spread over only nine tenths of a year
    // is found with power 0.99.
    const Place place;
    std::vector<double> parts;
    for (std::uint64_t i = 0; i < place.people.size(); ++i) {
        const double age = -static_cast<double>(place.people.person(i).birth) / minutes_per_year;
        parts.push_back(age - std::floor(age / 5) * 5);
    }
    CHECK(kolmogorov_distance(parts, [](double part) { return std::min(part, 1.0); }) <
          kolmogorov_limit(parts.size()));
}

TEST_CASE("people join at the start of the warm-up, or at their birth when that is later", "[population]") {
    const Place place;
    REQUIRE(place.study.model.warm_up == minutes_per_year);
    int infants = 0;
    for (std::uint64_t i = 0; i < place.people.size(); ++i) {
        const Newcomer person = place.people.person(i);
        CHECK(person.time == std::max(person.birth, -minutes_per_year));
        CHECK(person.how == Newcomer::How::is_here);
        infants += person.birth > -minutes_per_year;
    }
    CHECK(infants == 80);
}

TEST_CASE("a person of a sample is the same person in the whole", "[population]") {
    const Place place;
    const StartingPeople sampled(place.study.files.place, place.study.model, place.streams, 0.3);
    REQUIRE(sampled.size() == place.people.size());
    const auto chosen_of = [](const StartingPeople& people, std::uint64_t first, std::uint64_t last) {
        std::vector<std::uint64_t> chosen;
        people.choose(first, last, chosen);
        return chosen;
    };
    const std::uint64_t all = sampled.size();
    const auto chosen = chosen_of(sampled, 0, all);
    CHECK(chosen_of(place.people, 0, all).size() == all);
    for (const auto i : chosen) CHECK(same(sampled.person(i), place.people.person(i)));
    // Binomial with mean 456 and standard deviation 17.9: five of them.
    CHECK(std::abs(static_cast<int>(chosen.size()) - 456) < 90);
    // Whoever asks for a part gets that part.
    auto parts = chosen_of(sampled, 0, 7);
    for (const auto i : chosen_of(sampled, 7, 1001)) parts.push_back(i);
    for (const auto i : chosen_of(sampled, 1001, all)) parts.push_back(i);
    CHECK(parts == chosen);
    // A larger sample holds the smaller one.
    const StartingPeople larger(place.study.files.place, place.study.model, place.streams, 0.6);
    const auto more = chosen_of(larger, 0, all);
    CHECK(std::includes(more.begin(), more.end(), chosen.begin(), chosen.end()));
    // A place in the list of groups that was remembered does not matter.
    std::size_t group = 0;
    for (const std::uint64_t i : {all - 1, std::uint64_t{0}, all / 2, all / 2 + 1})
        CHECK(same(sampled.person(i, group), sampled.person(i)));
}

TEST_CASE("states at the start follow the mix of their age", "[population]") {
    // 20,000 people of one age, ill or well: the share ill within 3.2905 standard errors of the mix
    // (two-sided level 0.001; 0.0116 at most, so that 0.025 too many are found with power 0.99).
    StudyText text = open_model();
    text.people = "age,sex,region,people\n70,female,north,20000\n";
    const SmallStudy study(text);
    const Streams streams(7, 0);
    const StartingPeople people(study.files.place, study.model, streams, 1);
    const auto health = static_cast<std::size_t>(study.model.factor_named("health")),
               hospital = static_cast<std::size_t>(study.model.factor_named("hospital"));
    double ill = 0, in_hospital = 0;
    for (std::uint64_t i = 0; i < people.size(); ++i) {
        const Newcomer person = people.person(i);
        ill += person.factors[health];
        in_hospital += person.factors[hospital] != 0;
    }
    auto factors = people.person(0).factors;
    double share = 0;
    const auto shares = study.model.mix.shares(factors.data());
    for (std::size_t i = 0; i < shares.size(); ++i)
        share += study.model.mix.states()[i][0] == 1 ? static_cast<double>(shares[i]) : 0;
    REQUIRE(share > 0.1);
    CHECK(std::abs(ill / 20'000 - share) < 3.2905 * std::sqrt(share * (1 - share) / 20'000));
    CHECK(in_hospital == 0);  // states that last days are for the warm-up
}

TEST_CASE("arrivals are as many as the file says for a year, times the calendar, without noise",
          "[population]") {
    const Place place;
    const Arrivals arrivals(place.study.files.place, place.study.model, place.streams, place.study.calendar,
                            1);
    const auto& calendar = place.study.calendar;
    std::set<PersonKey> keys;
    int sum = 0, per_kind_low = 0;
    double expected = 0;
    std::map<std::tuple<int, int, int>, int> kinds;
    const auto sex = static_cast<std::size_t>(place.study.model.factor_named("sex")),
               region = static_cast<std::size_t>(place.study.model.factor_named("region"));
    for (int month = 0; month < calendar.months(); ++month) {
        const Date date = calendar.month_date(month);
        const double at = date.year + (date.month - 0.5) / 12;  // years: {2024: 1, 2028: 0.5}
        expected += calendar.month_length(month) / double(minutes_per_year) *
                    (at >= 2028 ? 0.5 : 1 - 0.5 * (at - 2024) / 4);
        for (const Newcomer& person : arrivals.month(month)) {
            ++sum;
            keys.insert(person.key);
            CHECK(person.how == Newcomer::How::arrives);
            CHECK((person.time >= calendar.month_start(month) &&
                   person.time < calendar.month_start(month + 1)));
            const double age = static_cast<double>(person.time - person.birth) / minutes_per_year;
            CHECK(age - std::floor(age / 15) * 15 < 1 + 1e-5);
            ++kinds[{static_cast<int>(age / 15), person.factors[sex], person.factors[region]}];
        }
    }
    CHECK(static_cast<int>(keys.size()) == sum);
    REQUIRE(kinds.size() == 7 * 4);
    for (const auto& [kind, people] : kinds) {
        CHECK(std::abs(people - 4.3 * expected) <=
              1);  // the expected number, and one random part of a person
        per_kind_low += people < 4.3 * expected;
    }
    CHECK((per_kind_low > 0 && per_kind_low < 28));
}

TEST_CASE("those who arrive are the same people however often they are asked for, and in a sample",
          "[population]") {
    const Place place;
    const Arrivals all(place.study.files.place, place.study.model, place.streams, place.study.calendar, 1);
    const Arrivals half(place.study.files.place, place.study.model, place.streams, place.study.calendar, 0.5);
    std::map<PersonKey, Newcomer> known;
    std::size_t chosen = 0;
    for (int month = place.study.calendar.months(); month-- > 0;)
        for (const Newcomer& person : all.month(month)) known.emplace(person.key, person);
    for (int month = 0; month < place.study.calendar.months(); ++month)
        for (const Newcomer& person : half.month(month)) {
            REQUIRE(known.contains(person.key));
            CHECK(same(known.at(person.key), person));
            ++chosen;
        }
    CHECK(chosen > known.size() / 3);
    CHECK(chosen < known.size() * 2 / 3);
}

TEST_CASE("no key of somebody who arrives is one of those at the start", "[population]") {
    const Place place;
    const Arrivals arrivals(place.study.files.place, place.study.model, place.streams, place.study.calendar,
                            1);
    int clashes = 0, people = 0;
    for (int month = 0; month < place.study.calendar.months(); ++month)
        for (const Newcomer& person : arrivals.month(month))
            clashes += person.key <= place.people.size(), ++people;
    CHECK(clashes == 0);
    CHECK(people > 300);
}
