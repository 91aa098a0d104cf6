// forestall trace: one life as a readable timeline, in every arm.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "sim/io/read_study.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/study/trace.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"
#include "tools/forestall/progress.hpp"
#include "tools/forestall/run_options.hpp"
#include "tools/forestall/stop_request.hpp"

namespace forestall {

namespace {

struct TraceOptions {
    std::string study, csv;
    std::optional<std::uint64_t> person;
    std::optional<std::uint64_t> seed;
    std::uint32_t replicate = 0;
    double sample = 1;
    bool rates = false, birthdays = false, changed = false;
};

void print_event(const TraceEvent& event, const Calendar& calendar, const TraceOptions& options) {
    if (event.is_break && event.changes.empty() && !options.birthdays) return;
    std::string changes;
    for (const auto& change : event.changes)
        changes +=
            fmt::format("{}{}: {} -> {}", changes.empty() ? "" : "; ", change.track, change.from, change.to);
    fmt::print("  {}  {:5.1f}  {:<44} {}\n", to_string(calendar.date_of(event.time)), event.age_years,
               event.what, changes);
    if (!options.rates) return;
    for (const auto& [title, rate] : event.rates_before)
        fmt::print("                       {} {:<42} {:10.4f} a year\n", title == event.what ? '>' : ' ',
                   title, rate);
}

void print_trace(const Trace& trace, const Calendar& calendar, const TraceOptions& options) {
    fmt::print("\n{}: born {}\n", trace.arm, to_string(trace.birth));
    bool started = false;
    const auto start = [&] {
        if (started || trace.at_start.empty()) return;
        started = true;
        fmt::print("  {}  the study starts:\n", to_string(calendar.start()));
        for (const auto& [factor, state] : trace.at_start)
            fmt::print("              {:<28} {}\n", factor, state);
    };
    for (const auto& event : trace.events) {
        if (event.time >= 0) start();
        print_event(event, calendar, options);
    }
    start();
    if (!trace.died && !trace.left)
        fmt::print("  {}  the study ends; this person is still here\n", to_string(calendar.end()));
    if (trace.left) fmt::print("  and leaves the place\n");
}

bool has_programmes(const StudyFiles& files) { return !files.programmes.empty(); }

/// Who is started by which programme depends on everybody, so that the study is run to know it.
StudyOutcome run_to_know(const StudyFiles& files, const Model& model, const TraceOptions& options) {
    StudySettings settings;
    settings.seed = options.seed.value_or(files.study.seed);
    settings.replicates = static_cast<int>(options.replicate) + 1;
    settings.sample = options.sample;
    settings.keep_what_happened = options.changed;
    settings.stop = hear_stop_requests();
    Progress progress(Progress::Show::when_terminal);
    settings.progress = [&](double share) { progress.update(share); };
    StudyFiles lean = files;  // nothing is read but who was started and how lives went
    lean.study.strata.clear();
    lean.study.attribution.reset();
    const auto executor = executor_for(0);
    StudyOutcome outcome = run_study(lean, model, settings, *executor);
    progress.done();
    return outcome;
}

/// One line a person and arm: by which programmes they were reached, and what came of it.
struct Changed {
    PersonKey key = 0;
    int arm = 0;
    std::vector<const Started*> started;
    const Ending *own = nullptr, *first = nullptr;
    bool differs() const { return own == nullptr || first == nullptr || own->digest != first->digest; }
    int more(std::size_t clock) const {
        const auto times = [&](const Ending* one) {
            return one == nullptr || one->happened.empty() ? 0 : static_cast<int>(one->happened[clock]);
        };
        return times(own) - times(first);
    }
};

std::vector<Changed> changed_lives(const ProgrammesOutcome& told, int arms) {
    std::map<std::pair<PersonKey, int>, Changed> all;
    const auto line = [&](PersonKey key, int arm) -> Changed& {
        Changed& one = all[{key, arm}];
        one.key = key;
        one.arm = arm;
        return one;
    };
    for (const Started& one : told.started)
        for (int arm = 1; arm < arms; ++arm)
            if (holds(one.arms, arm)) line(one.key, arm).started.push_back(&one);
    for (const Ending& one : told.endings)
        for (int arm = 1; arm < arms; ++arm)
            if (holds(one.arms, arm) != holds(one.arms, 0)) {
                Changed& of = line(one.key, arm);
                (holds(one.arms, arm) ? of.own : of.first) = &one;
            }
    std::vector<Changed> list;
    for (auto& [at, one] : all) list.push_back(std::move(one));
    return list;
}

std::string day_of(Minutes t, const Calendar& calendar) {
    return t == never || t > calendar.horizon() ? "" : to_string(calendar.date_of(t));
}

std::string csv_of(const std::vector<Changed>& lives, const StudyFiles& files, const Model& model,
                   const Calendar& calendar) {
    std::string text =
        "person,arm,programmes,age,chosen,delivery_begins,delivery_ends,left_early,changed,gone,"
        "gone_in_first_arm";
    for (const int process : model.clocked)
        text += "," + model.processes[static_cast<std::size_t>(process)].name;
    text += "\n";
    for (const Changed& one : lives) {
        std::string programmes;
        for (const Started* start : one.started)
            programmes += (programmes.empty() ? "" : " ") +
                          model.programmes[static_cast<std::size_t>(start->programme)].name;
        const Started* start = one.started.empty() ? nullptr : one.started.front();
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}", one.key,
                            files.study.arms[static_cast<std::size_t>(one.arm)].name.text, programmes,
                            start ? fmt::format("{:.1f}", start->age) : "",
                            start ? day_of(start->chosen, calendar) : "",
                            start ? day_of(start->enrolment.begins, calendar) : "",
                            start ? day_of(start->enrolment.ends, calendar) : "",
                            start ? (start->enrolment.drops_out ? "yes" : "no") : "",
                            one.differs() ? "yes" : "no", one.own ? day_of(one.own->gone, calendar) : "",
                            one.first ? day_of(one.first->gone, calendar) : "");
        for (std::size_t k = 0; k < model.clocked.size(); ++k) text += fmt::format(",{}", one.more(k));
        text += "\n";
    }
    return text;
}

