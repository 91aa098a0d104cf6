#include "sim/study/trace.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/engine/life.hpp"
#include "sim/population/people.hpp"

namespace forestall {

namespace {

class Writer final : public Watch {
  public:
    Writer(const Model& model, const Calendar& calendar, Minutes birth, Trace& trace)
        : model_(model), calendar_(calendar), birth_(birth), trace_(trace) {
        trace_.birth = calendar.date_of(birth);
    }

    void happened(Minutes t, Kind kind, int index, std::span<const FactorValue> before,
                  std::span<const FactorValue> after) override {
        if (kind == Kind::begins) return tell_start(after);
        TraceEvent event;
        event.time = t;
        event.age_years = static_cast<double>(t - birth_) / minutes_per_year;
        event.what = title(kind, index);
        if (kind == Kind::process) event.process = index;
        event.is_break = kind == Kind::birthday || kind == Kind::since_break || kind == Kind::counter_falls;
        event.rates_before = rates_;
        add_changes(event, before, after);
        trace_.events.push_back(std::move(event));
    }

    void rates(Minutes, Minutes, std::span<const float> per_minute) override {
        rates_.clear();
        for (std::size_t k = 0; k < per_minute.size(); ++k)
            if (per_minute[k] > 0)
                rates_.emplace_back(model_.processes[static_cast<std::size_t>(model_.clocked[k])].title,
                                    static_cast<double>(per_minute[k]) * minutes_per_year / clock_scale);
    }

    /// Somebody takes up a place on a programme.
    void tell_start_of(const Started& one) {
        const Programme& programme = model_.programmes[static_cast<std::size_t>(one.programme)];
        TraceEvent event;
        event.time = one.chosen;
        event.age_years = static_cast<double>(one.chosen - birth_) / minutes_per_year;
        const auto day = [&](Minutes t) {
            return t == never || t > calendar_.horizon() ? std::string("the end")
                                                         : to_string(calendar_.date_of(t));
        };
        event.what = fmt::format("Takes up: {}", programme.title);
        event.changes.push_back(
            {"delivered", day(one.enrolment.begins),
             day(one.enrolment.ends) + (one.enrolment.drops_out ? " (leaves early)" : "")});
        trace_.events.push_back(std::move(event));
    }

    void gone(Minutes, bool died) override {
        trace_.died = died;
        trace_.left = !died;
    }

  private:
    std::string title(Kind kind, int index) const {
        const auto at = static_cast<std::size_t>(index);
        switch (kind) {
        case Kind::process: return model_.processes[at].title;
        case Kind::timer_ends:
            return model_.timers[at].process >= 0
                       ? model_.processes[static_cast<std::size_t>(model_.timers[at].process)].title
                       : model_.timers[at].name;
        case Kind::birthday: return fmt::format("Turns {}", model_.factors[age_factor].states[at]);
        case Kind::since_break:
            return "Time passes: " + model_.factors[static_cast<std::size_t>(model_.sinces[at].factor)].title;
        case Kind::counter_falls:
            return "Recent use falls: " +
                   model_.factors[static_cast<std::size_t>(model_.counters[at].factor)].title;
        case Kind::born: return "Is born";
        case Kind::arrives: return "Moves in";
        case Kind::begins: break;
        }
        return "Is here";
    }

    void tell_start(std::span<const FactorValue> after) {
        for (std::size_t f = 0; f < model_.factors.size(); ++f)
            if (model_.factors[f].kind != Factor::Kind::since &&
                f != static_cast<std::size_t>(model_.layer_factor))
                trace_.at_start.emplace_back(model_.factors[f].title, model_.factors[f].states[after[f]]);
        trace_.at_start.emplace_back(model_.factors[static_cast<std::size_t>(model_.layer_factor)].title,
                                     model_.layer_titles[model_.layer(after.data())]);
    }

    void add_changes(TraceEvent& event, std::span<const FactorValue> before,
                     std::span<const FactorValue> after) const {
        for (std::size_t f = 0; f < model_.factors.size(); ++f) {
            const auto kind = model_.factors[f].kind;
            if (kind != Factor::Kind::track && kind != Factor::Kind::counter && kind != Factor::Kind::score)
                continue;
            if (before[f] != after[f])
                event.changes.push_back({model_.factors[f].title, model_.factors[f].states[before[f]],
                                         model_.factors[f].states[after[f]]});
        }
        const auto from = model_.layer(before.data()), to = model_.layer(after.data());
        if (from != to)
            event.changes.push_back({model_.factors[static_cast<std::size_t>(model_.layer_factor)].title,
                                     model_.layer_titles[from], model_.layer_titles[to]});
    }

    const Model& model_;
    const Calendar& calendar_;
    Minutes birth_;
    Trace& trace_;
    std::vector<std::pair<std::string, double>> rates_;
};

}  // namespace

std::vector<Trace> trace_person(const StudyFiles& files, const Model& model, std::uint64_t number,
                                std::uint64_t seed, std::uint32_t replicate,
                                const std::vector<Started>& started) {
    const Calendar calendar = calendar_of(files.study);
    const Streams streams(seed, replicate);
    const StartingPeople people(files.place, model, streams, 1);
    if (number < 1 || number > people.size())
        throw InputError(
            Problem{{},
                    fmt::format("there is no person {}", number),
                    fmt::format("'{}' has the people 1 to {}", files.place.name.text, people.size()),
                    "choose one of them"});
    std::vector<Trace> traces;
    for (std::size_t a = 0; a < files.study.arms.size(); ++a) {
        const auto& arm = files.study.arms[a];
        const ArmModel arm_model = compile_arm(arm, model);
        const Life life(model, arm_model, streams, calendar);
        const Newcomer person = people.person(number - 1);
        std::vector<std::uint64_t> memory((model.layout.strand_stride + 7) / 8);
        const Record record(reinterpret_cast<std::byte*>(memory.data()), model.layout);
        Worker worker(model, calendar, life.lanes());
        Trace trace;
        trace.arm = arm.title.empty() ? arm.name.text : arm.title;
        Writer writer(model, calendar, person.birth, trace);
        Minutes next = life.begin(record, person);
        next = life.live(record, next, 0, worker, &writer);
        std::fill_n(record.enrolments(), model.programmes.size(), Enrolment{});
        worker.is_reached = !model.programmes.empty();
        for (const Started& one : started) {
            if (one.key != record.key() || !holds(one.arms, static_cast<int>(a)) || next == never) continue;
            if (next < one.chosen) next = life.live(record, next, one.chosen, worker, &writer);
            if (next == never) break;
            life.wind_back(record, next, one.chosen, worker);
            next = one.chosen;
            record.enrolments()[one.programme] = one.enrolment;
            writer.tell_start_of(one);
        }
        if (next != never) life.live(record, next, calendar.horizon(), worker, &writer);
        traces.push_back(std::move(trace));
    }
    return traces;
}

}  // namespace forestall
