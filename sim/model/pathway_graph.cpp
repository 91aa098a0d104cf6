#include "sim/model/pathway_graph.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

using Clause = std::vector<TestSpec>;
using How = PathwayStep::How;

std::size_t size(int n) { return static_cast<std::size_t>(n); }

// --- What a description names
// -------------------------------------------------------------------------------------------

std::vector<std::string> texts(const std::vector<Name>& names) {
    std::vector<std::string> found(names.size());
    std::transform(names.begin(), names.end(), found.begin(), [](const Name& name) { return name.text; });
    return found;
}

bool names_any(const std::vector<Name>& names, const std::string& wanted) {
    return std::any_of(names.begin(), names.end(), [&](const Name& name) { return name.text == wanted; });
}

const TrackSpec* track_named(const ModelSpec& model, const std::string& name) {
    const auto at = std::find_if(model.tracks.begin(), model.tracks.end(),
                                 [&](const TrackSpec& track) { return track.name.text == name; });
    return at == model.tracks.end() ? nullptr : &*at;
}

const CounterSpec* counter_named(const ModelSpec& model, const std::string& name) {
    const auto at = std::find_if(model.counters.begin(), model.counters.end(),
                                 [&](const CounterSpec& counter) { return counter.name.text == name; });
    return at == model.counters.end() ? nullptr : &*at;
}

/// The place of a state in its track, or -1.
int state_named(const TrackSpec& track, const std::string& name) {
    for (std::size_t i = 0; i < track.states.size(); ++i)
        if (track.states[i].text == name) return static_cast<int>(i);
    return -1;
}

/// Their names as a message has them.
std::vector<std::string> in_quotes(const TrackSpec& track, const std::vector<int>& states) {
    std::vector<std::string> found(states.size());
    std::transform(states.begin(), states.end(), found.begin(),
                   [&](int state) { return fmt::format("'{}'", track.states[size(state)].text); });
    return found;
}

bool is_relative(const Name& state) { return state.text == "next" || state.text == "previous"; }

/// Every outcome within an outcome, itself first. `afterwards` belongs to it, later in time.
void for_each_outcome(const OutcomeSpec& outcome, const std::function<void(const OutcomeSpec&)>& see) {
    see(outcome);
    for (const auto& stay : outcome.stays)
        for (const auto& afterwards : stay.afterwards) for_each_outcome(afterwards, see);
    for (const auto& option : outcome.branches) for_each_outcome(option.then, see);
}

void for_each_set(const OutcomeSpec& outcome, const std::function<void(const SetSpec&)>& see) {
    for_each_outcome(outcome, [&](const OutcomeSpec& inner) {
        for (const auto& set : inner.sets) see(set);
        for (const auto& stay : inner.stays) see(stay.enters);
    });
}

/// Adds a problem for each track and state in processes that the model lacks.
class NameCheck {
  public:
    NameCheck(const ModelSpec& model, Problems& problems) : model_(model), problems_(problems) {}

    void run() {
        for (const auto& track : model_.tracks) {
            names_.push_back(track.name.text);
            if (track.newborn) check_state(track, *track.newborn);
        }
        for (const auto& process : model_.processes) {
            for (const auto& clause : process.when.any)
                for (const auto& test : clause) check_test(test);
            for_each_set(process.then, [this](const SetSpec& set) { check_set(set); });
        }
    }

  private:
    void check_state(const TrackSpec& track, const Name& state) {
        if (state_named(track, state.text) < 0)
            problems_.add(state.where, fmt::format("'{}' has no state '{}'", track.name.text, state.text), "",
                          suggest(state.text, texts(track.states)));
    }
    void check_test(const TestSpec& test) {
        if (test.factor.text == "age" || counter_named(model_, test.factor.text)) return;
        if (const TrackSpec* track = find_track(test.factor))
            for (const Name& state : test.states) check_state(*track, state);
    }
    void check_set(const SetSpec& set) {
        const TrackSpec* track = find_track(set.track);
        if (track && !is_relative(set.state)) check_state(*track, set.state);
    }
    const TrackSpec* find_track(const Name& name) {
        const TrackSpec* track = track_named(model_, name.text);
        if (!track)
            problems_.add(name.where, fmt::format("unknown track '{}'", name.text), "",
                          suggest(name.text, names_));
        return track;
    }

    const ModelSpec& model_;
    Problems& problems_;
    std::vector<std::string> names_;
};

// --- Conditions
// ---------------------------------------------------------------------------------------------------------

/// The clauses of a condition, one of which must hold; "everyone" is a clause without tests.
const std::vector<Clause>& clauses_of(const ConditionSpec& when) {
    static const std::vector<Clause> everyone{{}};
    return when.any.empty() ? everyone : when.any;
}

bool names(const Clause& clause, const std::string& factor) {
    return std::any_of(clause.begin(), clause.end(),
                       [&](const TestSpec& test) { return test.factor.text == factor; });
}

bool names(const ConditionSpec& when, const std::string& factor) {
    return std::any_of(when.any.begin(), when.any.end(),
                       [&](const Clause& clause) { return names(clause, factor); });
}

bool allows(const Clause& clause, const TrackSpec& track, int state) {
    return std::all_of(clause.begin(), clause.end(), [&](const TestSpec& test) {
        return test.factor.text != track.name.text || names_any(test.states, track.states[size(state)].text);
    });
}

bool allows(const ConditionSpec& when, const TrackSpec& track, int state) {
    const auto& clauses = clauses_of(when);
    return std::any_of(clauses.begin(), clauses.end(),
                       [&](const Clause& clause) { return allows(clause, track, state); });
}

// --- Where an outcome leads
// ---------------------------------------------------------------------------------------------

/// Where a person may be on a track when an outcome has happened.
struct Landing {
    int to = 0;
    int option = 0;
    std::optional<double> chance{1.0};
};

/// Follows outcomes on one track, up to the next passing of time.
class Follower {
  public:
    explicit Follower(const Pathway& pathway) : pathway_(pathway), track_(*pathway.track) {}