/// Who changed in each arm, and what it led to in all.
void print_changed(const std::vector<Changed>& lives, const StudyFiles& files, const Model& model,
                   const Calendar& calendar) {
    constexpr std::size_t examples = 10, processes_shown = 8;
    for (std::size_t arm = 1; arm < files.study.arms.size(); ++arm) {
        std::vector<const Changed*> own;
        std::size_t reached = 0;
        for (const Changed& one : lives)
            if (one.arm == static_cast<int>(arm)) {
                reached += !one.started.empty();
                if (one.differs()) own.push_back(&one);
            }
        const std::size_t with_place = static_cast<std::size_t>(
            std::count_if(own.begin(), own.end(), [](const Changed* one) { return !one->started.empty(); }));
        fmt::print("\nArm {}: {} people took up a place; {} of them live otherwise than in {}, and {} others "
                   "(children of theirs).\n",
                   files.study.arms[arm].name.text, reached, with_place, files.study.arms[0].name.text,
                   own.size() - with_place);
        std::vector<std::pair<int, std::size_t>> sums;
        for (std::size_t k = 0; k < model.clocked.size(); ++k) {
            int sum = 0;
            for (const Changed* one : own) sum += one->more(k);
            sums.emplace_back(sum, k);
        }
        std::sort(sums.begin(), sums.end(), [](const auto& a, const auto& b) {
            return std::abs(a.first) != std::abs(b.first) ? std::abs(a.first) > std::abs(b.first)
                                                          : a.second < b.second;
        });
        fmt::print("What happens more or less often to them:\n");
        for (std::size_t i = 0; i < std::min(processes_shown, sums.size()) && sums[i].first != 0; ++i)
            fmt::print("  {:>+8}  {}\n", sums[i].first,
                       model.processes[static_cast<std::size_t>(model.clocked[sums[i].second])].title);
        fmt::print("Some of them (forestall trace --person tells a life whole):\n");
        for (std::size_t i = 0; i < own.size() && i < examples; ++i) {
            const Changed& one = *own[i * own.size() / std::min(examples, own.size())];
            if (one.started.empty()) continue;
            std::string what;
            for (std::size_t k = 0; k < model.clocked.size(); ++k)
                if (one.more(k) != 0)
                    what += fmt::format("{}{} {:+}", what.empty() ? "" : ", ",
                                        model.processes[static_cast<std::size_t>(model.clocked[k])].name,
                                        one.more(k));
            if (what.empty()) what = "the same things at other times";
            fmt::print("  person {}, {:.0f} years old, {} on {}: {}\n", one.key,
                       static_cast<double>(one.started.front()->age),
                       model.programmes[static_cast<std::size_t>(one.started.front()->programme)].name,
                       day_of(one.started.front()->chosen, calendar), what);
        }
    }
}

