// forestall evaluate: what each way of evaluating a programme would have found, beside the truth.
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "sim/io/read_study.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/study/arms.hpp"
#include "sim/study/evaluation.hpp"
#include "sim/study/study.hpp"
#include "tools/forestall/columns.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/named_file.hpp"
#include "tools/forestall/progress.hpp"
#include "tools/forestall/run_options.hpp"
#include "tools/forestall/stop_request.hpp"

namespace forestall {

namespace {

struct EvaluateOptions {
    std::string study, arm, outcome = "emergency_admission", lens, csv;
    int before = 12, recruit = 12, after = 12, clusters = 12, threads = 0;
    std::optional<std::int64_t> seed;
    double sample = 1;
    bool quiet = false;
};

std::string with_interval(const Estimate& one) {
    if (one.error == 0) return fmt::format("{:+.3f}", one.value);
    constexpr double z = 1.96;
    return fmt::format("{:+.3f} [{:+.3f} to {:+.3f}]", one.value, one.value - z * one.error,
                       one.value + z * one.error);
}

std::string table(const Evaluation& made, const EvaluateOptions& options) {
    std::string text = fmt::format("\n{} in arm {}: {} people started from {} to {}.\nOutcome: {}, for each "
                                   "person started, in the {} months "
                                   "after.\n\n",
                                   made.programme, made.arm, made.means.people, made.first_month,
                                   made.last_month, made.outcome, options.after);
    std::vector<Line> lines{{"Design", "treated", "compared with", "finds", "truth", "bias"}};
    for (const DesignResult& one : made.designs)
        lines.push_back({one.name, fmt::format("{}", one.treated),
                         one.compared == 0 ? "themselves before" : fmt::format("{}", one.compared),
                         with_interval(one.found), with_interval(one.truth),
                         fmt::format("{:+.3f}", one.bias())});
    text += laid_out(lines, 1, 5);
    text += fmt::format("\nThe same people: {:.3f} in the months before; {:.3f} after, in the life without "
                        "the programme; {:.3f} "
                        "after, with it.\n"
                        "Of the change before to after, {:+.3f} is what would have happened anyway "
                        "(regression to the mean, with "
                        "ageing and death)\nand {:+.3f} is the programme. Matched controls had {:.3f}: "
                        "selection that matching does "
                        "not see is {:+.3f}.\n"
                        "Truth: the same people's other lives, with the same luck. Brackets: 95% interval.\n",
                        made.means.before, made.means.after_without, made.means.after,
                        made.means.regression(), made.means.after - made.means.after_without,
                        made.means.after_matched, made.means.selection());
    return text;
}

std::string csv_of(const Evaluation& made, int before) {
    std::string text = "table,name,month,treated,compared,value,standard_error,truth,truth_standard_error\n";
    for (const DesignResult& one : made.designs)
        text += fmt::format("design,{},,{},{},{},{},{},{}\n", one.name, one.treated, one.compared,
                            one.found.value, one.found.error, one.truth.value, one.truth.error);
    for (std::size_t m = 0; m < made.without.size(); ++m) {
        const int since = static_cast<int>(m) - before;
        text +=
            fmt::format("months,per 1000 people a month: with,{},,,{},,,\n", since, made.with_programme[m]);
        text += fmt::format("months,per 1000 people a month: without,{},,,{},,,\n", since, made.without[m]);
    }
    return text;
}

Exit run_evaluate(const EvaluateOptions& options, bool threads_given) {
    Problems problems;
    if (threads_given) check_threads(options.threads, problems);
    check_sample(options.sample, problems);
    check_seed(options.seed, problems);
    if (options.clusters < 2 || options.clusters > 1000)
        problems.add({}, fmt::format("--clusters {}", options.clusters),
                     "at least 2 and at most 1,000 are compared", "try --clusters 12");
    problems.raise_if_any();
    if (!options.csv.empty()) check_writable(options.csv);
    StudyFiles files = read_study(file_named(options.study));
    if (!options.lens.empty())
        choose_lens(files.study, options.lens == "claimed" ? LensChoice::claimed : LensChoice::controlled);
    const auto executor = executor_for(options.threads);
    const Model model = prepare(files, *executor);
    check_fits(files, model);
    EvaluationSettings settings;
    settings.arm = options.arm;
    settings.outcome = options.outcome;
    settings.before = options.before;
    settings.recruit = options.recruit;
    settings.after = options.after;
    settings.clusters = options.clusters;
    settings.seed = options.seed ? static_cast<std::uint64_t>(*options.seed) : files.study.seed;
    settings.sample = options.sample;
    settings.stop = hear_stop_requests();
    Progress progress(options.quiet ? Progress::Show::not_at_all : Progress::Show::when_terminal);
    settings.progress = [&](double share) { progress.update(share); };
    const Evaluation made = evaluate(files, model, settings, *executor);
    progress.done();
    if (!options.csv.empty()) write_safely(options.csv, csv_of(made, options.before));
    fmt::print("{}. Everyone is synthetic.\n{}", files.study.title, table(made, options));
    if (!options.csv.empty()) fmt::print("Table: {}\n", options.csv);
    return Exit::good;
}

}  // namespace

Command add_evaluate(CLI::App& app) {
    auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command = app.add_subcommand(
        "evaluate", "Show what each way of evaluating a programme would have found, beside the truth");
    command->add_option("study", options->study, "The study file, or the folder of a study.yaml")->required();
    command->add_option("--arm", options->arm,
                        "The arm whose first programme is evaluated (default: the first that has one)");
    command->add_option("--outcome", options->outcome,
                        "The process that is counted (default: emergency_admission)");
    command->add_option("--before", options->before, "Months before the start that are looked at")
        ->check(CLI::Range(1, 120));
    command->add_option("--recruit", options->recruit, "Months of recruiting")->check(CLI::Range(1, 120));
    command->add_option("--after", options->after, "Months after the start that are looked at")
        ->check(CLI::Range(1, 240));
    command->add_option("--clusters", options->clusters,
                        "Clusters of people in the stepped wedge and the pilot");
    command->add_option("--lens", options->lens, "Which evidence to believe (default: as the study says)")
        ->check(CLI::IsMember({"claimed", "controlled"}));
    command->add_option("--seed", options->seed, "Luck (default: the study's)");
    command->add_option("--sample", options->sample, "Share of the people to simulate, as in 0.1");
    command->add_option("--csv", options->csv, "Also write the table to this file");
    const auto* threads =
        command->add_option("--threads", options->threads, "Threads to use (default: all cores)");
    command->add_flag("--quiet", options->quiet, "No progress");
    return {command, [=] { return run_evaluate(*options, threads->count() > 0); }};
}

}  // namespace forestall