    std::vector<Landing> landings(const OutcomeSpec& outcome, int from) {
        landings_.clear();
        follow(outcome, {from, 0, 1.0});
        return std::move(landings_);
    }

  private:
    bool is_here(const SetSpec& set) const { return set.track.text == track_.name.text; }

    /// Whether the track can be changed at once.
    bool is_touched(const OutcomeSpec& outcome) const {
        const auto& [sets, stays, branches, life, counts, where] = outcome;
        return life == LifeEvent::dies || life == LifeEvent::leaves ||
               std::any_of(sets.begin(), sets.end(), [&](const SetSpec& set) { return is_here(set); }) ||
               std::any_of(stays.begin(), stays.end(),
                           [&](const StaySpec& stay) { return is_here(stay.enters); }) ||
               is_touched(branches);
    }
    bool is_touched(const std::vector<BranchSpec>& branches) const {
        return std::any_of(branches.begin(), branches.end(),
                           [&](const BranchSpec& option) { return is_touched(option.then); });
    }

    void move(const SetSpec& set, Landing& at) const {
        if (!is_here(set)) return;
        if (set.state.text == "next")
            at.to = std::min(at.to + 1, pathway_.states() - 1);
        else if (set.state.text == "previous")
            at.to = std::max(at.to - 1, 0);
        else
            at.to = state_named(track_, set.state.text);
    }

    void follow(const OutcomeSpec& outcome, Landing at) {
        for (const auto& set : outcome.sets) move(set, at);
        for (const auto& stay : outcome.stays) move(stay.enters, at);
        if (outcome.life == LifeEvent::dies) at.to = pathway_.dies();
        if (outcome.life == LifeEvent::leaves) at.to = pathway_.leaves();
        if (at.to >= pathway_.states() || !is_touched(outcome.branches))
            landings_.push_back(at);
        else
            follow_branches(outcome.branches, at);
    }

    void follow_branches(const std::vector<BranchSpec>& branches, const Landing& at) {
        std::optional<double> left = at.chance;  // of what the options so far leave over
        for (std::size_t i = 0; i < branches.size(); ++i) {
            Landing way{at.to, at.option ? at.option : static_cast<int>(i) + 1, left};
            if (!branches[i].otherwise) way.chance = chance_of(branches[i], at.chance);
            left = left && way.chance ? std::optional(*left - *way.chance) : std::nullopt;
            follow(branches[i].then, way);
        }
        constexpr double rounding = 1e-9;
        const bool is_spent = branches.back().otherwise || (left && *left < rounding);
        if (!is_spent) landings_.push_back({at.to, at.option, left});
    }

    static std::optional<double> chance_of(const BranchSpec& option, std::optional<double> before) {
        const Number* number = std::get_if<Number>(&option.chance.value);
        return number && option.times.empty() && before ? std::optional(number->value * *before)
                                                        : std::nullopt;
    }

    const Pathway& pathway_;
    const TrackSpec& track_;
    std::vector<Landing> landings_;
};

// --- The graphs
// ---------------------------------------------------------------------------------------------------------

void add_steps(Pathway& pathway, const OutcomeSpec& outcome, int from, PathwayStep step) {
    step.from = from;
    for (const Landing& landing : Follower(pathway).landings(outcome, from)) {
        std::tie(step.to, step.option, step.chance) = std::tie(landing.to, landing.option, landing.chance);
        if (step.to != from) pathway.steps.push_back(step);
    }
}

void add_stay_ends(Pathway& pathway, const StaySpec& stay, int process) {
    const bool is_here = stay.enters.track.text == pathway.track->name.text;
    const std::string& entered = stay.enters.state.text;
    for (const auto& afterwards : stay.afterwards)
        for (int from = 0; from < pathway.states(); ++from)
            if (!is_here || is_relative(stay.enters.state) ||
                pathway.track->states[size(from)].text == entered)
                add_steps(pathway, afterwards, from, {How::stay_ends, 0, 0, process, &stay});
}

void add_process(Pathway& pathway, const ProcessSpec& process, int id) {
    for (int from = 0; from < pathway.states(); ++from)
        if (allows(process.when, *pathway.track, from))
            add_steps(pathway, process.then, from, {process.after ? How::after : How::rate, 0, 0, id});
    for_each_outcome(process.then, [&](const OutcomeSpec& outcome) {
        for (const auto& stay : outcome.stays) add_stay_ends(pathway, stay, id);
    });
}

Pathway pathway_of(const ModelSpec& model, const TrackSpec& track) {
    Pathway pathway{&track, false, {}};
    for (const auto& process : model.processes)
        for_each_set(process.then,
                     [&](const SetSpec& set) { pathway.moves |= set.track.text == track.name.text; });
    const int newborn = track.newborn ? state_named(track, track.newborn->text) : 0;
    for (int state = 0; state < pathway.states(); ++state)
        if (!pathway.moves || state == newborn) pathway.steps.push_back({How::birth, pathway.born(), state});
    for (std::size_t i = 0; i < model.processes.size(); ++i)
        add_process(pathway, model.processes[i], static_cast<int>(i));
    return pathway;
}

std::vector<Pathway> pathways_with_good_names(const ModelSpec& model) {
    std::vector<Pathway> pathways;
    for (const auto& track : model.tracks) pathways.push_back(pathway_of(model, track));
    return pathways;
}

// --- Questions to a graph
// -----------------------------------------------------------------------------------------------

struct Arrow {
    const PathwayStep* step = nullptr;
};
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property, Arrow>;

/// The graph of the steps for which `counts` holds.
Graph graph_of(const Pathway& pathway, const std::function<bool(const PathwayStep&)>& counts) {
    Graph graph(size(pathway.vertices()));
    for (const auto& step : pathway.steps)
        if (counts(step)) boost::add_edge(size(step.from), size(step.to), Arrow{&step}, graph);
    return graph;
}

