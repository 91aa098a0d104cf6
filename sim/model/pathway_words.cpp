#include "sim/model/pathway_words.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/pathway_lengths.hpp"
#include "sim/model/pathway_names.hpp"

namespace forestall::pathways {

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

std::string escaped(const std::string& line) {
    std::string text;
    for (const char c : line)
        if (c == '&' || c == '<' || c == '>' || c == '"')
            text += fmt::format("&#{};", static_cast<int>(c));
        else
            text += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    return text;
}

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

// --- The label of an arrow ---------------------------------------------------------------------------------

namespace {

using How = PathwayStep::How;

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

std::string event(const ModelSpec& model, const PathwayStep& step) {
    const ProcessSpec& process = model.processes[size(step.process)];
    const std::string when = process.after ? length_in_words(model, *process.after) : "";
    return title_of(process.title, process.name) + (when.empty() ? "" : ", " + when);
}

/// Whose stay it is, is told only where several processes begin one.
std::string end_of_stay(const ModelSpec& model, const Pathway& pathway, const PathwayStep& step) {
    const bool is_shared =
        std::any_of(pathway.steps.begin(), pathway.steps.end(), [&](const PathwayStep& other) {
            return other.how == How::stay_ends && other.from == step.from && other.process != step.process;
        });
    const ProcessSpec& process = model.processes[size(step.process)];
    const std::string whose = is_shared ? title_of(process.title, process.name) + ": stay" : "Stay";
    const std::string when = length_in_words(model, step.stay->length);
    return whose + " ends" + (when.starts_with("after") ? " " : when.empty() ? "" : ": ") + when;
}

/// The chance that an event leads this way, over all its branches that do.
std::optional<double> share_of(const std::vector<const PathwayStep*>& steps, const PathwayStep& like) {
    double sum = 0;
    for (const PathwayStep* step : steps) {
        if (step->process != like.process || step->stay != like.stay) continue;
        if (!step->chance) return std::nullopt;
        sum += *step->chance;
    }
    return sum;
}

}  // namespace

Lines labels(const ModelSpec& model, const Pathway& pathway, const std::vector<const PathwayStep*>& steps) {
    Lines lines;
    std::vector<std::string> seen;
    for (const PathwayStep* step : steps) {
        if (step->how == How::birth) continue;
        std::string text =
            step->how == How::stay_ends ? end_of_stay(model, pathway, *step) : event(model, *step);
        const auto share = share_of(steps, *step);
        if (constexpr double certain = 0.9995; share && *share < certain)
            text += fmt::format(" ({:.3g}%)", *share * 100);
        if (std::find(seen.begin(), seen.end(), text) != seen.end()) continue;
        seen.push_back(text);
        for (auto& part : wrapped(text, 26)) lines.push_back(std::move(part));
    }
    return lines;
}

}  // namespace forestall::pathways
