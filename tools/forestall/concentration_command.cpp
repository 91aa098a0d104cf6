// forestall concentration: how much of care falls to the few who use most.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/study/concentration.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"
#include "tools/forestall/progress.hpp"
#include "tools/forestall/run_options.hpp"
#include "tools/forestall/stop_request.hpp"

namespace forestall {

namespace {

struct ConcentrationOptions {
    std::string study, csv;
    std::string measure = "emergency_admissions";
    int year = 0;
    std::optional<int> threads;
    std::optional<double> sample;
    std::optional<std::uint64_t> seed;
};

constexpr double people_wanted = 200'000;  // enough for shares to two digits

double default_sample(const StudyFiles& files) {
    double people = 0;
    for (const PeopleRow& row : files.place.population.rows) people += row.people;
    return std::min(1.0, people_wanted / std::max(1.0, people));
}

std::string age_group(double from) { return from == 0 ? "everyone" : fmt::format("{:g} and over", from); }

void print_table(const std::vector<Concentration>& groups, const std::string& measure) {
    fmt::print("{:<12} {:>9} {:>10} {:>13} {:>13} {:>13} {:>12} {:>12}\n", "", "", "with any",
               "top 5%: share", "top 5%: share", "top 1%: share", "top 5% again", "top 5%: next");
    fmt::print("{:<12} {:>9} {:>10} {:>13} {:>13} {:>13} {:>12} {:>12}\n", "age", "people", "event",
               "of events", "of cost", "of cost", "by cost", "year / this");
    for (const Concentration& one : groups)
        fmt::print("{:<12} {:>9} {:>9.1f}% {:>12.1f}% {:>12.1f}% {:>12.1f}% {:>11.1f}% {:>12.2f}\n",
                   age_group(one.from_age), one.people, 100 * one.with_any, 100 * one.top_5_of_count,
                   100 * one.top_5_of_cost, 100 * one.top_1_of_cost, 100 * one.stay_in_top_5,
                   one.top_5_next_count);
    fmt::print("\nEvents: {}. 'Again': of the 5% of people with the highest cost who are alive two years on, "
               "those who are\n"
               "among the 5% next year too. 'Next year / this': events of the 5% with most events, in the "
               "next year for one\n"
               "in this: below 1 is regression to the mean.\n",
               measure);
}

std::string csv_of(const std::vector<Concentration>& groups) {
    std::string text = "from_age,people,with_any,top_5_of_count,top_5_of_cost,top_1_of_cost,stay_in_top_5,"
                       "top_5_next_count\n";
    for (const Concentration& one : groups)
        text += fmt::format("{:g},{},{:.6f},{:.6f},{:.6f},{:.6f},{:.6f},{:.6f}\n", one.from_age, one.people,
                            one.with_any, one.top_5_of_count, one.top_5_of_cost, one.top_1_of_cost,
                            one.stay_in_top_5, one.top_5_next_count);
    return text;
}

Exit run_concentration(const ConcentrationOptions& options) {
    Problems problems;
    if (options.threads) check_threads(*options.threads, problems);
    if (options.sample) check_sample(*options.sample, problems);
    problems.raise_if_any();
    if (!options.csv.empty()) check_writable(options.csv);
    const StudyFiles files = read_study(file_named(options.study));
    const auto executor = executor_for(options.threads.value_or(0));
    Progress progress(Progress::Show::when_terminal);
    ConcentrationSettings settings;
    settings.seed = options.seed.value_or(files.study.seed);
    settings.sample = options.sample.value_or(default_sample(files));
    settings.year = options.year;
    settings.measure = options.measure;
    settings.stop = hear_stop_requests();
    settings.progress = [&](double share) { progress.update(share); };
    const std::vector<PersonUse> people = use_of_people(files, settings, *executor);
    progress.done();
    std::vector<Concentration> groups;
    for (const double from : {0.0, 18.0, 65.0, 75.0, 85.0}) groups.push_back(concentration_of(people, from));
    fmt::print("{}: use by people who were there at the start. Everyone is synthetic.\n\n",
               files.study.title);
    print_table(groups, options.measure);
    if (!options.csv.empty()) write_safely(options.csv, csv_of(groups));
    return Exit::good;
}

}  // namespace

Command add_concentration(CLI::App& app) {
    auto options = std::make_shared<ConcentrationOptions>();
    CLI::App* command =
        app.add_subcommand("concentration", "Tell how much of care falls to the few who use most");
    command->add_option("study", options->study, "The study file")->required();
    command->add_option("--year", options->year,
                        "First of the two years looked at (default: the study's first whole one)");
    command->add_option("--measure", options->measure, "Events to look at beside cost")
        ->capture_default_str();
    command->add_option("--sample", options->sample, "Share of the people (default: some 200,000 people)");
    command->add_option("--threads", options->threads, "Threads (default: all cores)");
    command->add_option("--seed", options->seed, "Luck (default: the study's)");
    command->add_option("--csv", options->csv, "Write the figures to this file as well");
    return {command, [=] { return run_concentration(*options); }};
}

}  // namespace forestall
