// The drawing of a model's pathways in Graphviz DOT.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/pathway_graph.hpp"
#include "sim/model/pathway_names.hpp"
#include "sim/model/pathway_possible.hpp"
#include "sim/model/pathway_words.hpp"

namespace forestall::pathways {

namespace {

using How = PathwayStep::How;

constexpr const char* ink = "#3D3D3D";
constexpr const char* palette[] = {"#12436D", "#28A197", "#801650", "#F46A25", "#A285D1"};

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
            Bundle& bundle = bundles[{is_dashed, labels(model_, pathway, steps)}];
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

    const ModelSpec& model_;
    std::string only_track_;
    std::vector<Pathway> pathways_;
    Possible possible_;
    std::string text_;
};

}  // namespace
}  // namespace forestall::pathways

namespace forestall {

std::string to_dot(const ModelSpec& model, const std::string& only_track) {
    return pathways::Drawing(model, only_track).text();
}

}  // namespace forestall