/// Which vertices can be reached from any of these, which count themselves.
template <typename AnyGraph>
std::vector<bool> reached_from(const std::vector<int>& starts, const AnyGraph& graph) {
    std::vector<boost::default_color_type> colours(num_vertices(graph));
    const auto colour_of =
        boost::make_iterator_property_map(colours.begin(), get(boost::vertex_index, graph));
    for (const int start : starts)
        if (colours[size(start)] == boost::white_color)
            boost::depth_first_visit(graph, size(start), boost::default_dfs_visitor{}, colour_of);
    std::vector<bool> reached(colours.size());
    std::transform(colours.begin(), colours.end(), reached.begin(),
                   [](auto colour) { return colour != boost::white_color; });
    return reached;
}

/// Sets of vertices, each of which can reach all others of its set and nothing outside; in the order of the
/// vertices.
std::vector<std::vector<int>> closed_sets(const Graph& graph) {
    std::vector<int> set_of(num_vertices(graph));
    const int sets = boost::strong_components(
        graph, boost::make_iterator_property_map(set_of.begin(), get(boost::vertex_index, graph)));
    std::vector<std::vector<int>> members(size(sets));
    std::vector<bool> is_open(size(sets));
    for (std::size_t v = 0; v < set_of.size(); ++v) members[size(set_of[v])].push_back(static_cast<int>(v));
    for (const auto edge : boost::make_iterator_range(edges(graph)))
        if (set_of[source(edge, graph)] != set_of[target(edge, graph)])
            is_open[size(set_of[source(edge, graph)])] = true;
    std::vector<std::vector<int>> closed;
    for (std::size_t i = 0; i < members.size(); ++i)
        if (!is_open[i]) closed.push_back(members[i]);
    std::sort(closed.begin(), closed.end());
    return closed;
}

// --- What can happen at all
// ---------------------------------------------------------------------------------------------

/// Which states a life can lead to and which processes can ever happen. Each depends on the other, so both
/// grow in turns until nothing new is found.
class Possible {
  public:
    Possible(const ModelSpec& model, const std::vector<Pathway>& pathways)
        : model_(model), pathways_(pathways), happens_(model.processes.size()) {
        for (const auto& pathway : pathways) reached_.emplace_back(size(pathway.vertices()));
        while (grow()) {
        }
    }

    bool happens(int process) const { return process < 0 || happens_[size(process)]; }
    bool is_reached(std::size_t track, int vertex) const { return reached_[track][size(vertex)]; }

    /// Whether one step of a track can happen: by a clause that holds for somebody and allows the state it
    /// starts in.
    bool can_happen(std::size_t track, const PathwayStep& step) const {
        if (step.process < 0) return true;
        if (step.how == How::stay_ends) return happens(step.process);
        const auto& clauses = clauses_of(model_.processes[size(step.process)].when);
        return std::any_of(clauses.begin(), clauses.end(), [&](const Clause& clause) {
            return why_not(clause).empty() && allows(clause, *pathways_[track].track, step.from);
        });
    }

    Graph graph(std::size_t track) const {
        return graph_of(pathways_[track], [&](const PathwayStep& step) { return can_happen(track, step); });
    }

    /// Why nobody can ever meet a clause, as an end to "its `when`"; empty when somebody can.
    std::string why_not(const Clause& clause) const {
        for (std::size_t track = 0; track < pathways_.size(); ++track)
            if (std::string why = why_not(clause, track); !why.empty()) return why;
        for (const auto& test : clause)
            if (std::string why = why_not_in_numbers(test); !why.empty()) return why;
        return {};
    }

  private:
    bool grow() {
        const auto happened = happens_;
        const auto reached = reached_;
        for (std::size_t i = 0; i < happens_.size(); ++i) {
            const auto& clauses = clauses_of(model_.processes[i].when);
            happens_[i] = std::any_of(clauses.begin(), clauses.end(),
                                      [&](const Clause& clause) { return why_not(clause).empty(); });
        }
        for (std::size_t track = 0; track < pathways_.size(); ++track)
            reached_[track] = reached_from({pathways_[track].born()}, graph(track));
        return happened != happens_ || reached != reached_;
    }

    std::string why_not(const Clause& clause, std::size_t track) const {
        const TrackSpec& about = *pathways_[track].track;
        if (!names(clause, about.name.text)) return {};
        std::vector<int> allowed;
        for (int state = 0; state < pathways_[track].states(); ++state) {
            if (!allows(clause, about, state)) continue;
            if (is_reached(track, state)) return {};
            allowed.push_back(state);
        }
        if (allowed.empty()) return fmt::format("asks for two states of track '{}' at once", about.name.text);
        return fmt::format("needs state {} of track '{}', which cannot be reached",
                           fmt::join(in_quotes(about, allowed), " or "), about.name.text);
    }

    std::string why_not_in_numbers(const TestSpec& test) const {
        if (test.at_least && test.below && *test.at_least >= *test.below)
            return fmt::format("needs '{}' to be at least {:g} and below {:g}", test.factor.text,
                               *test.at_least, *test.below);
        const CounterSpec* counter = counter_named(model_, test.factor.text);
        if (counter && test.at_least && *test.at_least > counter->up_to)
            return fmt::format("needs '{}' to be at least {:g}, and it counts up to {}", test.factor.text,
                               *test.at_least, counter->up_to);
        return {};
    }

    const ModelSpec& model_;
    const std::vector<Pathway>& pathways_;
    std::vector<bool> happens_;
    std::vector<std::vector<bool>> reached_;
};

// --- Lengths of time
// ----------------------------------------------------------------------------------------------------

/// The largest factor that `times` can bring.
double largest_factor(const std::vector<TimesSpec>& times) {
    double factor = 1;
    for (const auto& one : times) {
        if (one.kind == TimesSpec::Kind::value) factor *= one.value;
        if (one.kind == TimesSpec::Kind::table)
            return std::numeric_limits<double>::infinity();  // not looked at
        double largest = 0;
        for (const auto& [state, value] : one.states.values) largest = std::max(largest, value);
        for (const double value : one.pieces.values) largest = std::max(largest, value);
        if (one.kind == TimesSpec::Kind::state) factor *= std::max(largest, one.states.otherwise.value_or(0));
        if (one.kind == TimesSpec::Kind::age) factor *= largest;
    }
    return factor;
}

