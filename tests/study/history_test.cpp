#include "sim/study/history.hpp"

#include "sim/core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyText text() {
    StudyText made;
    made.model = R"(tracks:
  sex: [female, male]
processes:
  admission:
    rate: {value: 2, unit: per_year}
    times: {sex: {female: 1, male: 3}}
    source: assumed
  death:
    rate: {value: 0.5, unit: per_year}
    then: {life: dies}
    source: assumed
counters:
  admissions_12m: {counts: admission, window: 12 months, up_to: 3}
measures:
  admissions: {count: admission}
)";
    made.people = "age,sex,people\n60,female,5000\n60,male,5000\n";
    made.end = "2027-01-01";
    made.study = "strata: [sex]\nseed: 3\n";
    return made;
}

History look(int month, int before, int after, Executor& executor) {
    const SmallStudy study(text());
    const StudyFiles files = history_study(study.files);
    const Model model = prepare(files, executor);
    HistorySettings settings;
    settings.seed = 3;
    settings.month = month;
    settings.before = before;
    settings.after = after;
    return history_of(files, model, settings, executor);
}

}  // namespace

TEST_CASE("a history counts what the study counts, for those who are there", "[study]") {
    SerialExecutor serial;
    const History all = look(0, 0, 12, serial);
    REQUIRE(all.people.size() == 10'000);
    REQUIRE(all.measures == std::vector<std::string>{"admissions"});
    double events = 0;
    for (const float one : all.after) events += static_cast<double>(one);
    const SmallStudy study(text());
    const Results results = study.results();
    double counted = 0;
    for (const Variable& one : results.yearly)
        if (one.name == "admissions") {
            const auto& values = std::get<std::vector<std::int64_t>>(one.values);
            for (std::size_t i = 0; i < values.size(); i += 1)
                if (i / (values.size() / 3) == 0) counted += static_cast<double>(values[i]);
        }
    CHECK(events == counted);
}

// Deaths at 0.5 a year: exp(-0.5) = 60.7% of 10,000 are there after a year (standard error 49; margin four of
// these), and 39.3% of those die in the next (standard error 0.63%; margin four of these).
TEST_CASE("who has died is left out, and who dies is told", "[study]") {
    SerialExecutor serial;
    const History later = look(12, 12, 12, serial);
    CHECK(static_cast<double>(later.people.size()) == Approx(6065).margin(200));
    double died = 0;
    for (const auto one : later.died) died += one;
    CHECK(died / static_cast<double>(later.people.size()) == Approx(0.393).margin(0.025));
    // A counter of the last 12 months agrees with what was counted in the 12 months before, to its depth.
    const SmallStudy study(text());
    const int counter = study.model.factor_named("admissions_12m");
    REQUIRE(counter > 0);
    std::size_t agree = 0;
    for (std::size_t i = 0; i < later.people.size(); ++i)
        agree += std::min(3.0f, later.before[i]) == static_cast<float>(later.people.factor(i, counter));
    // The year before has 366 days, twelve months of the counter 365.25: an event of the first 18 hours is
    // counted by one and not by the other.
    CHECK(static_cast<double>(agree) > 0.99 * static_cast<double>(later.people.size()));
}

TEST_CASE("a history is the same on any number of threads", "[study]") {
    SerialExecutor serial;
    const auto three = make_tbb_executor(3);
    const History one = look(6, 6, 6, serial), other = look(6, 6, 6, *three);
    CHECK(*one.people.share() == *other.people.share());
    CHECK(one.after == other.after);
    CHECK(one.died == other.died);
}

TEST_CASE("a history that the study does not hold is refused", "[study]") {
    SerialExecutor serial;
    CHECK_THROWS_WITH(look(6, 12, 12, serial),
                      "before = 12 months and month = 6 (the study does not begin so early); look at a later "
                      "month, or back on fewer");
    CHECK_THROWS_WITH(
        look(30, 12, 12, serial),
        "month = 30 and after = 12 (the study has 36 months); look at an earlier month, or ahead "
        "to fewer");
}
