// forestall trace: one life as a readable timeline, in every arm.
#include <memory>

#include <fmt/format.h>

#include "sim/io/read_study.hpp"
#include "sim/study/trace.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"

namespace forestall {

namespace {

struct TraceOptions {
    std::string study;
    std::uint64_t person = 1;
    std::optional<std::uint64_t> seed;
    std::uint32_t replicate = 0;
    bool rates = false, birthdays = false;
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

Exit run_trace(const TraceOptions& options) {
    const StudyFiles files = read_study(file_named(options.study));
    const Model model = prepare(files);
    const auto traces = trace_person(files, model, options.person, options.seed.value_or(files.study.seed),
                                     options.replicate);
    fmt::print("Person {} of {}: synthetic, like everyone here. Dates, ages and what happened:\n",
               options.person, files.place.title);
    for (const auto& trace : traces) print_trace(trace, calendar_of(files.study), options);
    return Exit::good;
}

}  // namespace

Command add_trace(CLI::App& app) {
    auto options = std::make_shared<TraceOptions>();
    CLI::App* command = app.add_subcommand("trace", "Tell one person's life as a timeline, in every arm");
    command->add_option("study", options->study, "The study file")->required();
    command
        ->add_option("--person", options->person,
                     "Number of the person, from 1 in the order of the place's population file")
        ->required();
    command->add_option("--seed", options->seed, "Luck (default: the study's)");
    command->add_option("--replicate", options->replicate, "Which replicate, from 0");
    command->add_flag("--rates", options->rates, "Show the rates in force before each event");
    command->add_flag("--birthdays", options->birthdays,
                      "Show birthdays and other breaks at which nothing happened");
    return {command, [=] { return run_trace(*options); }};
}

}  // namespace forestall