/// The mean, median, scale or fixed length in minutes: the number, or the table's largest; infinite when not
/// known.
double largest_scale(const ModelSpec& model, const NumberOrTable& scale) {
    if (const Number* number = std::get_if<Number>(&scale.value))
        return number->value * minutes_in(number->unit);
    double largest = -1;
    for (const auto& table : model.tables)
        if (table.name.text == std::get<Name>(scale.value).text)
            for (const auto& row : table.rows)
                largest = std::max(largest, row.value * minutes_in(table.unit));
    return largest < 0 ? std::numeric_limits<double>::infinity() : largest;
}

/// Whether a length is always less than a minute.
bool is_no_time(const ModelSpec& model, const LengthSpec& length) {
    double longest = 0;
    for (const auto& one : length.lengths) longest = std::max(longest, one.value * minutes_in(one.unit));
    if (length.kind != LengthSpec::Kind::empirical) longest = largest_scale(model, length.scale);
    const double factor = largest_factor(length.times);
    if (factor == 0 || longest == 0) return true;
    const bool has_limit =
        length.kind == LengthSpec::Kind::fixed || length.kind == LengthSpec::Kind::empirical;
    return has_limit && longest * factor < 1;
}

/// Mean length in days before `times`, where numbers say it.
std::optional<double> mean_days(const LengthSpec& spec) {
    const double day = minutes_in("days");
    if (spec.kind == LengthSpec::Kind::empirical) {
        double sum = 0, weights = 0;
        for (std::size_t i = 0; i < std::min(spec.lengths.size(), spec.weights.size()); ++i) {
            sum += spec.weights[i] * spec.lengths[i].value * minutes_in(spec.lengths[i].unit) / day;
            weights += spec.weights[i];
        }
        return weights > 0 ? std::optional(sum / weights) : std::nullopt;
    }
    const Number* number = std::get_if<Number>(&spec.scale.value);
    if (!number) return std::nullopt;
    double mean = number->value * minutes_in(number->unit) / day;
    const Length length(spec.kind, spec.shape);
    if (spec.scale_is == LengthSpec::Scale::median) mean *= length.mean() / length.quantile(0.5);
    if (spec.scale_is == LengthSpec::Scale::scale && spec.kind == LengthSpec::Kind::weibull)
        mean *= std::tgamma(1 + 1 / spec.shape);
    return mean;
}

// --- The checks
// ---------------------------------------------------------------------------------------------------------

class PathwayCheck {
  public:
    PathwayCheck(const ModelSpec& model, Problems& problems)
        : model_(model), problems_(problems), pathways_(pathways_with_good_names(model)),
          possible_(model, pathways_) {}

    void run() {
        for (std::size_t track = 0; track < pathways_.size(); ++track) {
            if (!pathways_[track].moves) continue;
            check_reach(track);
            check_dead_ends(track);
            check_loops_between_states(track);
        }
        for (std::size_t i = 0; i < model_.processes.size(); ++i) check_process(static_cast<int>(i));
    }

  private:
    // --- States
    void check_reach(std::size_t track) {
        const Pathway& pathway = pathways_[track];
        for (int state = 0; state < pathway.states(); ++state) {
            if (possible_.is_reached(track, state)) continue;
            const Name& name = pathway.track->states[size(state)];
            problems_.add(name.where,
                          fmt::format("state '{}' of track '{}' cannot be reached", name.text,
                                      pathway.track->name.text),
                          why_unreached(pathway, state), "add a process that leads to it, or take it out");
        }
    }

    std::string why_unreached(const Pathway& pathway, int state) const {
        std::set<std::string> never;
        bool has_way = false;
        for (const auto& step : pathway.steps) {
            if (step.to != state) continue;
            has_way = true;
            if (!possible_.happens(step.process))
                never.insert(fmt::format("'{}'", model_.processes[size(step.process)].name.text));
        }
        if (!has_way) return "no process leads to it";
        if (never.empty()) return "only states that cannot be reached lead to it";
        return fmt::format("{} can never happen", fmt::join(never, ", "));
    }

    void check_dead_ends(std::size_t track) {
        const Pathway& pathway = pathways_[track];
        const Graph graph = possible_.graph(track);
        const auto ends = reached_from({pathway.dies(), pathway.leaves()}, boost::make_reverse_graph(graph));
        if (!ends[size(pathway.born())] && !has_ends()) return;
        for (const auto& set : closed_sets(graph)) {
            const bool is_stuck = set.front() < pathway.states() && possible_.is_reached(track, set.front());
            if (is_stuck && !ends[size(set.front())]) tell_dead_end(*pathway.track, set);
        }
    }

    /// Whether dying or moving away is in the model and can happen.
    bool has_ends() const {
        for (std::size_t i = 0; i < model_.processes.size(); ++i) {
            bool ends = false;
            for_each_outcome(model_.processes[i].then, [&](const OutcomeSpec& outcome) {
                ends |= outcome.life == LifeEvent::dies || outcome.life == LifeEvent::leaves;
            });
            if (ends && possible_.happens(static_cast<int>(i))) return true;
        }
        return false;
    }

    void tell_dead_end(const TrackSpec& track, const std::vector<int>& states) {
        const bool one = states.size() == 1;
        problems_.add(track.states[size(states.front())].where,
                      fmt::format("{} {} of track '{}' {} a dead end", one ? "state" : "states",
                                  fmt::join(in_quotes(track, states), ", "), track.name.text,
                                  one ? "is" : "are"),
                      fmt::format("whoever is there can never die or move away{}",
                                  one ? ", and nothing leads out" : ", and nothing leads out of them"),
                      "let a process lead out, or let people die or move away there too");
    }

