// ODD 2: who the people are, what is remembered of them, and the scales of time and place.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/study/description_outcomes.hpp"
#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

/// A newborn's sex is drawn where the model has one to draw.
bool is_drawn_at_birth(const TrackSpec& track) {
    return track.name.text == "sex" && track.states.size() == 2 &&
           (track.states[0].text == "male" || track.states[1].text == "male");
}

std::string newborn_of(const TrackSpec& track, bool fixed) {
    if (fixed) return is_drawn_at_birth(track) ? "drawn" : "the mother's";
    if (track.newborn) return in_words(track.newborn->text);
    return track.states.empty() ? "" : in_words(track.states.front().text);
}

std::string tracks(const ModelSpec& model) {
    std::vector<Lines> rows;
    for (const TrackSpec& track : model.tracks) {
        const bool fixed = is_fixed(model, track);
        Lines states;
        for (const Name& state : track.states) states.push_back(in_words(state.text));
        rows.push_back({titled(track.title, track.name.text), listed(states), fixed ? "fixed" : "moves",
                        newborn_of(track, fixed)});
    }
    return table({"Track", "States", "Fixed or moving", "A newborn's"}, rows);
}

std::string counters(const ModelSpec& model) {
    std::vector<Lines> rows;
    for (const CounterSpec& counter : model.counters)
        rows.push_back({code(counter.name.text), joined(codes(counter.counts), "and"),
                        with_unit(counter.window.value, counter.window.unit),
                        fmt::format("{} (so many or more)", counter.up_to)});
    if (rows.empty()) return {};
    return "**Counters**: how often something happened to the person in the time just past.\n\n" +
           table({"Counter", "Counts", "Window", "Highest value"}, rows);
}

std::string points(const StudyFiles& files, const ScoreSpec& score) {
    std::vector<Lines> rows;
    for (const auto& [track, by_state] : score.points) {
        Lines parts;
        for (const auto& [state, value] : by_state.values)
            parts.push_back(fmt::format("{}: {}", in_words(state.text), figure(value)));
        parts.push_back("otherwise: " + figure(by_state.otherwise.value_or(0)));
        rows.push_back({in_words(track.text), listed(parts)});
    }
    Lines states;
    for (std::size_t i = 0; i < score.states.size(); ++i)
        states.push_back("'" + in_words(score.states[i].text) + "'" +
                         (i == 0 || i > score.breaks.size()
                              ? ""
                              : fmt::format(" above {} points", figure(score.breaks[i - 1]))));
    return fmt::format("**Score** {}: points added up over tracks and cut: {}{}.\n\n{}",
                       titled(score.title, score.name.text), joined(states, "and"),
                       cited(files, Of::model, score.source), table({"Track", "Points"}, rows));
}

std::string propensities(const StudyFiles& files) {
    std::vector<Lines> rows;
    for (const PropensitySpec& one : files.model.propensities)
        rows.push_back({code(one.name.text),
                        fmt::format("gamma, mean 1, shape {} (variance {}){}", figure(one.shape),
                                    figure(1 / one.shape), cited(files, Of::model, one.source)),
                        one.with ? fmt::format("{}, correlation {} of the normal scores",
                                               code(one.with->text), figure(one.correlation))
                                 : "none"});
    if (rows.empty()) return {};
    return "**Tendencies** (propensities): a person's own factors, drawn once for life.\n\n" +
           table({"Tendency", "Distribution", "Goes together with"}, rows);
}

std::string layers(const ModelSpec& model) {
    std::vector<Lines> rows;
    for (const LayerSpec& layer : model.layers)
        rows.push_back({titled(layer.title, layer.name.text), condition_in_words(layer.when)});
    if (rows.empty()) return {};
    return "**Layers**: a person is in the first whose condition holds. Layers describe; nothing depends on "
           "them.\n\n" +
           table({"Layer", "Who"}, rows);
}

std::string arrivals(const StudyFiles& files) {
    if (!files.place.arrivals) return "nobody moves in";
    double people = 0;
    for (const PeopleRow& row : files.place.arrivals->rows) people += row.people;
    std::string text = fmt::format("{} people a year move in ({}){}", figure(std::round(people)),
                                   people_file_in_words(*files.place.arrivals),
                                   cited(files, Of::place, files.place.arrivals->source));
    if (files.place.arrivals_calendar)
        text += ", times a factor of the date (" +
                calendar_in_words(files, *files.place.arrivals_calendar, Of::place) + ")";
    return text;
}

