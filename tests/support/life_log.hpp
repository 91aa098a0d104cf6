// Lives looked at one by one: a Watch that keeps all it is told, and the lives of a study told to it.
#pragma once

#include <functional>
#include <vector>

#include "sim/engine/life.hpp"
#include "sim/engine/watch.hpp"
#include "tests/support/small_study.hpp"

namespace forestall::testing {

struct Happening {
    Minutes t = 0;
    Watch::Kind kind = Watch::Kind::process;
    int index = 0;
    std::vector<FactorValue> after;
    friend bool operator==(const Happening&, const Happening&) = default;
};

/// All that an onlooker of one life was told, but for the rates.
class LifeLog final : public Watch {
  public:
    PersonKey key = 0;
    Minutes birth = 0, joins = 0;
    std::vector<FactorValue> first;  // the factors of the newcomer
    std::vector<Happening> happenings;
    Minutes gone_at = never;
    bool died = false;
    int times_gone = 0, rates_after_gone = 0;
    bool keeps_happenings = true;

    void happened(Minutes t, Kind kind, int index, std::span<const FactorValue>,
                  std::span<const FactorValue> after) override {
        if (keeps_happenings) happenings.push_back({t, kind, index, {after.begin(), after.end()}});
    }
    void rates(Minutes, Minutes, std::span<const float>) override { rates_after_gone += times_gone; }
    void gone(Minutes t, bool by_death) override {
        gone_at = t;
        died = by_death;
        ++times_gone;
    }

    /// When a process happened.
    std::vector<Minutes> times_of(int process) const {
        std::vector<Minutes> times;
        for (const auto& one : happenings)
            if (one.kind == Watch::Kind::process && one.index == process) times.push_back(one.t);
        return times;
    }
    /// When something of a kind happened (timers, births ...).
    std::vector<Minutes> times_of(Watch::Kind kind, int index) const {
        std::vector<Minutes> times;
        for (const auto& one : happenings)
            if (one.kind == kind && one.index == index) times.push_back(one.t);
        return times;
    }
    /// What happened before minute t.
    std::vector<Happening> before(Minutes t) const {
        std::vector<Happening> early;
        for (const auto& one : happenings)
            if (one.t < t) early.push_back(one);
        return early;
    }
};

struct HowToLog {
    int arm = 0;
    std::vector<Minutes> cuts;  // further times at which lives are interrupted and taken up again
    bool newborns = true;       // live the lives of those born on the way
    bool happenings = true;     // keep what happened; without it only the end of a life is known
};

/// Calls `visit` with everybody's life in an arm: those at the start, those who move in, those born on the
/// way (by birth).
void for_each_life(const SmallStudy& study, const HowToLog& how,
                   const std::function<void(const LifeLog&)>& visit);

/// The same, kept.
std::vector<LifeLog> log_lives(const SmallStudy& study, int arm = 0, const std::vector<Minutes>& cuts = {});

}  // namespace forestall::testing