    // --- Processes
    void check_process(int id) {
        const ProcessSpec& process = model_.processes[size(id)];
        if (!possible_.happens(id)) return tell_never(process);
        for_each_outcome(process.then, [&](const OutcomeSpec& outcome) {
            for (const auto& stay : outcome.stays) check_stay_end(process, stay);
        });
        check_effect(process, id);
        check_repeats_at_once(process, id);
    }

    /// A process without a word in its `then` is a mere event, for traces to show; one with words means to do
    /// something.
    void check_effect(const ProcessSpec& process, int id) {
        const bool says_something = !process.then.sets.empty() || !process.then.branches.empty();
        const auto at_once = [&](const PathwayStep& step) {
            return step.process == id && step.how != How::stay_ends;
        };
        if (!says_something || is_used(process.name.text) || !does_nothing(process.then, at_once)) return;
        problems_.add(process.name.where, fmt::format("process '{}' does nothing", process.name.text),
                      "its `then` leaves people as they are, and nothing counts it",
                      "correct its `then`, count it in a measure, or take it out");
    }

    void tell_never(const ProcessSpec& process) {
        const auto& clauses = process.when.any;
        const std::string why = clauses.size() == 1 ? possible_.why_not(clauses.front())
                                                    : "can hold in none of its cases: the first " +
                                                          possible_.why_not(clauses.front());
        problems_.add(process.when.where, fmt::format("process '{}' can never happen", process.name.text),
                      "its `when` " + why, "correct the `when`, or take the process out");
    }

    void check_stay_end(const ProcessSpec& process, const StaySpec& stay) {
        const auto at_its_end = [&](const PathwayStep& step) { return step.stay == &stay; };
        if (!stay.afterwards.empty() && !does_nothing(stay.afterwards.front(), at_its_end)) return;
        problems_.add(stay.enters.state.where,
                      fmt::format("the stay in '{}' of process '{}' has no end", stay.enters.state.text,
                                  process.name.text),
                      "nothing happens when its time is over",
                      fmt::format("say in `afterwards` what follows, as in afterwards: {{{}: {}}}",
                                  stay.enters.track.text,
                                  track_named(model_, stay.enters.track.text)->states.front().text));
    }

    /// Whether an outcome, whose steps are those that `are_its` picks, changes nothing and counts nothing.
    bool does_nothing(const OutcomeSpec& whole,
                      const std::function<bool(const PathwayStep&)>& are_its) const {
        bool has_effect = false;
        const std::function<void(const OutcomeSpec&)> look = [&](const OutcomeSpec& outcome) {
            has_effect |=
                !outcome.stays.empty() || outcome.life != LifeEvent::none || !outcome.counts.empty();
            for (const auto& option : outcome.branches) look(option.then);
        };
        look(whole);
        return !has_effect && std::none_of(pathways_.begin(), pathways_.end(), [&](const Pathway& pathway) {
            return std::any_of(pathway.steps.begin(), pathway.steps.end(), are_its);
        });
    }

    /// Whether anything but the process itself refers to it.
    bool is_used(const std::string& process) const {
        const auto by_since = [&](const TimesSpec& times) {
            return times.kind == TimesSpec::Kind::since && times.name.text == process;
        };
        const auto by_process = [&](const ProcessSpec& other) {
            const bool rate = other.rate && other.rate->kind == RateSpec::Kind::by_since &&
                              other.rate->name.text == process;
            return rate || std::any_of(other.times.begin(), other.times.end(), by_since) ||
                   names_any(other.keep_mean_with, process);
        };
        const auto& [measures, counters] = std::tie(model_.measures, model_.counters);
        return std::any_of(measures.begin(), measures.end(),
                           [&](const MeasureSpec& measure) { return names_any(measure.counts, process); }) ||
               std::any_of(counters.begin(), counters.end(),
                           [&](const CounterSpec& counter) { return counter.counts.text == process; }) ||
               std::any_of(model_.processes.begin(), model_.processes.end(), by_process);
    }

    // --- Loops without time
    bool happens_at_once(int id) const {
        const auto& after = model_.processes[size(id)].after;
        return after && possible_.happens(id) && is_no_time(model_, *after);
    }

    /// Where a person is on a track once an outcome and all its stays of no length are over.
    std::set<int> settled(const Pathway& pathway, const OutcomeSpec& outcome, int from) const {
        std::set<int> states;
        for (const Landing& landing : Follower(pathway).landings(outcome, from)) {
            const bool ends_at_once = landing.to < pathway.states() && !outcome.stays.empty() &&
                                      !outcome.stays.front().afterwards.empty() &&
                                      is_no_time(model_, outcome.stays.front().length);
            if (ends_at_once)
                states.merge(settled(pathway, outcome.stays.front().afterwards.front(), landing.to));
            else
                states.insert(landing.to);
        }
        return states;
    }

    /// A process of no length after which its own `when` surely holds again.
    void check_repeats_at_once(const ProcessSpec& process, int id) {
        if (!happens_at_once(id) || clauses_of(process.when).size() != 1) return;
        const Clause& when = clauses_of(process.when).front();
        for (const auto& test : when)
            if (counter_named(model_, test.factor.text)) return;
        for (const auto& pathway : pathways_) {
            if (is_left(pathway, process) || is_interrupted(pathway, process, id)) return;
        }
        problems_.add(process.after->where,
                      fmt::format("process '{}' happens again and again in no time", process.name.text),
                      "its `after` is less than a minute, and its `when` still holds when it has happened",
                      "give it a length, or let its `then` lead to where its `when` does not hold");
    }

    /// Whether a process may lead to where its `when` does not hold.
    bool is_left(const Pathway& pathway, const ProcessSpec& process) const {
        for (int from = 0; from < pathway.states(); ++from) {
            if (!allows(process.when, *pathway.track, from)) continue;
            for (const int to : settled(pathway, process.then, from))
                if (to >= pathway.states() || !allows(process.when, *pathway.track, to)) return true;
        }
        return false;
    }

