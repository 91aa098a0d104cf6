// Programmes: eligibility and effects as lookups and columns, their own measures, costs and staff.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compile.hpp"
#include "sim/model/compiler.hpp"

namespace forestall {

namespace {

Minutes minutes_of(const std::optional<Number>& length, Minutes otherwise) {
    if (!length) return otherwise;
    const double minutes = std::round(length->value * minutes_in(length->unit));
    return static_cast<Minutes>(std::clamp(minutes, 0.0, static_cast<double>(never - 1)));
}

/// Whether a month begins on one of the days from `from` to the one before `until`.
bool has_month_start(const Date& from, const Date& until) {
    const Date first = from.day == 1      ? from
                       : from.month == 12 ? Date{from.year + 1, 1, 1}
                                          : Date{from.year, from.month + 1, 1};
    return days_since_epoch(first) < days_since_epoch(until);
}

}  // namespace

Minutes minutes_until(const Date& date, const Calendar& calendar) {
    const double minutes =
        static_cast<double>(days_since_epoch(date) - days_since_epoch(calendar.start())) * minutes_per_day;
    return static_cast<Minutes>(
        std::clamp(minutes, -static_cast<double>(never - 1), static_cast<double>(never - 1)));
}

void Compiler::add_programme_measures() {
    std::set<std::string> names;
    for (const ProgrammeSpec& spec : files_.programmes) {
        if (!names.insert(spec.name.text).second) {  // add_programmes tells
            programme_columns_.emplace_back();
            continue;
        }
        const auto count = [&](const char* what, const char* title) {
            Measure made{Measure::Kind::events,
                         spec.name.text + "_" + what,
                         spec.title + ": " + title,
                         what,
                         event_column("programme " + spec.name.text + " " + what),
                         -1,
                         false,
                         true};
            model_.measures.push_back(std::move(made));
            return model_.measures.back().column;
        };
        Programme::Columns columns;
        columns.offers = count("offers", "offers");
        columns.refusals = count("refusals", "offers refused");
        columns.starts = count("starts", "people started");
        columns.drop_outs = count("drop_outs", "people who left early");
        columns.completions = count("completions", "people who came to the end");
        columns.in_delivery = static_cast<int>(level_base_.size());
        level_base_.push_back(0.0);  // only those who are in it add to it
        model_.measures.push_back({Measure::Kind::people, spec.name.text + "_in_delivery",
                                   spec.title + ": people in delivery", "people", columns.in_delivery, -1,
                                   false, true});
        programme_columns_.push_back(columns);
    }
}

/// Columns of rates, contacts, lengths or chances that an effect names.
std::vector<int> Compiler::felt_columns(const FeltSpec& spec, const std::string& programme) {
    std::vector<int> columns;
    for (const Name& name : spec.what) {
        const auto unknown = [&](const char* kind, const std::vector<std::string>& names) {
            problems_.add(name.where,
                          fmt::format("effect '{}' of programme '{}' changes '{}', which is no {}",
                                      spec.name.text, programme, name.text, kind),
                          "", suggest(name.text, names));
        };
        std::vector<std::string> names;
        if (spec.on == FeltSpec::On::rates) {
            const auto clock = clock_ids_.find(name.text);
            for (const auto& [known, id] : clock_ids_) names.push_back(known);
            if (clock == clock_ids_.end())
                unknown("process with a rate", names);
            else
                columns.push_back(clock->second);
        } else if (spec.on == FeltSpec::On::contacts) {
            const auto found =
                std::find_if(model_.measures.begin(), model_.measures.end(), [&](const Measure& m) {
                    return m.kind == Measure::Kind::contacts && m.name == name.text;
                });
            for (const Measure& measure : model_.measures)
                if (measure.kind == Measure::Kind::contacts) names.push_back(measure.name);
            if (found == model_.measures.end())
                unknown("contact", names);
            else
                columns.push_back(found->column);
        } else {
            const bool is_chance = spec.on == FeltSpec::On::chances;
            for (const auto& [path, column] : amount_paths_) {
                const bool fits = path.ends_with(is_chance ? "/chance" : "/length");
                if (!fits) continue;
                names.push_back(path);
                if (path == name.text || path.starts_with(name.text + "/")) columns.push_back(column);
            }
            if (std::none_of(names.begin(), names.end(), [&](const std::string& path) {
                    return path == name.text || path.starts_with(name.text + "/");
                }))
                unknown(is_chance ? "chance of a branch" : "process with a stay", names);
        }
    }
    return columns;
}

void Compiler::add_score(const ScoreTargetSpec& spec, Programme& made) {
    Programme::Score score;
    for (const auto& [name, weight] : spec.predicts) {
        if (process(name) < 0) continue;
        const auto clock = clock_ids_.find(name.text);
        if (clock == clock_ids_.end())
            problems_.add(name.where, fmt::format("a score predicts '{}', which has no rate", name.text),
                          "it happens after a length of time", "predict processes with a rate");
        else
            score.clocks.emplace_back(clock->second, weight);
    }
    score.within = minutes_of(spec.within, 1);
    score.flagged = spec.flagged.value;
    score.wanted = spec.wanted.value;
    score.quality = spec.quality;
    score.where = spec.where;
    if (spec.quality == ScoreTargetSpec::Quality::auc && spec.wanted.value < 0.5)
        problems_.add(spec.wanted.where, fmt::format("an area under the curve of {:g}", spec.wanted.value),
                      "a score that knows nothing has 0.5", "give 0.5 or more");
    score.by_value = std::any_of(spec.predicts.begin(), spec.predicts.end(),
                                 [](const auto& one) { return one.second != 1; });
    if (score.by_value && spec.quality != ScoreTargetSpec::Quality::sensitivity)
        problems_.add(spec.wanted.where, "weights with a quality other than sensitivity",
                      "AUC and PPV are of people to whom something happens or does not",
                      "ask for a sensitivity: the share of what the weights add up to");
    if (spec.quality == ScoreTargetSpec::Quality::sensitivity && spec.wanted.value < spec.flagged.value)
        problems_.add(spec.wanted.where,
                      fmt::format("a sensitivity of {:g} with a share of {:g} flagged", spec.wanted.value,
                                  spec.flagged.value),
                      "picking people at random finds as large a share as is flagged",
                      "ask for a higher sensitivity or flag fewer");
    made.score = std::move(score);
}

void Compiler::add_referral(const ReferralSpec& spec, int id, Programme& made) {
    made.by_referral = true;
    made.referral_chance = spec.chance.value;
    for (const Name& name : spec.events) {
        if (const auto found = process_ids_.find(name.text); found != process_ids_.end())
            model_.processes[static_cast<std::size_t>(found->second)].refers.push_back(id);
        else if (const auto count = event_ids_.find(name.text); count != event_ids_.end()) {
            for (Effect& effect : model_.effects)
                if (std::count(effect.counts.begin(), effect.counts.end(), count->second) > 0)
                    effect.refers.push_back(id);
        } else {
            std::vector<std::string> names;
            for (const auto& [known, process] : process_ids_) names.push_back(known);
            problems_.add(name.where,
                          fmt::format("programme '{}' is referred to by '{}', which never happens", made.name,
                                      name.text),
                          "people are referred when a process or something with a `counts` name happens",
                          suggest(name.text, names));
        }
    }
}

void Compiler::check_money(const std::string& unit, const Where& where) {
    if (!model_.costs.empty() && unit != model_.costs.front().unit)
        problems_.add(where, fmt::format("money in {}", unit),
                      fmt::format("the model's costs are in {}", model_.costs.front().unit),
                      "use one unit of money");
}

void Compiler::add_programme_money(const ProgrammeSpec& spec, Programme& made) {
    for (const ProgrammeCostSpec& cost : spec.costs) {
        const auto payer = std::find_if(model_.payers.begin(), model_.payers.end(),
                                        [&](const auto& one) { return one.first == cost.payer.text; });
        std::vector<std::string> names;
        for (const auto& [name, title] : model_.payers) names.push_back(name);
        if (payer == model_.payers.end()) {
            problems_.add(cost.payer.where, fmt::format("unknown payer '{}'", cost.payer.text), "",
                          suggest(cost.payer.text, names));
            continue;
        }
        check_money(cost.value.unit, cost.value.where);
        made.costs.push_back(
            {cost.name.text, static_cast<int>(payer - model_.payers.begin()), cost.each, cost.value.value});
    }
    for (const StaffSpec& staff : spec.staff)
        made.staff.push_back({staff.role.text, staff.for_each_treated, staff.value.value});
}

void Compiler::add_programmes() {
    std::map<std::string, Where> seen;
    for (std::size_t i = 0; i < files_.programmes.size(); ++i) {
        const ProgrammeSpec& spec = files_.programmes[i];
        if (const auto [at, fresh] = seen.try_emplace(spec.name.text, spec.where); !fresh)
            problems_.add(spec.name.where, fmt::format("two programmes are called '{}'", spec.name.text),
                          fmt::format("the other is {}", to_string(at->second)), "rename one");
        Programme made;
        made.name = spec.name.text;
        made.title = spec.title;
        made.luck = {stream_of(spec.name.text + " / referral"), stream_of(spec.name.text + " / take_up"),
                     stream_of(spec.name.text + " / drop_out"), stream_of(spec.name.text + " / score"),
                     stream_of(spec.name.text + " / hub")};
        made.kind = spec.kind;
        made.informal = spec.informal;
        made.starts = minutes_until(spec.starts, calendar_);
        if (spec.ends) made.ends = minutes_until(*spec.ends, calendar_);
        made.ramp = minutes_of(spec.ramp, 0);
        made.eligible = holds(spec.eligible);
        made.where = spec.eligible.where.line > 0 ? spec.eligible.where : spec.where;
        if (spec.ends && !has_month_start(spec.starts, *spec.ends))
            problems_.add(spec.where,
                          fmt::format("'{}' runs from {} to {}", made.name, to_string(spec.starts),
                                      to_string(*spec.ends)),
                          "programmes act at the start of a month, and there is none between",
                          "give a later end");
        if (std::none_of(made.eligible.values.begin(), made.eligible.values.end(),
                         [](std::uint8_t one) { return one != 0; }) &&
            !made.eligible.index.factors().empty())
            problems_.add(spec.eligible.where, fmt::format("nobody can ever be eligible for '{}'", made.name),
                          "its tests rule each other out", "change `eligible`");
        if (const auto* referral = std::get_if<ReferralSpec>(&spec.found))
            add_referral(*referral, static_cast<int>(i), made);
        if (const auto* score = std::get_if<ScoreTargetSpec>(&spec.found)) add_score(*score, made);
        if (spec.offered.a_month) made.a_month = spec.offered.a_month->value;
        if (spec.offered.at_once) made.at_once = spec.offered.at_once->value;
        made.hubs = spec.offered.hubs;
        using First = OfferSpec::First;
        made.first = spec.offered.first.value_or(made.score         ? First::highest_score
                                                 : made.by_referral ? First::longest_waiting
                                                                    : First::by_luck);
        if (made.first == First::highest_score && !made.score)
            problems_.add(spec.offered.where, fmt::format("'{}' takes the highest score first", made.name),
                          "nobody is given a score", "find people by what a score `predicts`");
        if (made.first == First::longest_waiting && !made.by_referral)
            problems_.add(
                spec.offered.where, fmt::format("'{}' takes who has waited longest first", made.name),
                "people wait from a referral on", "find people by `events`, or choose another order");
        made.take_up = add_amount({spec.taken_up.chance}, spec.taken_up.times, 1, "chance");
        made.after_refusal = spec.taken_up.after_refusal;
        made.asked_again = minutes_of(spec.taken_up.asked_again, never);
        made.after = minutes_of(spec.delivered.after, 0);
        made.lasts = minutes_of(spec.delivered.lasts, never);
        made.again = minutes_of(spec.delivered.again, never);
        if (spec.delivered.drop_out >= 1)
            problems_.add(spec.where, "everybody drops out within the month", "nobody would be treated",
                          "lower `drop_out`");
        else
            made.drop_out_rate = -std::log1p(-spec.delivered.drop_out) / (minutes_per_year / 12.0);
        for (const DeliverySetSpec& set : spec.sets) {
            const int track = factor(set.set.track, "change");
            if (track < 0) continue;
            if (model_.factors[static_cast<std::size_t>(track)].kind != Factor::Kind::track) {
                problems_.add(set.set.track.where, fmt::format("'{}' cannot be set", set.set.track.text),
                              "only tracks have states that delivery can change",
                              suggest(set.set.track.text, names_of(Factor::Kind::track)));
                continue;
            }
            if (const int to = state(track, set.set.state); to >= 0)
                made.sets.push_back({holds(set.when), track, static_cast<FactorValue>(to)});
        }
        for (const FeltSpec& felt : spec.felt) {
            Felt effect;
            effect.name = felt.name.text;
            effect.on = felt.on == FeltSpec::On::rates      ? Felt::On::rates
                        : felt.on == FeltSpec::On::contacts ? Felt::On::levels
                                                            : Felt::On::amounts;
            effect.columns = felt_columns(felt, made.name);
            effect.when = holds(felt.when);
            effect.ratio = {static_cast<float>(felt.claimed.times),
                            static_cast<float>(felt.controlled.times)};
            effect.course = {minutes_of(felt.onset, 0), minutes_of(felt.waning, 0),
                             minutes_of(felt.only, never)};
            made.longest_waning = std::max(made.longest_waning, effect.course.waning);
            made.felt.push_back(std::move(effect));
        }
        made.columns = programme_columns_[i];
        add_programme_money(spec, made);
        if (spec.stop && !spec.stop->unit.empty()) check_money(spec.stop->unit, spec.stop->where);
        if (spec.stop) made.stop = Programme::Stop{minutes_of(spec.stop->after, 0), spec.stop->unless_saved};
        model_.programmes.push_back(std::move(made));
    }
    constexpr std::size_t most_programmes = 32;  // who is eligible is kept as bits
    if (model_.programmes.size() > most_programmes)
        problems_.add(files_.study.where, fmt::format("{} programmes", model_.programmes.size()),
                      fmt::format("a study holds at most {}", most_programmes), "use fewer");
    model_.combine = files_.study.combine;
}

}  // namespace forestall