std::string place(const StudyFiles& files) {
    const std::string births = processes_with(files.model, LifeEvent::gives_birth),
                      deaths = processes_with(files.model, LifeEvent::dies),
                      moves = processes_with(files.model, LifeEvent::leaves);
    const auto or_none = [](const std::string& names) { return names.empty() ? "none" : names; };
    std::string text =
        fmt::format("**Place**: {}. People at the start: {}; {}. Processes that bring newborns: {}; in which "
                    "people die: {}; in which they move away: {}. There is no space within the place.\n\n",
                    titled(files.place.title, files.place.name.text), figure(people_at_start(files.place)),
                    arrivals(files), or_none(births), or_none(deaths), or_none(moves));
    if (!births.empty() &&
        std::any_of(files.model.tracks.begin(), files.model.tracks.end(), is_drawn_at_birth))
        text += fmt::format("Newborn boys for every girl: {}.\n\n", figure(files.place.boys_per_girl));
    std::vector<Lines> rows;
    for (const auto& [name, number] : files.place.capacity)
        rows.push_back({in_words(name.text),
                        with_unit(number.value, number.unit) + cited(files, Of::place, number.source)});
    if (rows.empty()) return text;
    return text + "Capacity, kept with the place and not yet a limit:\n\n" + table({"Of", "There is"}, rows);
}

std::string scales(const StudySpec& study) {
    const char* windows = study.window == Window::month  ? "a month"
                          : study.window == Window::year ? "a year"
                                                         : "the whole run";
    return fmt::format(
        "**Time** runs in whole minutes, {}. A year has 365.25 days, a month is a twelfth of it. Events "
        "happen at any minute; windows of {} are only for people to meet, and leave no trace where nobody "
        "does.\n\n",
        horizon_in_words(study), windows);
}

}  // namespace

bool is_fixed(const ModelSpec& model, const TrackSpec& track) {
    bool moves = false;
    const auto is_it = [&](const SetSpec& set) { return set.track.text == track.name.text; };
    for (const ProcessSpec& process : model.processes)
        for_each_outcome(process.then, [&](const OutcomeSpec& outcome) {
            moves = moves || std::any_of(outcome.sets.begin(), outcome.sets.end(), is_it);
            for (const StaySpec& stay : outcome.stays) moves = moves || is_it(stay.enters);
        });
    return !moves;
}

std::string fixed_tracks_in_words(const ModelSpec& model) {
    Lines names;
    for (const TrackSpec& track : model.tracks)
        if (is_fixed(model, track)) names.push_back(in_words(track.name.text));
    return joined(names, "and");
}

std::string processes_with(const ModelSpec& model, LifeEvent event) {
    Lines names;
    for (const ProcessSpec& process : model.processes) {
        bool has_it = false;
        for_each_outcome(process.then, [&](const OutcomeSpec& one) { has_it = has_it || one.life == event; });
        if (has_it) names.push_back(code(process.name.text));
    }
    return joined(names, "and");
}

double people_at_start(const PlaceSpec& place) {
    double people = 0;
    for (const PeopleRow& row : place.population.rows) people += row.people;
    return people;
}

std::string people_file_in_words(const PeopleSpec& people) {
    Lines by{"age"};
    for (const Name& track : people.fixed) by.push_back(in_words(track.text));
    return code(people.file) + ", by " + joined(by, "and");
}

std::string entities_and_scales(const StudyFiles& files) {
    std::string text =
        "### 2. Entities, state variables and scales\n\n"
        "**People** are the only entities that act. Each has an age, exact to the minute, luck of their own, "
        "and is at any moment in one state of every track. What never changes is fixed and comes with the "
        "place; all else moves by the processes of section 3. A person also remembers the time since each "
        "state began and each process last happened, where a rate asks for it.\n\n";
    text += tracks(files.model) + counters(files.model);
    for (const ScoreSpec& one : files.model.scores) text += points(files, one);
    return text + propensities(files) + layers(files.model) + place(files) + scales(files.study);
}

}  // namespace forestall::description