    /// Whether another process of no length may lead away first.
    bool is_interrupted(const Pathway& pathway, const ProcessSpec& process, int id) const {
        return std::any_of(pathway.steps.begin(), pathway.steps.end(), [&](const PathwayStep& step) {
            return step.how == How::after && step.process != id && happens_at_once(step.process) &&
                   names(process.when, pathway.track->name.text) &&
                   allows(process.when, *pathway.track, step.from);
        });
    }

    /// States that processes of no length lead round for ever: each leads on for certain, and only within the
    /// circle.
    void check_loops_between_states(std::size_t track) {
        const Pathway& pathway = pathways_[track];
        std::vector<PathwayStep> certain;
        std::set<int> open;
        for (std::size_t i = 0; i < model_.processes.size(); ++i) {
            if (!happens_at_once(static_cast<int>(i))) continue;
            const ProcessSpec& process = model_.processes[i];
            for (int from = 0; from < pathway.states(); ++from) {
                if (!allows(process.when, *pathway.track, from)) continue;
                const auto to = settled(pathway, process.then, from);
                if (to.size() == 1 && *to.begin() < pathway.states() &&
                    is_about_only(process.when, *pathway.track))
                    certain.push_back({How::after, from, *to.begin(), static_cast<int>(i)});
                else if (to != std::set<int>{from})
                    open.insert(from);
            }
        }
        const Pathway at_once{pathway.track, true, certain};
        for (const auto& set : closed_sets(graph_of(at_once, [](const PathwayStep&) { return true; }))) {
            const bool is_open =
                std::any_of(set.begin(), set.end(), [&](int state) { return open.contains(state); });
            if (set.size() > 1 && !is_open && possible_.is_reached(track, set.front()))
                tell_loop(at_once, set);
        }
    }

    static bool is_about_only(const ConditionSpec& when, const TrackSpec& track) {
        return std::all_of(when.any.begin(), when.any.end(), [&](const Clause& clause) {
            return std::all_of(clause.begin(), clause.end(),
                               [&](const TestSpec& test) { return test.factor.text == track.name.text; });
        });
    }

    void tell_loop(const Pathway& at_once, const std::vector<int>& set) {
        std::set<std::string> processes;
        for (const auto& step : at_once.steps)
            if (std::find(set.begin(), set.end(), step.from) != set.end())
                processes.insert(fmt::format("'{}'", model_.processes[size(step.process)].name.text));
        problems_.add(at_once.track->states[size(set.front())].where,
                      fmt::format("states {} of track '{}' follow each other for ever in no time",
                                  fmt::join(in_quotes(*at_once.track, set), ", "), at_once.track->name.text),
                      fmt::format("the `after` of {} is less than a minute", fmt::join(processes, " and ")),
                      "give one of them a length");
    }

    const ModelSpec& model_;
    Problems& problems_;
    std::vector<Pathway> pathways_;
    Possible possible_;
};

// --- The drawing
// --------------------------------------------------------------------------------------------------------

constexpr const char* ink = "#3D3D3D";
constexpr const char* palette[] = {"#12436D", "#28A197", "#801650", "#F46A25", "#A285D1"};

using Lines = std::vector<std::string>;

/// A DOT string.
std::string quoted(const Lines& lines) {
    std::string text;
    for (const char c : fmt::format("{}", fmt::join(lines, "\n"))) {
        if (c == '"' || c == '\\') text += '\\';
        if (c == '\n') text += "\\n";
        if (static_cast<unsigned char>(c) >= ' ') text += c;
    }
    return '"' + text + '"';
}

std::string quoted(const std::string& line) { return quoted(Lines{line}); }

/// Text within DOT's HTML-like labels, which alone can mix sizes.
std::string escaped(const std::string& line) {
    std::string text;
    for (const char c : line)
        if (c == '&' || c == '<' || c == '>' || c == '"')
            text += fmt::format("&#{};", static_cast<int>(c));
        else
            text += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    return text;
}

/// As readers see a name: "home_small" is "home small".
std::string in_words(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string title_of(const std::string& title, const Name& name) {
    return title.empty() ? in_words(name.text) : title;
}

Lines wrapped(const std::string& text, std::size_t width) {
    Lines lines(1);
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        const std::string word = text.substr(from, to - from);
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
        from = to + 1;
    }
    return lines;
}

std::string days_in_words(double days) {
    struct Unit {
        const char* name;
        double days, from;  // used from so many days on
    };
    constexpr Unit units[] = {{"year", 365.25, 700},
                              {"month", 365.25 / 12, 60},
                              {"day", 1, 1},
                              {"hour", 1. / 24, 1. / 24},
                              {"minute", 1. / 1440, 0}};
    const Unit& unit =
        *std::find_if(std::begin(units), std::end(units), [&](const Unit& one) { return days >= one.from; });
    const std::string count = fmt::format("{:.3g}", days / unit.days);
    return fmt::format("{} {}{}", count, unit.name, count == "1" ? "" : "s");
}

/// "after 30 days", "after 5 days on average", "length by age, sex"; empty where the description says none of
/// it.
std::string length_in_words(const ModelSpec& model, const LengthSpec& length) {
    const bool is_fixed = length.kind == LengthSpec::Kind::fixed && length.times.empty();
    if (const auto days = mean_days(length))
        return fmt::format("after {}{}", days_in_words(*days), is_fixed ? "" : " on average");
    for (const auto& table : model.tables)
        if (const Name* name = std::get_if<Name>(&length.scale.value); name && name->text == table.name.text)
            return fmt::format("length by {}", fmt::join(texts(table.by), " and "));
    return {};
}

/// Arrows with one label: from each of the first states to each of the second.
struct Bundle {
    std::set<int> from, to;
    std::vector<std::pair<int, int>> arrows;

    /// Whether one label in the middle says the same as a label each. Worth it from three arrows on.
    bool is_one() const { return arrows.size() >= 3 && arrows.size() == from.size() * to.size(); }
};

