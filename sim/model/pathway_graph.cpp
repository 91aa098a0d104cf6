#include "sim/model/pathway_graph.hpp"

#include <algorithm>
#include <tuple>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/range/iterator_range.hpp>

#include "sim/model/pathway_landings.hpp"
#include "sim/model/pathway_names.hpp"
#include "sim/model/pathway_search.hpp"

namespace forestall::pathways {

namespace {

using How = PathwayStep::How;

// --- The graphs --------------------------------------------------------------------------------------------

void add_steps(Pathway& pathway, const OutcomeSpec& outcome, int from, PathwayStep step) {
    step.from = from;
    for (const Landing& landing : landings(pathway, outcome, from)) {
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

// --- Questions to a graph ----------------------------------------------------------------------------------

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

Graph graph_of(const Pathway& pathway) {
    Graph graph(size(pathway.vertices()));
    for (const auto& step : pathway.steps) boost::add_edge(size(step.from), size(step.to), graph);
    return graph;
}

/// Which vertices can be reached from any of these, which count themselves.
template <typename AnyGraph>
std::vector<bool> visited_from(const std::vector<int>& starts, const AnyGraph& graph) {
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

}  // namespace

std::vector<bool> reached_from(const std::vector<int>& starts, const Pathway& pathway) {
    return visited_from(starts, graph_of(pathway));
}

std::vector<bool> leading_to(const std::vector<int>& ends, const Pathway& pathway) {
    const Graph graph = graph_of(pathway);
    return visited_from(ends, boost::make_reverse_graph(graph));
}

std::vector<std::vector<int>> closed_sets(const Pathway& pathway) {
    const Graph graph = graph_of(pathway);
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

}  // namespace forestall::pathways

namespace forestall {

std::vector<Pathway> pathways_of(const ModelSpec& model) {
    Problems problems;
    pathways::check_names(model, problems);
    problems.raise_if_any();
    std::vector<Pathway> found;
    for (const auto& track : model.tracks) found.push_back(pathways::pathway_of(model, track));
    return found;
}

}  // namespace forestall
