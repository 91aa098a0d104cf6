#include "sim/model/parameter_list.hpp"

#include <algorithm>

namespace forestall {

namespace {

/// A number with a source of its own.
Parameter of_number(const ParameterPlace& at, const Number& number, const std::string& unit) {
    return {at.path, at.title, unit, number.source, number.where};
}

void collect(PiecesSpec& pieces, std::vector<double*>& figures) {
    for (double& value : pieces.values) figures.push_back(&value);
    if (pieces.never) figures.push_back(&*pieces.never);
}

void collect(StateValuesSpec& states, std::vector<double*>& figures) {
    for (auto& [state, value] : states.values) figures.push_back(&value);
    if (states.otherwise) figures.push_back(&*states.otherwise);
}

/// The chance that is drawn as it is written; null when it is looked up or multiplied.
double* certain_chance(BranchSpec& branch) {
    Number* number = std::get_if<Number>(&branch.chance.value);
    return number && !branch.otherwise && branch.times.empty() ? &number->value : nullptr;
}

}  // namespace

const char* scale_word(LengthSpec::Scale scale) {
    switch (scale) {
    case LengthSpec::Scale::mean: return "mean";
    case LengthSpec::Scale::median: return "median";
    case LengthSpec::Scale::scale: return "scale";
    case LengthSpec::Scale::length: break;
    }
    return "fixed";
}

void ParameterList::add(Parameter parameter) {
    const bool is_none = std::all_of(parameter.figures.begin(), parameter.figures.end(),
                                     [](const double* figure) { return *figure == 0; });
    if (is_none) return;
    // What stands in a group is one figure, however many places take it from there.
    const auto same = std::find_if(all_.begin(), all_.end(), [&](const Parameter& one) {
        return parameter.path.starts_with("multipliers/") && one.path == parameter.path;
    });
    if (same == all_.end())
        all_.push_back(std::move(parameter));
    else
        same->figures.insert(same->figures.end(), parameter.figures.begin(), parameter.figures.end());
}

void ParameterList::add_number(Parameter parameter, double& figure) {
    parameter.figures = {&figure};
    add(std::move(parameter));
}

void ParameterList::add_figure(const ParameterPlace& at, Number& number, const std::string& unit,
                               double at_most) {
    Parameter made = of_number(at, number, unit);
    made.at_most = at_most;
    add_number(std::move(made), number.value);
}

void ParameterList::add_ratio(Parameter parameter, double& ratio) {
    if (ratio != 1) add_number(std::move(parameter), ratio);
}

void ParameterList::add_rate(RateSpec& rate, const ParameterPlace& of) {
    const ParameterPlace at = of / "rate";
    Parameter made{at.path, at.title, rate.unit, rate.source, rate.where};
    switch (rate.kind) {
    case RateSpec::Kind::value: made.figures.push_back(&rate.value.value); break;
    case RateSpec::Kind::table: return;  // the table is the parameter
    case RateSpec::Kind::by_age:
    case RateSpec::Kind::by_since: collect(rate.pieces, made.figures); break;
    case RateSpec::Kind::by_state: collect(rate.states, made.figures); break;
    }
    add(std::move(made));
}

void ParameterList::add_times(std::vector<TimesSpec>& all, const ParameterPlace& of) {
    for (TimesSpec& times : all) {
        const std::string& group = times.group;
        add_one_of_times(times, group.empty()
                                    ? of / "times"
                                    : ParameterPlace{"multipliers/" + group, "Multipliers " + group + ":"});
    }
}

void ParameterList::add_one_of_times(TimesSpec& times, const ParameterPlace& at) {
    const auto ratio_at = [&](const ParameterPlace& place, const Where& where) {
        return Parameter{place.path, place.title, "ratio", times.source, where};
    };
    const auto add_pieces = [&](const char* word) {
        Parameter made = ratio_at(at / word, times.where);
        collect(times.pieces, made.figures);
        std::erase_if(made.figures, [](const double* ratio) { return *ratio == 1; });
        add(std::move(made));
    };
    switch (times.kind) {
    case TimesSpec::Kind::state:
        for (auto& [state, ratio] : times.states.values)
            add_ratio(ratio_at(at / times.name.text / state.text, state.where), ratio);
        if (auto& otherwise = times.states.otherwise)
            add_ratio(ratio_at(at / times.name.text / "otherwise", times.where), *otherwise);
        break;
    case TimesSpec::Kind::age: add_pieces("age"); break;
    case TimesSpec::Kind::since: add_pieces("since"); break;
    case TimesSpec::Kind::value: add_ratio(ratio_at(at / "value", times.where), times.value); break;
    case TimesSpec::Kind::propensity:
    case TimesSpec::Kind::calendar:
    case TimesSpec::Kind::table: break;  // parameters where they are written
    }
}

void ParameterList::add_length(LengthSpec& length, const ParameterPlace& at) {
    if (length.kind == LengthSpec::Kind::empirical) {
        const ParameterPlace lengths = at / "lengths";
        const std::string& unit = length.lengths.front().unit;
        const bool is_one_unit = std::all_of(length.lengths.begin(), length.lengths.end(),
                                             [&](const Number& number) { return number.unit == unit; });
        Parameter made{lengths.path, lengths.title, is_one_unit ? unit : "as written", length.source,
                       length.where};
        for (Number& number : length.lengths) made.figures.push_back(&number.value);
        add(std::move(made));
    } else if (Number* number = std::get_if<Number>(&length.scale.value)) {
        add_number(of_number(at / scale_word(length.scale_is), *number, number->unit), number->value);
    }
    const bool has_shape = length.kind == LengthSpec::Kind::weibull ||
                           length.kind == LengthSpec::Kind::gamma ||
                           length.kind == LengthSpec::Kind::lognormal;
    if (has_shape) {
        const ParameterPlace shape = at / (length.kind == LengthSpec::Kind::lognormal ? "sd_log" : "shape");
        add_number({shape.path, shape.title, "shape", length.source, length.where}, length.shape);
    }
    add_times(length.times, at);
}

void ParameterList::add_outcome(OutcomeSpec& outcome, const ParameterPlace& at) {
    for (StaySpec& stay : outcome.stays) {
        add_length(stay.length, at / "stay" / "length");
        for (OutcomeSpec& afterwards : stay.afterwards) add_outcome(afterwards, at / "stay" / "afterwards");
    }
    add_branches(outcome.branches, at / "branch");
}

void ParameterList::add_branches(std::vector<BranchSpec>& branches, const ParameterPlace& at) {
    double certain = 0;
    for (BranchSpec& branch : branches)
        if (const double* chance = certain_chance(branch)) certain += *chance;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        BranchSpec& branch = branches[i];
        const ParameterPlace option = at / std::to_string(i + 1);
        Number* number = std::get_if<Number>(&branch.chance.value);
        if (number && !branch.otherwise) {
            Parameter made = of_number(option / "chance", *number, "chance");
            made.at_most = certain_chance(branch) ? 1 - (certain - number->value) : 1;
            add_number(std::move(made), number->value);
        }
        add_times(branch.times, option);
        add_outcome(branch.then, option / (branch.otherwise ? "otherwise" : "then"));
    }
}

}  // namespace forestall