class Drawing {
  public:
    Drawing(const ModelSpec& model, std::string only_track)
        : model_(model), only_track_(std::move(only_track)), pathways_(pathways_of(model)),
          possible_(model, pathways_) {}

    std::string text() {
        check_track();
        text_ = "digraph pathways {\n";
        line("  graph [label=<{}>, labelloc=t, labeljust=l, fontname=\"Arial\", fontcolor=\"{}\", "
             "rankdir=LR, nodesep=0.3, "
             "ranksep=0.4, pad=0.3, bgcolor=\"white\"]",
             heading(), ink);
        line("  node [shape=box, style=\"rounded,filled\", fillcolor=\"white\", fontname=\"Arial\", "
             "fontsize=13, "
             "fontcolor=\"{0}\", color=\"{0}\", penwidth=1.4, margin=\"0.18,0.1\"]",
             ink);
        line("  edge [fontname=\"Arial\", fontsize=11, fontcolor=\"{0}\", color=\"{0}\", arrowsize=0.7]",
             ink);
        auto drawn = size(static_cast<int>(std::count_if(
            pathways_.begin(), pathways_.end(), [this](const Pathway& one) { return is_drawn(one); })));
        for (std::size_t track = pathways_.size(); track-- > 0;)  // Graphviz stacks them from the bottom
            if (is_drawn(pathways_[track])) draw_track(track, palette[--drawn % std::size(palette)]);
        return text_ + "}\n";
    }

  private:
    template <typename... Values>
    void line(fmt::format_string<Values...> form, Values&&... values) {
        text_ += fmt::format(form, std::forward<Values>(values)...) + ";\n";
    }

    bool is_drawn(const Pathway& pathway) const {
        return pathway.moves && (only_track_.empty() || pathway.track->name.text == only_track_);
    }

    void check_track() const {
        std::vector<std::string> moving;
        for (const auto& pathway : pathways_) {
            if (pathway.moves) moving.push_back(pathway.track->name.text);
            if (is_drawn(pathway)) return;
        }
        if (only_track_.empty()) return;
        const bool is_fixed = track_named(model_, only_track_) != nullptr;
        throw InputError(Problem{model_.where,
                                 is_fixed ? fmt::format("track '{}' has no pathway to draw", only_track_)
                                          : fmt::format("the model has no track '{}'", only_track_),
                                 is_fixed ? "no process changes it" : "", suggest(only_track_, moving)});
    }

    // --- Title and what no arrow shows
    std::string heading() const {
        Lines anywhere, still;
        for (std::size_t i = 0; i < model_.processes.size(); ++i) {
            bool ends = false, moves = false, is_on_paper = false;
            for (const auto& pathway : pathways_)
                for (const auto& step : pathway.steps) {
                    if (step.process != static_cast<int>(i)) continue;
                    (step.to < pathway.states() ? moves : ends) = true;
                    is_on_paper |= is_drawn(pathway) && is_shown(pathway, step);
                }
            const std::string title = title_of(model_.processes[i].title, model_.processes[i].name);
            if (ends && !is_on_paper) anywhere.push_back(title);
            if (!ends && !moves) still.push_back(title);
        }
        std::string text = fmt::format("<font point-size=\"20\">{}</font><br align=\"left\"/><br/>",
                                       escaped(title_of(model_.title, model_.name)));
        const auto note = [&](const std::string& said) {
            for (const auto& part : wrapped(said, 100))
                text += fmt::format("<font point-size=\"11\">{}</font><br align=\"left\"/>", escaped(part));
        };
        note("Dot: the state of a newborn. Dashed arrow: the end of a stay.");
        if (!anywhere.empty())
            note(fmt::format("Also possible in every state: {}.", fmt::join(anywhere, "; ")));
        if (!still.empty() && only_track_.empty())
            note(fmt::format("Change no state: {}.", fmt::join(still, "; ")));
        return text;
    }

    /// A process that ends lives is drawn where the track decides about it; elsewhere it would lead from
    /// every state.
    bool is_shown(const Pathway& pathway, const PathwayStep& step) const {
        if (step.to < pathway.states()) return true;
        const std::string& track = pathway.track->name.text;
        if (step.how == How::stay_ends) return step.stay->enters.track.text == track;
        return names(model_.processes[size(step.process)].when, track);
    }

    // --- One track
    void draw_track(std::size_t track, const char* colour) {
        const Pathway& pathway = pathways_[track];
        text_ += fmt::format("  subgraph {} {{\n", quoted("cluster " + pathway.track->name.text));
        line("    graph [label={0}, labeljust=l, fontsize=15, fontcolor=\"{1}\", color=\"{1}\", "
             "style=rounded, margin=14]",
             quoted(title_of(pathway.track->title, pathway.track->name)), colour);
        line("    {0} [label=\"\", shape=circle, width=0.12, margin=0, fillcolor=\"{1}\", color=\"{1}\"]",
             vertex(pathway, pathway.born()), colour);
        for (int state = 0; state < pathway.states(); ++state)
            line("    {} [label={}, color=\"{}\"{}]", vertex(pathway, state),
                 quoted(in_words(pathway.track->states[size(state)].text)), colour,
                 possible_.is_reached(track, state) ? "" : ", style=\"rounded,filled,dotted\"");
        draw_end(pathway, pathway.dies(), "Death");
        draw_end(pathway, pathway.leaves(), "Moved away");
        draw_arrows(pathway);
        text_ += "  }\n";
    }

    void draw_end(const Pathway& pathway, int end, const char* label) {
        const auto leads_here = [&](const PathwayStep& step) {
            return step.to == end && is_shown(pathway, step);
        };
        if (std::any_of(pathway.steps.begin(), pathway.steps.end(), leads_here))
            line("    {} [label=\"{}\", style=filled, fillcolor=\"{}\", fontcolor=\"white\"]",
                 vertex(pathway, end), label, ink);
    }

