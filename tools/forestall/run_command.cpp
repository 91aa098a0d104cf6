// forestall run: every arm of a study, a table on the screen, the results beside it.
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/core/version.hpp"
#include "sim/io/read_study.hpp"
#include "sim/io/run_files.hpp"
#include "sim/io/run_record.hpp"
#include "sim/io/tidy_csv.hpp"
#include "sim/study/arms.hpp"
#include "sim/study/study.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"
#include "tools/forestall/programmes_table.hpp"
#include "tools/forestall/progress.hpp"
#include "tools/forestall/run_options.hpp"
#include "tools/forestall/stop_request.hpp"
#include "tools/forestall/summary_table.hpp"

namespace forestall {

namespace {

struct RunOptions {
    std::string study, out, csv, until, lens;
    std::optional<std::int64_t> seed;
    std::optional<int> replicates;
    int threads = 0, draw = 0;
    double sample = 1;
    bool quiet = false, progress = false;
};

/// Every option out of its range, told at once.
void check_options(const RunOptions& options, int threads_given) {
    Problems problems;
    if (threads_given) check_threads(options.threads, problems);
    check_sample(options.sample, problems);
    if (options.replicates && (*options.replicates < 1 || *options.replicates > most_replicates))
        problems.add({}, fmt::format("--replicates {}", *options.replicates),
                     fmt::format("a study is run at least once, and at most {} times", most_replicates),
                     "try --replicates 5");
    check_seed(options.seed, problems);
    if (options.draw < 0 || options.draw > most_draws)
        problems.add(
            {}, fmt::format("--draw {}", options.draw),
            fmt::format("a draw is a whole number from 1 to {}; 0 stands for the central values", most_draws),
            "try --draw 1");
    problems.raise_if_any();
}

LensChoice lens_named(const std::string& name) {
    if (name.empty()) return LensChoice::as_written;
    return name == "claimed"      ? LensChoice::claimed
           : name == "controlled" ? LensChoice::controlled
                                  : LensChoice::both;
}

Date date_in(const std::string& text) {
    Date date;
    int used = 0;
    const bool read =
        std::sscanf(text.c_str(), "%d-%d-%d%n", &date.year, &date.month, &date.day, &used) == 3 &&
        static_cast<std::size_t>(used) == text.size();
    if (!read || !is_valid(date))
        throw InputError(Problem{
            {}, fmt::format("--until {} is not a date", text), "", "write year-month-day, as in 2030-01-01"});
    return date;
}

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Exit run(const RunOptions& options, bool threads_given, const std::vector<std::string>& command_line) {
    check_options(options, threads_given);
    RunRecord record;
    record.command_line = command_line;
    record.version = version;
    record.started = std::chrono::system_clock::now();
    const auto start = std::chrono::steady_clock::now();
    const std::string study = file_named(options.study);
    const std::filesystem::path out =
        options.out.empty() ? std::filesystem::path(study).stem().string() + ".h5" : options.out;

    RunFiles run_files(out, options.csv);  // before anything that takes time
    StudyFiles files = read_study(study, options.draw);
    record.draw = options.draw;
    choose_lens(files.study, lens_named(options.lens));
    if (!options.until.empty()) {
        files.study.end = date_in(options.until);
        files.study.end_where = {"--until " + options.until, 0, 0};
    }
    const auto executor = executor_for(options.threads);
    record.threads = executor->workers();
    const Model model = prepare(files, *executor);
    check_fits(files, model);
    record.seconds_by_phase.emplace_back("reading and compiling", since(start));

    StudySettings settings;
    settings.seed = options.seed ? static_cast<std::uint64_t>(*options.seed) : files.study.seed;
    settings.replicates = options.replicates.value_or(files.study.replicates);
    settings.sample = options.sample;
    settings.stop = hear_stop_requests();
    Progress progress(options.quiet      ? Progress::Show::not_at_all
                      : options.progress ? Progress::Show::always
                                         : Progress::Show::when_terminal);
    settings.progress = [&](double share) { progress.update(share); };
    if (!options.quiet)
        fmt::print("{}: {} arm{}, {} replicate{}, {} to {}. Everyone is synthetic.\n", files.study.title,
                   files.study.arms.size(), files.study.arms.size() == 1 ? "" : "s", settings.replicates,
                   settings.replicates == 1 ? "" : "s", to_string(files.study.start),
                   to_string(files.study.end));
    const auto run_start = std::chrono::steady_clock::now();
    const StudyOutcome outcome = run_study(files, model, settings, *executor);
    progress.done();
    record.seconds_by_phase.emplace_back("people at the start and warm-up", outcome.statistics.seconds_start);
    record.seconds_by_phase.emplace_back("lives", outcome.statistics.seconds_windows);
    record.seconds_by_phase.emplace_back("run in all", since(run_start));

    const auto write_start = std::chrono::steady_clock::now();
    run_files.write(outcome.results);
    record.seconds_by_phase.emplace_back("writing", since(write_start));
    record.seconds = since(start);
    run_files.publish(record);
    if (options.quiet) return Exit::good;
    fmt::print("{}\n", files.study.arms.size() > 1 ? told_of_programmes(files, model, outcome)
                                                   : summary_table(outcome.results, options.sample));
    const auto& statistics = outcome.statistics;
    const double people =
        static_cast<double>(statistics.people_at_start + statistics.newborns + statistics.migrants);
    fmt::print("{:.0f} people, {:.1f} million events, in {} on {} thread{} ({} bytes a person).\n", people,
               static_cast<double>(statistics.events) / 1e6, in_words(record.seconds), record.threads,
               record.threads == 1 ? "" : "s", statistics.record_bytes);
    fmt::print("Results: {} (netCDF-4: xarray, R and MATLAB open it; the run record is {})\n", out.string(),
               run_record_path(out).string());
    if (!options.csv.empty()) fmt::print("Tables:  {}\n", options.csv);
    return Exit::good;
}

}  // namespace

Command add_run(CLI::App& app, int argc, char** argv) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Run every arm of a study");
    command->add_option("study", options->study, "The study file, or the folder of a study.yaml")->required();
    command->add_option("--seed", options->seed,
                        "Luck: another seed, another set of lives (default: the study's)");
    command->add_option("--replicates", options->replicates,
                        "How often to run each arm, each time with its own luck");
    const auto* threads =
        command->add_option("--threads", options->threads,
                            "Threads to use (default: all cores); the result is the same on any number");
    command->add_option("--draw", options->draw,
                        "Which draw of the study's fitted parameters to run, from 1 on (default: their "
                        "central values)");
    command
        ->add_option("--lens", options->lens,
                     "Which evidence on programmes to believe: what they claimed, what controlled studies "
                     "support, or both side by side (default: as the study says)")
        ->check(CLI::IsMember({"claimed", "controlled", "both"}));
    command->add_option("--until", options->until, "End the run on this date, as in 2030-01-01");
    command->add_option(
        "--sample", options->sample,
        "Share of the people to simulate, as in 0.1; the table is scaled up, the file is not");
    command->add_option("--out", options->out,
                        "Result file (default: the study's name with .h5, in this folder)");
    command->add_option("--csv", options->csv, "Also write the results as tidy tables into this folder");
    command->add_flag("--progress", options->progress,
                      "Show progress even when the output is not a terminal");
    command->add_flag("--quiet", options->quiet, "Print nothing but errors");
    std::vector<std::string> line(argv, argv + argc);
    return {command, [=] { return run(*options, threads->count() > 0, line); }};
}

}  // namespace forestall
