#include "sim/population/people.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

constexpr double oldest_age = 125;
constexpr std::uint64_t most_people = 2'000'000'000;

/// Sets the tracks that the mix decides. Fast ones (days, not years) are left at their newborn state: the
/// warm-up fills them.
void draw_states(const Model& model, const Streams& streams, Newcomer& person) {
    if (model.mix.empty()) return;
    const Minutes age = std::max(0, person.time - person.birth);
    const auto cell = std::upper_bound(model.age_breaks.begin(), model.age_breaks.end(), age) -
                      model.age_breaks.begin() - 1;
    person.factors[age_factor] = static_cast<FactorValue>(cell);
    const Block words = streams.block(person.key, Purpose::start_state, 0, 0);
    const auto before = person.factors;
    const std::size_t state = model.mix.draw(person.factors.data(), uniform(words[0], words[1]));
    if (model.mix.propensity() >= 0)
        person.propensity_rank =
            model.mix.propensity_rank(person.factors.data(), state, uniform(words[2], words[3]));
    for (const int fast : model.fast)
        person.factors[static_cast<std::size_t>(fast)] = before[static_cast<std::size_t>(fast)];
}

}  // namespace

std::vector<PeopleGroup> resolve_groups(const PeopleSpec& people, const Model& model, Problems& problems) {
    std::vector<int> factors;
    for (const auto& name : people.fixed) {
        const int id = model.factor_named(name.text);
        std::vector<std::string> names;
        for (const int fixed : model.fixed)
            names.push_back(model.factors[static_cast<std::size_t>(fixed)].name);
        const bool good = std::find(model.fixed.begin(), model.fixed.end(), id) != model.fixed.end();
        if (!good)
            problems.add(name.where, fmt::format("column '{}' is not a fixed track of the model", name.text),
                         "a place gives the tracks that no process changes", suggest(name.text, names));
        factors.push_back(good ? id : -1);
    }
    for (const int fixed : model.fixed)
        if (std::find(factors.begin(), factors.end(), fixed) == factors.end())
            problems.add(line_of(people.file, people.where, 1),
                         fmt::format("no column '{}'", model.factors[static_cast<std::size_t>(fixed)].name),
                         "no process sets this track, so the place must", "add the column");
    std::vector<PeopleGroup> groups;
    for (const auto& row : people.rows) {
        PeopleGroup group;
        std::copy(model.newborn.begin(), model.newborn.end(), group.factors.begin());
        group.age = row.age;
        group.people = row.people;
        if (row.age > oldest_age)
            problems.add(line_of(people.file, people.where, row.line), fmt::format("age {:g}", row.age),
                         fmt::format("nobody is older than {:g}", oldest_age), "correct the age");
        for (std::size_t i = 0; i < factors.size() && i < row.states.size(); ++i) {
            if (factors[i] < 0) continue;
            const auto& states = model.factors[static_cast<std::size_t>(factors[i])].states;
            const auto at = std::find(states.begin(), states.end(), row.states[i]);
            if (at == states.end())
                problems.add(line_of(people.file, people.where, row.line),
                             fmt::format("'{}' is not a state of '{}'", row.states[i], people.fixed[i].text),
                             "", suggest(row.states[i], states));
            else
                group.factors[static_cast<std::size_t>(factors[i])] =
                    static_cast<FactorValue>(at - states.begin());
        }
        groups.push_back(group);
    }
    return groups;
}

StartingPeople::StartingPeople(const PlaceSpec& place, const Model& model, const Streams& streams,
                               double sample)
    : model_(model), streams_(streams), sample_(sample), exact_ages_(place.population.exact_ages) {
    Problems problems;
    groups_ = resolve_groups(place.population, model, problems);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        if (groups_[i].people != std::floor(groups_[i].people))
            problems.add(
                line_of(place.population.file, place.population.where, place.population.rows[i].line),
                fmt::format("{:g} people", groups_[i].people), "people at the start come in whole numbers",
                "round it");
        ends_.push_back(sum += static_cast<std::uint64_t>(std::min(groups_[i].people, 1e15)));
    }
    if (sum == 0)
        problems.add(line_of(place.population.file, place.population.where, 0),
                     fmt::format("'{}' has no people", place.name.text), "there is nobody to simulate",
                     "give the population");
    if (sum > most_people)
        problems.add(line_of(place.population.file, place.population.where, 0),
                     fmt::format("'{}' has {} people", place.name.text, sum),
                     fmt::format("at most {} can be numbered", most_people), "correct the counts");
    problems.raise_if_any();
}

