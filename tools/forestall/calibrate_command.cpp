// forestall calibrate: factors on free parameters that bring a study nearest to targets.
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/fit/calibrate.hpp"
#include "sim/io/fit_files.hpp"
#include "sim/io/fitted_text.hpp"
#include "sim/io/read_study.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/fit_table.hpp"
#include "tools/forestall/progress.hpp"
#include "tools/forestall/run_options.hpp"
#include "tools/forestall/stop_request.hpp"

namespace forestall {

namespace {

struct CalibrateOptions {
    std::string file, out;
    std::optional<std::int64_t> seed;
    std::optional<int> threads, most_evaluations;
    double sample = 1;
    bool force = false, progress = false;
};

void check_options(const CalibrateOptions& options) {
    Problems problems;
    if (options.threads) check_threads(*options.threads, problems);
    check_sample(options.sample, problems);
    check_seed(options.seed, problems);
    if (options.most_evaluations && *options.most_evaluations < 1)
        problems.add({}, fmt::format("--max-evaluations {}", *options.most_evaluations),
                     "the study must run at least once", "leave it out for what is usual");
    problems.raise_if_any();
}

CalibrationFiles read(const std::string& file) {
    if (const FileKind kind = kind_of(file); kind != FileKind::calibration)
        throw InputError(Problem{{file},
                                 fmt::format("a {} file cannot be calibrated", to_string(kind)),
                                 "a calibration names a study, targets and what may change",
                                 "name a calibration file"});
    return read_calibration(file);
}

FittedSpec fitted_by(const Calibration& calibration, std::uint64_t seed) {
    FittedSpec fitted;
    fitted.seed = seed;
    fitted.correlation = calibration.correlation;
    for (const GroupFit& group : calibration.groups)
        fitted.groups.push_back({group.free.paths, group.factor, group.standard_error});
    return fitted;
}

std::string parameters_text(const CalibrationFiles& files, const Calibration& calibration,
                            const CalibrationSettings& settings) {
    FittedOrigin origin = origin_of(files);
    origin.sample = settings.sample;
    return to_yaml(fitted_by(calibration, settings.seed), origin);
}

/// What the calibration passes over, so that nobody takes it for used.
void print_notes(const CalibrationFiles& files) {
    std::map<std::string, int> elsewhere;
    for (const TargetSpec& target : files.calibration.targets)
        if (target.place != files.study.place.name.text) ++elsewhere[target.place];
    for (const auto& [place, rows] : elsewhere)
        fmt::print("Passed over: {} target{} for '{}'; the study is of '{}'.\n", rows, rows == 1 ? "" : "s",
                   place, files.study.place.name.text);
    if (const Name& fitted = files.study.study.parameters; !fitted.text.empty())
        fmt::print(
            "Passed over: the study's fitted parameters ({}). The factors found here are to the figures "
            "as written.\n",
            fitted.text);
}

void show(const CalibrationProgress& now, Progress& progress) {
    std::string note =
        fmt::format("evaluation {:.0f} of at most {}", std::floor(now.trials) + 1, now.at_most);
    if (std::isfinite(now.squares))
        note += fmt::format(", sum of squares {:.4g} (at first {:.4g})", now.squares, now.squares_before);
    if (now.trials >= 1 && now.trials < now.at_most)
        note += fmt::format(", at most {} left",
                            in_words(progress.seconds_taken() * (now.at_most - now.trials) / now.trials));
    progress.update(now.trials / now.at_most, note);
}

void print_result(const Calibration& found, const CalibrationSettings& settings, double seconds) {
    fmt::print("{}\n", fit_table(found));
    fmt::print("Sum of squares {:.4g}, before {:.4g}. {} runs of about {} people (sample {}, seed {}) in {}. "
               "Everyone is synthetic.\n",
               found.squares_after, found.squares_before, found.trials, found.people, settings.sample,
               settings.seed, in_words(seconds));
    for (const TargetFit& target : found.targets)
        if (target.noise_distance > 0.5) {
            fmt::print(
                "~ The luck of so few people alone moves the figure by more than half a standard error of "
                "the target; a larger --sample helps.\n");
            break;
        }
}

Exit run(const CalibrateOptions& options) {
    check_options(options);
    const FitFiles fit_files(options.out, options.force ? Overwrite::yes : Overwrite::no);
    const CalibrationFiles files = read(options.file);
    const auto executor = executor_for(options.threads.value_or(0));
    Progress progress(options.progress ? Progress::Show::always : Progress::Show::when_terminal);
    CalibrationSettings settings;
    settings.seed = options.seed ? static_cast<std::uint64_t>(*options.seed) : files.study.study.seed;
    settings.sample = options.sample;
    settings.at_most = options.most_evaluations.value_or(0);
    settings.stop = hear_stop_requests();
    settings.progress = [&](const CalibrationProgress& now) { show(now, progress); };
    const Calibration found = calibrate(files, settings, *executor);
    progress.done();
    fit_files.write(parameters_text(files, found, settings), fit_csv(found));

    fmt::print("{}\n", files.calibration.title);
    print_notes(files);
    fmt::print("\n");
    print_result(found, settings, progress.seconds_taken());
    fmt::print("Fitted: {} (a study says `parameters:` and its path) and {}\n",
               fit_files.parameters().string(), fit_files.fit().string());
    if (found.reaches_all()) return Exit::good;
    std::fflush(stdout);
    fmt::print(stderr, "{}The fit has failed; the files show how far it came.\n", misses_in_words(found));
    return Exit::bad_input;
}

}  // namespace

Command add_calibrate(CLI::App& app) {
    auto options = std::make_shared<CalibrateOptions>();
    CLI::App* command = app.add_subcommand("calibrate", "Fit parameters of a study to targets");
    command->add_option("calibration", options->file, "The calibration file")->required();
    command->add_option("--out", options->out, "Folder for parameters.yaml and fit.csv")->required();
    command->add_option("--sample", options->sample, "Share of the people to simulate, as in 0.1");
    command->add_option("--threads", options->threads,
                        "Threads to use (default: all cores); the result is the same on any number");
    command->add_option("--seed", options->seed,
                        "Luck, the same in every run of the fit (default: the study's)");
    command->add_option("--max-evaluations", options->most_evaluations,
                        "Give up after so many runs of the study (default: 30 for each group of parameters, "
                        "and 30)");
    command->add_flag("--force", options->force, "Overwrite an earlier fit in the folder");
    command->add_flag("--progress", options->progress,
                      "Show progress even when the output is not a terminal");
    return {command, [=] { return run(*options); }};
}

}  // namespace forestall
