// The figures of programmes as parameters.
#include <fmt/format.h>

#include "sim/model/parameter_list.hpp"

namespace forestall {

namespace {

void add_found(ProgrammeSpec& programme, const ParameterPlace& at, ParameterList& list) {
    if (auto* referral = std::get_if<ReferralSpec>(&programme.found))
        list.add_figure(at / "chance", referral->chance, "chance", 1);
    if (auto* score = std::get_if<ScoreTargetSpec>(&programme.found)) {
        using Quality = ScoreTargetSpec::Quality;
        list.add_figure(at / "within", score->within, score->within.unit);
        list.add_figure(at / "flagged", score->flagged, "chance", 1);
        list.add_figure(at / (score->quality == Quality::sensitivity ? "sensitivity"
                              : score->quality == Quality::auc       ? "auc"
                                                                     : "ppv"),
                        score->wanted, "chance", 1);
    }
}

void add_evidence(EvidenceSpec& evidence, const ParameterPlace& at, ParameterList& list) {
    Parameter made{at.path, at.title, "ratio", evidence.source, evidence.where};
    if (evidence.range && evidence.times > 0)
        made.range = RatioRange{evidence.range->low / evidence.times, evidence.range->high / evidence.times};
    list.add_number(std::move(made), evidence.times);
}

}  // namespace

std::vector<Parameter> parameters_of(ProgrammeSpec& programme) {
    ParameterList list;
    const ParameterPlace at{"programmes/" + programme.name.text,
                            (programme.title.empty() ? programme.name.text : programme.title) + ":"};
    const auto add_length = [&](const char* part, const char* word, std::optional<Number>& length) {
        if (length) list.add_figure(at / part / word, *length, length->unit);
    };
    const auto add_own = [&](const ParameterPlace& place, const char* unit, double& figure, double at_most) {
        list.add_number(
            {place.path, place.title, unit, "", programme.where, Parameter::Scaled::figure, at_most}, figure);
    };
    if (programme.ramp) list.add_figure(at / "ramp", *programme.ramp, programme.ramp->unit);
    add_found(programme, at / "found", list);
    if (auto& places = programme.offered.a_month)
        list.add_figure(at / "offered" / "a_month", *places, "per_month");
    if (auto& places = programme.offered.at_once)
        list.add_figure(at / "offered" / "at_once", *places, "people");
    list.add_figure(at / "taken_up" / "chance", programme.taken_up.chance, "chance", 1);
    list.add_times(programme.taken_up.times, at / "taken_up");
    add_own(at / "taken_up" / "after_refusal", "ratio", programme.taken_up.after_refusal, 1);
    add_length("taken_up", "asked_again", programme.taken_up.asked_again);
    add_length("delivered", "after", programme.delivered.after);
    add_length("delivered", "lasts", programme.delivered.lasts);
    add_length("delivered", "again", programme.delivered.again);
    add_own(at / "delivered" / "drop_out", "chance", programme.delivered.drop_out, 1);
    for (FeltSpec& felt : programme.felt) {
        const ParameterPlace effect = at / "felt" / felt.name.text;
        add_evidence(felt.claimed, effect / "claimed", list);
        add_evidence(felt.controlled, effect / "controlled", list);
        for (auto& [word, length] : {std::pair{"onset", &felt.onset}, std::pair{"waning", &felt.waning},
                                     std::pair{"only", &felt.only}})
            if (*length) list.add_figure(effect / word, **length, (*length)->unit);
    }
    for (ProgrammeCostSpec& cost : programme.costs)
        list.add_figure(at / "costs" / cost.name.text, cost.value, cost.value.unit);
    for (StaffSpec& staff : programme.staff)
        list.add_figure(at / "staff" / staff.role.text, staff.value, "whole_time_equivalents");
    if (programme.stop) {
        list.add_figure(at / "stop" / "after", programme.stop->after, programme.stop->after.unit);
        list.add_number({(at / "stop").path + "/unless_saved", (at / "stop").title + " unless saved",
                         programme.stop->unit, "", programme.stop->where},
                        programme.stop->unless_saved);
    }
    return std::move(list).finished();
}

}  // namespace forestall
