#include "tests/support/small_study.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"
#include "tests/support/temporary_folder.hpp"

namespace forestall::testing {

namespace {

constexpr const char* model_head = R"(forestall: model
name: small
title: Small model
sources: sources.yaml
)";

constexpr const char* place_head = R"(forestall: place
name: somewhere
title: Somewhere
sources: sources.yaml
population: {file: people.csv, source: assumed}
)";

constexpr const char* sources = R"(forestall: sources
sources:
  assumed: {title: Made up for a test, grade: assumed}
)";

void write(const StudyText& text, const TemporaryFolder& folder) {
    folder.write("model.yaml", model_head + text.model);
    folder.write("place.yaml", place_head + text.place);
    folder.write("sources.yaml", sources);
    folder.write("people.csv", text.people);
    folder.write(
        "study.yaml",
        "forestall: study\nname: small\ntitle: Small study\nmodel: model.yaml\nplace: place.yaml\nstart: " +
            text.start + "\nend: " + text.end + "\n" + text.study + "arms:\n" + text.arms);
    for (const auto& [name, table] : text.tables) folder.write(name, table);
}

std::vector<ArmModel> compiled_arms(const StudyFiles& files, const Model& model) {
    std::vector<ArmModel> arms;
    for (const auto& arm : files.study.arms) arms.push_back(compile_arm(arm, model));
    return arms;
}

std::string without(std::string text, const std::string& folder) {
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
        text.erase(at, folder.size());
    return text;
}

}  // namespace

StudyFiles read_text(const StudyText& text) {
    const TemporaryFolder folder;
    write(text, folder);
    return read_study(folder / "study.yaml");
}

SmallStudy::SmallStudy(const StudyText& text) : SmallStudy(read_text(text)) {}

SmallStudy::SmallStudy(StudyFiles read)
    : files(std::move(read)), calendar(calendar_of(files.study)), model(prepare(files)),
      arms(compiled_arms(files, model)) {}

RunSettings SmallStudy::settings() const {
    RunSettings settings;
    settings.window = files.study.window;
    settings.seed = files.study.seed;
    return settings;
}

RunOutcome SmallStudy::run(int arm) const {
    SerialExecutor serial;
    return run(settings(), serial, arm);
}

RunOutcome SmallStudy::run(const RunSettings& with, Executor& executor, int arm) const {
    return run_arm(files.place, model, arms.at(static_cast<std::size_t>(arm)), calendar, with, executor);
}

Results SmallStudy::results() const {
    SerialExecutor serial;
    StudySettings with;
    with.seed = files.study.seed;
    with.replicates = files.study.replicates;
    return run_study(files, model, with, serial).results;
}

int SmallStudy::process(const std::string& name) const {
    const int id = model.process_named(name);
    if (id < 0) throw std::invalid_argument("no process " + name);
    return id;
}

FactorValue SmallStudy::state(const std::string& track, const std::string& name) const {
    const auto& states = model.factors.at(static_cast<std::size_t>(model.factor_named(track))).states;
    const auto at = std::find(states.begin(), states.end(), name);
    if (at == states.end()) throw std::invalid_argument("no state " + name);
    return static_cast<FactorValue>(at - states.begin());
}

std::vector<std::string> complaints(const StudyText& text) {
    const TemporaryFolder folder;
    write(text, folder);
    std::vector<std::string> lines;
    try {
        compile(read_study(folder / "study.yaml"));
    } catch (const InputError& error) {
        for (const auto& problem : error.problems())
            lines.push_back(without(to_string(problem), folder.path().generic_string() + "/"));
    }
    return lines;
}

}  // namespace forestall::testing