    static std::string vertex(const Pathway& pathway, int at) {
        const std::string& track = pathway.track->name.text;
        if (at == pathway.born()) return quoted(track + " born");
        if (at == pathway.dies()) return quoted(track + " dies");
        if (at == pathway.leaves()) return quoted(track + " leaves");
        return quoted(track + "." + pathway.track->states[size(at)].text);
    }

    // --- Its arrows
    /// Parallel steps become one arrow with several labels; ends of stays have arrows of their own.
    void draw_arrows(const Pathway& pathway) {
        using Key = std::tuple<bool, int, int>;
        std::map<Key, std::vector<const PathwayStep*>> parallel;
        for (const auto& step : pathway.steps)
            if (is_shown(pathway, step))
                parallel[{step.how == How::stay_ends, step.from, step.to}].push_back(&step);
        std::map<std::pair<bool, Lines>, Bundle> bundles;
        for (const auto& [key, steps] : parallel) {
            const auto& [is_dashed, from, to] = key;
            Bundle& bundle = bundles[{is_dashed, labels(pathway, steps)}];
            bundle.from.insert(from);
            bundle.to.insert(to);
            bundle.arrows.emplace_back(from, to);
        }
        int number = 0;
        for (const auto& [key, bundle] : bundles) {
            const std::string style = key.first ? ", style=dashed" : "";
            if (bundle.is_one())
                draw_bundle(pathway, bundle, key.second, style, ++number);
            else
                for (const auto& [from, to] : bundle.arrows) {
                    const std::string label = key.second.empty() ? "" : "label=" + quoted(key.second);
                    draw_arrow(vertex(pathway, from), vertex(pathway, to), goes_back(pathway, from, to),
                               label + style);
                }
        }
    }

    /// One label that all arrows run through.
    void draw_bundle(const Pathway& pathway, const Bundle& bundle, const Lines& label,
                     const std::string& style, int number) {
        const std::string middle = quoted(fmt::format("{} way {}", pathway.track->name.text, number));
        line("    {} [label={}, color=\"#EEEEEE\", fillcolor=\"#EEEEEE\", fontsize=11, margin=\"0.08,0.04\", "
             "height=0.2]",
             middle, quoted(label));
        const bool back = goes_back(pathway, *bundle.from.begin(), *bundle.to.rbegin());
        for (const int from : bundle.from)
            draw_arrow(vertex(pathway, from), middle, back, "arrowhead=none, arrowtail=none" + style);
        for (const int to : bundle.to)
            draw_arrow(middle, vertex(pathway, to), back, style.empty() ? style : style.substr(2));
    }

    /// Ways back are given to Graphviz the other way round, so that states keep their order from left to
    /// right.
    void draw_arrow(const std::string& from, const std::string& to, bool back, std::string attributes) {
        if (back) attributes += attributes.empty() ? "dir=back" : ", dir=back";
        if (attributes.starts_with(", ")) attributes.erase(0, 2);
        line("    {} -> {} [{}]", back ? to : from, back ? from : to, attributes);
    }

    static bool goes_back(const Pathway& pathway, int from, int to) {
        return to < from && from < pathway.states();
    }

    Lines labels(const Pathway& pathway, const std::vector<const PathwayStep*>& steps) const {
        Lines lines;
        std::vector<std::string> seen;
        for (const PathwayStep* step : steps) {
            if (step->how == How::birth) continue;
            std::string text = step->how == How::stay_ends ? end_of_stay(pathway, *step) : event(*step);
            const auto share = share_of(steps, *step);
            if (constexpr double certain = 0.9995; share && *share < certain)
                text += fmt::format(" ({:.3g}%)", *share * 100);
            if (std::find(seen.begin(), seen.end(), text) != seen.end()) continue;
            seen.push_back(text);
            for (auto& part : wrapped(text, 26)) lines.push_back(std::move(part));
        }
        return lines;
    }

    std::string event(const PathwayStep& step) const {
        const ProcessSpec& process = model_.processes[size(step.process)];
        const std::string when = process.after ? length_in_words(model_, *process.after) : "";
        return title_of(process.title, process.name) + (when.empty() ? "" : ", " + when);
    }

    /// Whose stay it is, is told only where several processes begin one.
    std::string end_of_stay(const Pathway& pathway, const PathwayStep& step) const {
        const bool is_shared =
            std::any_of(pathway.steps.begin(), pathway.steps.end(), [&](const PathwayStep& other) {
                return other.how == How::stay_ends && other.from == step.from &&
                       other.process != step.process;
            });
        const ProcessSpec& process = model_.processes[size(step.process)];
        const std::string whose = is_shared ? title_of(process.title, process.name) + ": stay" : "Stay";
        const std::string when = length_in_words(model_, step.stay->length);
        return whose + " ends" + (when.starts_with("after") ? " " : when.empty() ? "" : ": ") + when;
    }

    /// The chance that an event leads this way, over all its branches that do.
    static std::optional<double> share_of(const std::vector<const PathwayStep*>& steps,
                                          const PathwayStep& like) {
        double sum = 0;
        for (const PathwayStep* step : steps) {
            if (step->process != like.process || step->stay != like.stay) continue;
            if (!step->chance) return std::nullopt;
            sum += *step->chance;
        }
        return sum;
    }

    const ModelSpec& model_;
    std::string only_track_;
    std::vector<Pathway> pathways_;
    Possible possible_;
    std::string text_;
};

}  // namespace

std::vector<Pathway> pathways_of(const ModelSpec& model) {
    Problems problems;
    NameCheck(model, problems).run();
    problems.raise_if_any();
    return pathways_with_good_names(model);
}

void check_pathways(const ModelSpec& model, Problems& problems) {
    Problems unknown;
    NameCheck(model, unknown).run();
    if (unknown.empty()) PathwayCheck(model, problems).run();
}

std::string to_dot(const ModelSpec& model, const std::string& only_track) {
    return Drawing(model, only_track).text();
}

}  // namespace forestall
