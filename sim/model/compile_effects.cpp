// Effects: what happens at an event, with stays and branches.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/core/random.hpp"
#include "sim/model/compiler.hpp"

namespace forestall {

std::uint32_t Compiler::stream_of(const std::string& name) {
    auto stream = static_cast<std::uint32_t>(digest(name));
    while (streams_.try_emplace(stream, name).first->second != name) ++stream;
    return stream;
}

int Compiler::event_column(const std::string& counted) {
    return event_ids_.try_emplace(counted, static_cast<int>(event_ids_.size())).first->second;
}

int Compiler::add_amount(const NumberOrTable& amount, const std::vector<TimesSpec>& times, double extra,
                         const char* kind) {
    const int column = static_cast<int>(amount_base_.size());
    amount_base_.push_back(extra);
    double base = extra;
    const bool is_chance = std::string_view(kind) == "chance";
    if (const Number* number = std::get_if<Number>(&amount.value)) {
        const double unit = is_chance ? 1 : minutes_in(number->unit);
        if (unit == 0)
            problems_.add(number->where, fmt::format("'{}' is not a unit of time", number->unit), "",
                          suggest(number->unit, {"minutes", "hours", "days", "weeks", "months", "years"}));
        base *= number->value * unit;
    } else if (const TableSpec* found = table(std::get<Name>(amount.value))) {
        const double unit = is_chance ? 1 : minutes_in(found->unit);
        const bool fits = is_chance ? found->unit == "chance" || found->unit == "ratio" : unit != 0;
        if (!fits)
            problems_.add(std::get<Name>(amount.value).where,
                          fmt::format("table '{}' is in '{}'", found->name.text, found->unit),
                          fmt::format("a {} is wanted here", kind),
                          is_chance ? "use a table with unit chance"
                                    : "use a table with unit days, hours, months or years");
        if (is_chance)
            for (const auto& row : found->rows)
                if (row.value > 1)
                    problems_.add({found->file, row.line, 0}, fmt::format("{} is no chance", row.value),
                                  "a chance lies between 0 and 1", "correct the row");
        if (fits)
            if (auto term = table_term(column, std::get<Name>(amount.value), unit))
                amount_terms_.push_back(std::move(*term));
    }
    add_times(column, times, amount_terms_, base);
    amount_base_[static_cast<std::size_t>(column)] = base;
    return column;
}

std::pair<Length, int> Compiler::add_length(const LengthSpec& spec) {
    if (spec.kind == LengthSpec::Kind::empirical) {
        std::vector<double> minutes;
        for (const auto& length : spec.lengths) minutes.push_back(length.value * minutes_in(length.unit));
        return {Length(minutes, spec.weights),
                add_amount({Number{1, "minutes", "", spec.where}}, spec.times, 1, "length of time")};
    }
    const Length length(spec.kind, spec.shape);
    double extra = 1;  // from what the user gave to the scale that the unit draw is multiplied by
    if (spec.scale_is == LengthSpec::Scale::mean) extra = 1 / length.mean();
    if (spec.scale_is == LengthSpec::Scale::median && spec.kind != LengthSpec::Kind::lognormal)
        extra = 1 / length.quantile(0.5);
    if (spec.scale_is == LengthSpec::Scale::scale && spec.kind == LengthSpec::Kind::weibull)
        extra = std::tgamma(1 + 1 / spec.shape);
    if (spec.scale_is == LengthSpec::Scale::scale && spec.kind == LengthSpec::Kind::gamma) extra = spec.shape;
    return {length, add_amount(spec.scale, spec.times, extra, "length of time")};
}

int Compiler::add_stay(const StaySpec& stay, const std::string& of, const std::string& path) {
    const int id = static_cast<int>(model_.timers.size());
    model_.timers.emplace_back();
    Timer timer;
    timer.name = fmt::format("Stay ends: {}", stay.enters.state.text);
    timer.stream = stream_of(of + " / stay");
    const auto track = factor_ids_.find(stay.enters.track.text);  // add_effect reports what is unknown
    if (track != factor_ids_.end()) {
        const auto& states = model_.factors[static_cast<std::size_t>(track->second)].states;
        const auto at = std::find(states.begin(), states.end(), stay.enters.state.text);
        if (at != states.end())
            timer.while_ = state_lookup(track->second, static_cast<int>(at - states.begin()));
    }
    std::tie(timer.length, timer.scale) = add_length(stay.length);
    amount_paths_[path + "/length"] = timer.scale;
    timer.effect = stay.afterwards.empty()
                       ? add_effect({}, of, path)
                       : add_effect(stay.afterwards.front(), of + " (afterwards)", path + "/afterwards");
    model_.timers[static_cast<std::size_t>(id)] = std::move(timer);
    return id;
}

std::vector<BranchOption> Compiler::add_branch(const std::vector<BranchSpec>& branch, const std::string& of,
                                               const std::string& path) {
    std::vector<BranchOption> options;
    double certain = 0;
    for (std::size_t i = 0; i < branch.size(); ++i) {
        const auto& option = branch[i];
        if (option.otherwise && i + 1 < branch.size())
            problems_.add(option.where, "`otherwise` is not the last option",
                          "what follows it could never happen", "move it to the end");
        if (const Number* chance = std::get_if<Number>(&option.chance.value);
            chance && !option.otherwise && option.times.empty()) {
            certain += chance->value;
            if (certain > 1 + 1e-9)
                problems_.add(option.where, fmt::format("the chances of this branch reach {:g}", certain),
                              "they share one draw and cannot pass 1",
                              "lower them, or use `otherwise` for the rest");
        }
        const int column = option.otherwise ? -1 : add_amount(option.chance, option.times, 1, "chance");
        const std::string at = fmt::format("{}/{}", path, i + 1);
        if (column >= 0) amount_paths_[at + "/chance"] = column;
        options.push_back({column, add_effect(option.then, fmt::format("{} / option {}", of, i + 1),
                                              at + (option.otherwise ? "/otherwise" : "/then"))});
    }
    return options;
}

int Compiler::add_effect(const OutcomeSpec& outcome, const std::string& of, const std::string& path) {
    const int id = static_cast<int>(model_.effects.size());
    model_.effects.emplace_back();
    Effect effect;
    effect.stream = stream_of(of);
    const auto add_set = [&](const SetSpec& set) {
        const int track = factor(set.track, "effect");
        if (track < 0) return;
        if (model_.factors[static_cast<std::size_t>(track)].kind != Factor::Kind::track) {
            problems_.add(set.track.where, fmt::format("'{}' cannot be set", set.track.text),
                          "only tracks have states that an event can change",
                          suggest(set.track.text, names_of(Factor::Kind::track)));
            return;
        }
        using Mode = Effect::Set::Mode;
        const Mode mode = set.state.text == "next"       ? Mode::next
                          : set.state.text == "previous" ? Mode::previous
                                                         : Mode::to;
        const int to = mode == Mode::to ? state(track, set.state) : 0;
        if (to >= 0) effect.sets.push_back({track, to, mode});
    };
    for (const auto& set : outcome.sets) add_set(set);
    for (const auto& stay : outcome.stays) {
        add_set(stay.enters);
        effect.timer = add_stay(stay, of, path + "/stay");
    }
    if (!outcome.branches.empty()) {
        effect.options = add_branch(outcome.branches, of, path + "/branch");
    }
    effect.life = outcome.life;
    for (const auto& count : outcome.counts) effect.counts.push_back(event_column(count.text));
    model_.effects[static_cast<std::size_t>(id)] = std::move(effect);
    return id;
}

void Compiler::add_effects() {
    for (std::size_t i = 0; i < spec_.processes.size(); ++i) {
        const auto& spec = spec_.processes[i];
        model_.processes[i].effect = add_effect(spec.then, spec.name.text, spec.name.text + "/then");
        if (spec.after) {
            Timer timer;
            timer.name = spec.name.text;
            timer.process = static_cast<int>(i);
            timer.stream = stream_of(spec.name.text + " / after");
            timer.while_ = holds(spec.when);
            std::tie(timer.length, timer.scale) = add_length(*spec.after);
            amount_paths_[spec.name.text + "/after/length"] = timer.scale;
            timer.effect = model_.processes[i].effect;
            model_.processes[i].timer = static_cast<int>(model_.timers.size());
            model_.timers.push_back(std::move(timer));
        }
    }
    for (auto& timer : model_.timers)
        for (std::size_t i = 0; i < model_.timers.size(); ++i) {
            const Timer& other = model_.timers[i];
            if (timer.process < 0 && other.process < 0 && &other != &timer &&
                other.while_.index.factors() == timer.while_.index.factors())
                timer.replaces.push_back(static_cast<int>(i));
        }
    for (std::size_t i = 0; i < model_.sinces.size(); ++i)
        if (model_.sinces[i].process >= 0)
            model_.processes[static_cast<std::size_t>(model_.sinces[i].process)].since.push_back(
                static_cast<int>(i));
    feed_counters();
}

void Compiler::feed_counters() {
    for (std::size_t i = 0; i < spec_.counters.size(); ++i)
        for (const Name& name : spec_.counters[i].counts) {
            const int counter = static_cast<int>(i);
            if (const auto found = process_ids_.find(name.text); found != process_ids_.end())
                model_.processes[static_cast<std::size_t>(found->second)].counters.push_back(counter);
            else if (const auto count = event_ids_.find(name.text); count != event_ids_.end()) {
                for (Effect& effect : model_.effects)
                    if (std::count(effect.counts.begin(), effect.counts.end(), count->second) > 0)
                        effect.counters.push_back(counter);
            } else {
                std::vector<std::string> names;
                for (const auto& [known, id] : process_ids_) names.push_back(known);
                for (const auto& [known, id] : event_ids_) names.push_back(known);
                problems_.add(name.where, fmt::format("nothing called '{}' happens", name.text),
                              "a counter counts processes or `counts` names", suggest(name.text, names));
            }
        }
}

}  // namespace forestall
