// A compiled programme: conditions as lookups, effects as ratios on columns. Made by `compile`; how people
// are chosen is in sim/programmes, how effects are felt in sim/engine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/model/programme_spec.hpp"
#include "sim/model/rows.hpp"

namespace forestall {

/// How an effect grows and fades, in steps of a month.
struct Course {
    Minutes onset = 0, waning = 0;  // 0: at once
    Minutes only = never;           // felt so long from the start

    /// From 0 (not felt) to 1, at minute t of a delivery from `begins` to `ends`.
    double strength(Minutes t, Minutes begins, Minutes ends) const;
    /// The next minute after t at which the strength may change; `never` when it does not.
    Minutes next_step(Minutes t, Minutes begins, Minutes ends) const;
};

/// One effect: ratios on columns of the model's rows.
struct Felt {
    std::string name;
    enum class On { rates, levels, amounts } on = On::rates;
    std::vector<int> columns;
    Lookup<std::uint8_t> when;     // 1 where it is felt
    std::array<float, 2> ratio{};  // by lens
    Course course;
};

/// What a strand holds of each programme: when delivery begins and ends.
struct Enrolment {
    Minutes begins = never, ends = never;
    float strength = 1;  // how much of every effect this person feels
    std::uint8_t lens = 0;
    bool drops_out = false;  // ends before its time
};

struct Programme {
    std::string name, title;
    /// One for each use, as a stream's index is told from others by itself.
    struct Luck {
        std::uint32_t referral = 0, take_up = 0, drop_out = 0, score = 0, hub = 0;
    } luck;
    Prevention kind = Prevention::primary;
    bool informal = false;
    Minutes starts = 0, ends = never;  // offers, from the start of the run; may lie before it
    Minutes ramp = 0;
    Lookup<std::uint8_t> eligible;
    Where where;  // of `eligible`

    /// Referral: what happens must be one of these; the chance.
    bool by_referral = false;
    double referral_chance = 0;

    /// Score: per predicted clock its weight.
    struct Score {
        std::vector<std::pair<int, double>> clocks;
        Minutes within = 0;
        double flagged = 0, wanted = 0;
        ScoreTargetSpec::Quality quality = ScoreTargetSpec::Quality::sensitivity;
        bool by_value = false;  // weighted: what it finds is measured by worth, not by people
        Where where;
    };
    std::optional<Score> score;

    std::optional<double> a_month, at_once;
    int hubs = 1;
    OfferSpec::First first = OfferSpec::First::by_luck;
    int take_up = 0;  // column of Model::amounts
    double after_refusal = 1;
    Minutes asked_again = never;
    Minutes after = 0, lasts = never, again = never;
    double drop_out_rate = 0;  // a minute

    struct Set {
        Lookup<std::uint8_t> when;
        int factor = 0;
        FactorValue state = 0;
    };
    std::vector<Set> sets;
    std::vector<Felt> felt;
    Minutes longest_waning = 0;

    /// Its own columns: events, and people in delivery (a level).
    struct Columns {
        int offers = 0, refusals = 0, starts = 0, drop_outs = 0, completions = 0, in_delivery = 0;
    } columns;

    struct Cost {
        std::string name;
        int payer = 0;
        ProgrammeCostSpec::Each each = ProgrammeCostSpec::Each::month;
        double value = 0;
    };
    std::vector<Cost> costs;
    struct Staff {
        std::string role;
        bool for_each_treated = false;
        double value = 0;
    };
    std::vector<Staff> staff;
    struct Stop {
        Minutes after = 0;
        double unless_saved = 0;
    };
    std::optional<Stop> stop;
};

}  // namespace forestall