void StartingPeople::choose(std::uint64_t first, std::uint64_t last,
                            std::vector<std::uint64_t>& chosen) const {
    if (sample_ >= 1) {
        for (std::uint64_t i = first; i < last; ++i) chosen.push_back(i);
        return;
    }
    // One block of words serves four people. A word is below 2^32 times the share with that chance.
    const auto below = static_cast<std::uint64_t>(std::ceil(sample_ * 0x1p32));
    for (std::uint64_t i = first; i < last;) {
        const Block words = streams_.block(i / 4, Purpose::sampling, 1, 0);
        for (const std::uint64_t end = std::min(last, (i / 4 + 1) * 4); i < end; ++i)
            if (words[i % 4] < below) chosen.push_back(i);
    }
}

Newcomer StartingPeople::person(std::uint64_t index) const {
    std::size_t group = 0;
    return person(index, group);
}

Newcomer StartingPeople::person(std::uint64_t index, std::size_t& at) const {
    if (at > 0 && ends_[at - 1] > index) at = 0;
    if (ends_[at] <= index && at + 1 < ends_.size() && ends_[at + 1] > index) ++at;
    if (ends_[at] <= index)
        at = static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), index) - ends_.begin());
    Newcomer person;
    person.key = index + 1;
    person.factors = groups_[at].factors;
    const Block words = streams_.block(person.key, Purpose::birth_date, 0, 0);
    const double years = groups_[at].age + (exact_ages_ ? 0.0 : uniform(words[0], words[1]));
    person.birth = -static_cast<Minutes>(std::llround(years * minutes_per_year));
    draw_states(model_, streams_, person);  // the states are those of their age at the start
    person.time = std::max(person.birth, -model_.warm_up);
    return person;
}

Arrivals::Arrivals(const PlaceSpec& place, const Model& model, const Streams& streams,
                   const Calendar& calendar, double sample)
    : model_(model), streams_(streams), calendar_(calendar), sample_(sample),
      place_digest_(digest(place.name.text)) {
    if (!place.arrivals) return;
    Problems problems;
    groups_ = resolve_groups(*place.arrivals, model, problems);
    problems.raise_if_any();
    std::vector<double> factors(static_cast<std::size_t>(calendar.months()), 1.0);
    if (place.arrivals_calendar) {
        const double* percent = std::get_if<double>(&place.arrivals_calendar->yearly);
        factors = calendar_factors(*place.arrivals_calendar, percent ? *percent : 0, calendar);
    }
    years_before_.push_back(0);
    for (int m = 0; m < calendar.months(); ++m)
        years_before_.push_back(years_before_.back() + factors[static_cast<std::size_t>(m)] *
                                                           calendar.month_length(m) /
                                                           double(minutes_per_year));
}

std::vector<Newcomer> Arrivals::month(int m) const {
    std::vector<Newcomer> people;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        const auto group = of_group(g, m);
        people.insert(people.end(), group.begin(), group.end());
    }
    return people;
}

std::vector<Newcomer> Arrivals::of_group(std::size_t g, int m) const {
    std::vector<Newcomer> people;
    // How many have come by a month's end is the expected number plus one random part a group, rounded down:
    // no noise is added.
    const PersonKey group_key = place_digest_ ^ (0x9e3779b97f4a7c15ull * (g + 1));
    const Block part = streams_.block(group_key, Purpose::arrival, 0, 0);
    const double offset = uniform(part[0], part[1]);
    const auto by = [&](int month) {
        return static_cast<std::int64_t>(
            std::floor(groups_[g].people * years_before_[static_cast<std::size_t>(month)] + offset));
    };
    for (std::int64_t n = by(m); n < by(m + 1); ++n) {
        const Block key = streams_.block(group_key, Purpose::key, 1, static_cast<std::uint32_t>(n));
        Newcomer person;
        person.key = (PersonKey{key[0]} << 32) | key[1];
        if (sample_ < 1) {
            const Block words = streams_.block(person.key, Purpose::sampling, 0, 0);
            if (uniform(words[0], words[1]) >= sample_) continue;
        }
        const Block words = streams_.block(person.key, Purpose::arrival, 1, 0);
        person.how = Newcomer::How::arrives;
        person.time = calendar_.month_start(m) +
                      static_cast<Minutes>(uniform(words[0], words[1]) * calendar_.month_length(m));
        person.birth = person.time - static_cast<Minutes>((groups_[g].age + uniform(words[2], words[3])) *
                                                          minutes_per_year);
        person.factors = groups_[g].factors;
        draw_states(model_, streams_, person);
        people.push_back(person);
    }
    return people;
}

}  // namespace forestall
