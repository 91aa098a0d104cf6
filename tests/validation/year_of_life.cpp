#include "tests/validation/year_of_life.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "sim/core/executor.hpp"
#include "sim/io/read_study.hpp"
#include "sim/model/compile.hpp"
#include "sim/study/study.hpp"
#include "tests/support/sums.hpp"
#include "tests/support/temporary_folder.hpp"

namespace forestall::testing {
namespace {

constexpr int december_2024 = 5, december_2025 = 17;  // months from July 2024

constexpr const char* study_text = R"(forestall: study
name: validation
title: The model against its sources
model: {0}/models/england/model.yaml
place: {0}/places/{1}/place.yaml
start: 2024-07-01
end: 2026-01-01
window: month
strata: [age, sex, frailty, care, hospital]
age_bands: [{2}]
seed: 1
replicates: 1
arms:
  today: {{title: Today}}
)";

}  // namespace

std::unique_ptr<Executor> all_cores() {
#ifdef FORESTALL_HAS_TBB
    return make_tbb_executor(static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
#else
    return std::make_unique<SerialExecutor>();
#endif
}

YearOfLife::YearOfLife(const std::string& place, double sample) : sample_(sample) {
    const TemporaryFolder folder;
    folder.write("study.yaml",
                 fmt::format(study_text, FORESTALL_SOURCE_DIR "/scenarios", place, fmt::join(ages, ", ")));
    const StudyFiles files = read_study(folder / "study.yaml");
    const auto executor = all_cores();
    const Model model = prepare(files, *executor);
    StudySettings settings;
    settings.sample = sample;
    StudyOutcome outcome = run_study(files, model, settings, *executor);
    results_ = std::move(outcome.results);
    people_at_start_ = static_cast<double>(outcome.statistics.people_at_start) / sample;
    const std::vector<std::string> order{"arm", "draw",    "replicate", "month",   "age_band",
                                         "sex", "frailty", "care",      "hospital"};
    if (variable(results_.monthly, "population").axes != order)
        throw std::logic_error("the axes have another order");
}

double YearOfLife::sum(const std::string& measure, int first_month, int last_month, const Part& part) const {
    const auto size = [&](const char* name) { return static_cast<int>(axis(results_, name).size()); };
    const int sexes = size("sex"), frailties = size("frailty"), cares = size("care"),
              hospitals = size("hospital");
    return std::visit(
        [&](const auto& values) {
            double total = 0;
            const std::size_t cells = values.size() / axis(results_, "month").size();
            std::size_t at = static_cast<std::size_t>(first_month) * cells;
            for (int month = first_month; month <= last_month; ++month)
                for (const int age : ages)
                    for (int sex = 0; sex < sexes; ++sex)
                        for (int frailty = 0; frailty < frailties; ++frailty)
                            for (int care = 0; care < cares; ++care)
                                for (int hospital = 0; hospital < hospitals; ++hospital, ++at)
                                    if (part({age, sex, frailty, care, hospital}))
                                        total += static_cast<double>(values[at]);
            return total / sample_;
        },
        variable(results_.monthly, measure).values);
}

double YearOfLife::in_year(const std::string& measure, const Part& part) const {
    return sum(measure, december_2024 + 1, december_2025, part);
}

double YearOfLife::at_end(const std::string& measure, const Part& part) const {
    return sum(measure, december_2025, december_2025, part);
}

double YearOfLife::person_years(const Part& part) const {
    return (sum("population", december_2024, december_2025 - 1, part) +
            sum("population", december_2024 + 1, december_2025, part)) /
           24;
}

}  // namespace forestall::testing
