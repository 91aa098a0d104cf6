#include "tools/forestall/evidence_check.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/io/read_study.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"
#include "tools/forestall/evidence_table.hpp"
#include "tools/forestall/progress.hpp"
#include "tools/forestall/run_options.hpp"
#include "tools/forestall/stop_request.hpp"

namespace forestall {

namespace {

/// What the runs of a default sample may live together: beside it every end of a range compiles the model.
constexpr double person_years_in_all = 1e8;

void check_options(const EvidenceOptions& options) {
    Problems problems;
    if (options.threads) check_threads(*options.threads, problems);
    if (options.sample) check_sample(*options.sample, problems);
    problems.raise_if_any();
}

StudyFiles read_runnable(const std::string& file) {
    if (const FileKind kind = kind_of(file); kind != FileKind::study)
        throw InputError(Problem{{file},
                                 fmt::format("a {} file cannot be run", to_string(kind)),
                                 "the influence of a parameter is found by running a study",
                                 "name a study that uses it"});
    return read_study(file);
}

std::vector<std::string> chosen_measures(const EvidenceOptions& options, const ModelSpec& model) {
    const std::vector<std::string> known = influence_measures(model);
    const auto is_known = [&](const std::string& name) {
        return std::find(known.begin(), known.end(), name) != known.end();
    };
    Problems problems;
    for (const std::string& name : options.measures)
        if (!is_known(name))
            problems.add({}, fmt::format("--measures {}: the model has no measure '{}'", name, name), "",
                         suggest(name, known));
    std::vector<std::string> chosen = options.measures;
    if (chosen.empty()) chosen = {"bed_days", "cost"};
    std::erase_if(chosen, [&](const std::string& name) { return !is_known(name); });
    if (chosen.empty() && problems.empty())
        problems.add({}, "the model has neither a measure 'bed_days' nor costs",
                     "the influence of a parameter is measured on something",
                     fmt::format("try --measures {}", fmt::join(known, ",")));
    problems.raise_if_any();
    return chosen;
}

/// Two figures are enough to say it.
double default_sample(const StudyFiles& files, std::size_t runs) {
    double people = 0;
    for (const PeopleRow& row : files.place.population.rows) people += row.people;
    const double years = calendar_of(files.study).horizon() / static_cast<double>(minutes_per_year);
    const double share = person_years_in_all / (std::max(1.0, people) * years * static_cast<double>(runs));
    const double step = std::pow(10, std::floor(std::log10(share)) - 1);
    return std::min(1.0, std::floor(share / step) * step);
}

std::string with_commas(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

void print_heading(const StudyFiles& files, const EvidenceRegister& all, std::size_t parameters,
                   std::uint64_t people, bool all_asked) {
    fmt::print("{}: {}.\n", files.study.title,
               all_asked ? fmt::format("all {} parameters", parameters)
                         : fmt::format("{} of {} parameters rest on recalled or assumed values",
                                       all.rows.size(), parameters));
    fmt::print(
        "Worst first: change in per cent of {} from {} to {}, when one parameter at a time goes to the low "
        "and the high end of its range.\n",
        fmt::join(all.measures, " and "), to_string(files.study.start), to_string(files.study.end));
    fmt::print(
        "About {} people of arm '{}', in {} batches, with the same luck for all (seed {}). In brackets: "
        "within noise, less than {:.1f} standard errors. Everyone is synthetic.\n\n",
        with_commas(people), files.study.arms.front().name.text, influence_batches, files.study.seed,
        influence_noise);
}

void print_footnotes(const EvidenceRegister& all) {
    const auto any = [&](const auto& holds) { return std::any_of(all.rows.begin(), all.rows.end(), holds); };
    if (any([](const EvidenceRow& row) { return row.evidence.range_is_of_grade; })) {
        std::string ranges;
        for (const char* grade : {"seen", "quoted", "derived", "recalled", "assumed"}) {
            const RatioRange range = range_of_grade(grade);
            ranges += fmt::format("{}{} {:.4g} to {:.4g}", ranges.empty() ? "" : ", ", grade, range.low,
                                  range.high);
        }
        fmt::print("\n* The source gives no range: this is the usual one of its grade ({}).\n", ranges);
    }
    if (any([](const EvidenceRow& row) { return !row.influence.low || !row.influence.high; }))
        fmt::print("- No model can be made with that value; give its source a narrower `range`.\n");
}

}  // namespace

void check_evidence(const std::string& study, const EvidenceOptions& options) {
    check_options(options);
    if (!options.csv.empty()) check_writable(options.csv);
    StudyFiles files = read_runnable(study);
    EvidenceRegister all{chosen_measures(options, files.model), {}};
    const std::vector<Parameter> parameters = parameters_of(files);
    std::vector<ParameterRange> ranges;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Evidence evidence = evidence_of(parameters[i], files);
        if (!options.all && !is_unchecked(evidence.grade)) continue;
        ranges.push_back({i, evidence.range});
        all.rows.push_back({parameters[i], evidence, {}});
    }

    const auto executor = executor_for(options.threads.value_or(0));
    Progress progress(Progress::Show::when_terminal);
    InfluenceSettings settings;
    settings.seed = files.study.seed;
    settings.sample = options.sample.value_or(default_sample(files, 1 + 2 * ranges.size()));
    settings.measures = all.measures;
    settings.stop = hear_stop_requests();
    settings.progress = [&](double share) { progress.update(share); };
    const Influences influences = influences_of(files, ranges, settings, *executor);
    progress.done();

    for (std::size_t i = 0; i < all.rows.size(); ++i) all.rows[i].influence = influences.of[i];
    sort_worst_first(all.rows);
    print_heading(files, all, parameters.size(), influences.people, options.all);
    fmt::print("{}", evidence_table(all));
    print_footnotes(all);
    if (!options.csv.empty()) write_safely(options.csv, evidence_csv(all));
}

}  // namespace forestall
