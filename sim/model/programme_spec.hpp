// A prevention programme as it was written. Part of what a study reads (spec.hpp); no meaning is checked
// here.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/model/spec_parts.hpp"

namespace forestall {

enum class Prevention { wider_determinants, primary, secondary, tertiary };

/// Referral when something happens, with a chance.
struct ReferralSpec {
    std::vector<Name> events;  // processes or `counts` names
    Number chance;
};

/// A score that ranks people by what it predicts for them, with an error of its own.
struct ScoreTargetSpec {
    std::vector<std::pair<Name, double>> predicts;  // process: weight
    Number within;                                  // length of time
    Number flagged;                                 // share of the eligible
    enum class Quality { sensitivity, auc, ppv } quality = Quality::sensitivity;
    Number wanted;
    Where where;
};

struct EveryoneFound {};

/// Without numbers: everybody found is offered a place at once.
struct OfferSpec {
    std::optional<Number> a_month, at_once;
    int hubs = 1;
    enum class First { highest_score, longest_waiting, oldest, youngest, by_luck };
    std::optional<First> first;  // none: as suits the way of finding
    Where where;
};

struct TakeUpSpec {
    Number chance{1, "", "", {}};
    std::vector<TimesSpec> times;  // only state, age, table, value
    double after_refusal = 1;      // the chance is multiplied by this for every refusal before
    std::optional<Number> asked_again;
};

struct DeliverySpec {
    std::optional<Number> after, lasts;
    double drop_out = 0;  // chance a month
    std::optional<Number> again;
};

/// What delivery changes at once, for whom.
struct DeliverySetSpec {
    SetSpec set;
    ConditionSpec when;
};

/// A ratio, with the interval that it lies in.
struct EvidenceSpec {
    double times = 1;
    std::optional<RatioRange> range;  // of the ratio itself, not of its distance from `times`
    std::string source;
    Where where;
};

struct FeltSpec {
    Name name;
    enum class On { rates, contacts, lengths, chances } on = On::rates;
    std::vector<Name> what;
    ConditionSpec when;
    EvidenceSpec claimed, controlled;
    std::optional<Number> onset, waning, only;
};

struct ProgrammeCostSpec {
    Name name, payer;
    enum class Each { set_up, month, offer, start, treated_month } each = Each::month;
    Number value;
};

struct StaffSpec {
    Name role;
    bool for_each_treated = false;  // else fixed, every month
    Number value;                   // whole-time equivalents
};

struct StopSpec {
    Number after;
    double unless_saved = 0;
    std::string unit;
    Where where;
};

/// What an effect is taken to be.
enum class Lens { claimed, controlled };
const char* to_string(Lens lens);

struct ProgrammeSpec {
    Name name;
    std::string title;
    Prevention kind = Prevention::primary;
    bool informal = false;
    Date starts;
    std::optional<Date> ends;
    std::optional<Number> ramp;
    ConditionSpec eligible;
    std::variant<EveryoneFound, ReferralSpec, ScoreTargetSpec> found;
    OfferSpec offered;
    TakeUpSpec taken_up;
    DeliverySpec delivered;
    std::vector<DeliverySetSpec> sets;
    std::vector<FeltSpec> felt;
    std::vector<ProgrammeCostSpec> costs;
    std::vector<StaffSpec> staff;
    std::optional<StopSpec> stop;
    Sources sources = {};
    Where where;
};

/// How the effects of several programmes on one thing go together.
struct CombineSpec {
    enum class How { multiply, best, floor } how = How::multiply;
    double floor = 0;  // no product goes below this
};

/// A programme as an arm uses it.
struct ArmProgrammeSpec {
    Name file;           // as written
    int programme = -1;  // index into StudyFiles::programmes
    std::optional<Date> starts;
    std::optional<double> after_saving;  // starts once the arm has saved so much against the first arm
    std::optional<Date> at_latest;
    std::string unit = {};  // of the saving
    bool on = true;         // no: named, and never offered
    // Instead of the programme's own:
    std::optional<double> a_month, at_once, taken_up, sensitivity;
    Where where;
};

}  // namespace forestall
