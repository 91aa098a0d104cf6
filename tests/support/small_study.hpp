// A study small enough to stand in a test: its texts are written to a folder, read and compiled as any other.
//
// The heads of the files are the same for all and written here, so that a test shows only what it is about.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/core/executor.hpp"
#include "sim/core/time.hpp"
#include "sim/engine/run.hpp"
#include "sim/model/compile.hpp"
#include "sim/model/model.hpp"
#include "sim/model/spec.hpp"
#include "sim/study/study.hpp"

namespace forestall::testing {

struct StudyText {
    std::string model;                            // model.yaml from its fifth line on
    std::string people = "age,people\n0,1000\n";  // people.csv
    std::string place;                            // place.yaml after the population
    std::string start = "2024-01-01", end = "2034-01-01";
    std::string study;  // study.yaml before the arms: window, strata, seed ...
    std::string arms = "  today: {title: Today}\n";
    std::map<std::string, std::string> tables;  // other files by name
};

/// Lines of model.yaml before `StudyText::model`.
inline constexpr int model_head_lines = 4;

/// Writes the files into a folder of their own and reads them. Throws InputError as the reader does.
StudyFiles read_text(const StudyText& text);

/// A text that is read, compiled and ready to run.
class SmallStudy {
  public:
    explicit SmallStudy(const StudyText& text);
    explicit SmallStudy(StudyFiles read);
    SmallStudy(const SmallStudy&) = delete;  // tallies point to the calendar
    SmallStudy& operator=(const SmallStudy&) = delete;

    const StudyFiles files;
    const Calendar calendar;
    const Model model;
    const std::vector<ArmModel> arms;

    /// The study's own settings.
    RunSettings settings() const;
    /// One arm on the calling thread.
    RunOutcome run(int arm = 0) const;
    RunOutcome run(const RunSettings& settings, Executor& executor, int arm = 0) const;
    /// All arms, as `forestall run` does it, on the calling thread.
    Results results() const;

    int process(const std::string& name) const;
    FactorValue state(const std::string& track, const std::string& name) const;
};

/// Every problem that reading and compiling finds, as the user sees it, with file names but no folders.
std::vector<std::string> complaints(const StudyText& text);

}  // namespace forestall::testing