Exit run_changed(const StudyFiles& files, const Model& model, const TraceOptions& options) {
    if (!has_programmes(files))
        throw InputError(Problem{files.study.where, "the study has no programmes", "nobody's life is changed",
                                 "name a study whose arms have programmes"});
    if (!options.csv.empty()) check_writable(options.csv);
    const StudyOutcome outcome = run_to_know(files, model, options);
    const auto lives = changed_lives(outcome.programmes.back(), static_cast<int>(files.study.arms.size()));
    const Calendar calendar = calendar_of(files.study);
    fmt::print("{}: whose lives change, among {} simulated. Everyone is synthetic.\n", files.study.title,
               options.sample == 1 ? "all" : fmt::format("the {:g}% ", 100 * options.sample));
    print_changed(lives, files, model, calendar);
    if (options.csv.empty()) return Exit::good;
    write_safely(options.csv, csv_of(lives, files, model, calendar));
    fmt::print("\nEverybody: {}\n", options.csv);
    return Exit::good;
}

Exit run_trace(const TraceOptions& options) {
    Problems problems;
    check_sample(options.sample, problems);
    if (!options.person && !options.changed)
        problems.add({}, "neither --person nor --changed", "one life or those that change is told",
                     "try --person 4711");
    problems.raise_if_any();
    const StudyFiles files = read_study(file_named(options.study));
    const Model model = prepare(files);
    check_fits(files, model);
    if (options.changed) return run_changed(files, model, options);
    std::vector<Started> started;
    if (has_programmes(files)) started = run_to_know(files, model, options).programmes.back().started;
    const auto traces = trace_person(files, model, *options.person, options.seed.value_or(files.study.seed),
                                     options.replicate, started);
    fmt::print("Person {} of {}: synthetic, like everyone here. Dates, ages and what happened:\n",
               *options.person, files.place.title);
    for (const auto& trace : traces) print_trace(trace, calendar_of(files.study), options);
    return Exit::good;
}

}  // namespace

Command add_trace(CLI::App& app) {
    auto options = std::make_shared<TraceOptions>();
    CLI::App* command = app.add_subcommand("trace", "Tell one person's life as a timeline, in every arm");
    command->add_option("study", options->study, "The study file")->required();
    command->add_option("--person", options->person,
                        "Number of the person, from 1 in the order of the place's population file");
    command->add_flag("--changed", options->changed,
                      "List the lives that programmes change: whose, when, by which, and what it led to");
    command->add_option("--csv", options->csv, "With --changed: everybody, one line each, into this file");
    command->add_option(
        "--sample", options->sample,
        "Where there are programmes: share of the people to simulate (places are scaled with it)");
    command->add_option("--seed", options->seed, "Luck (default: the study's)");
    command->add_option("--replicate", options->replicate, "Which replicate, from 0");
    command->add_flag("--rates", options->rates, "Show the rates in force before each event");
    command->add_flag("--birthdays", options->birthdays,
                      "Show birthdays and other breaks at which nothing happened");
    return {command, [=] { return run_trace(*options); }};
}

}  // namespace forestall
