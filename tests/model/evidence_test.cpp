#include "sim/model/evidence.hpp"

#include "tests/catch.hpp"

using namespace forestall;

namespace {

StudyFiles files_with(const SourceEntry& entry) {
    StudyFiles files;
    files.model.sources["work"] = entry;
    return files;
}

Parameter parameter_from(const std::string& source, const std::string& path = "costs/bed") {
    return {path, "Bed", "gbp", source, {}};
}

SourceEntry graded(const std::string& grade) {
    SourceEntry entry;
    entry.title = "A work";
    entry.grade = grade;
    return entry;
}

}  // namespace

TEST_CASE("the less a figure was checked, the wider its usual range", "[model]") {
    double width = 0;
    for (const std::string grade : {"seen", "quoted", "derived", "recalled", "assumed"}) {
        CAPTURE(grade);
        const StudyFiles files = files_with(graded(grade));
        const Evidence evidence = evidence_of(parameter_from("work"), files);
        CHECK(evidence.grade == grade);
        CHECK(evidence.source->title == "A work");
        CHECK(evidence.range_is_of_grade);
        CHECK(evidence.range.low < 1);
        CHECK(evidence.range.high - evidence.range.low > width);
        width = evidence.range.high - evidence.range.low;
        CHECK(is_unchecked(grade) == (grade == "recalled" || grade == "assumed"));
    }
}

TEST_CASE("a source's own range and distribution stand before the usual ones", "[model]") {
    SourceEntry entry = graded("assumed");
    entry.range = RatioRange{0.5, 3};
    entry.distribution = "gamma";
    const StudyFiles files = files_with(entry);
    const Evidence evidence = evidence_of(parameter_from("work"), files);
    CHECK(evidence.range.low == 0.5);
    CHECK(evidence.range.high == 3);
    CHECK_FALSE(evidence.range_is_of_grade);
    CHECK(evidence.distribution == "gamma");
}

TEST_CASE("chances are beta and everything else lognormal where the source does not say", "[model]") {
    const StudyFiles files = files_with(graded("seen"));
    Parameter chance = parameter_from("work");
    chance.unit = "chance";
    CHECK(evidence_of(chance, files).distribution == "beta");
    CHECK(evidence_of(parameter_from("work"), files).distribution == "lognormal");
}

TEST_CASE("a figure without a source counts as assumed", "[model]") {
    const StudyFiles files = files_with(graded("seen"));
    const Evidence evidence = evidence_of(parameter_from("no_such_work"), files);
    CHECK(evidence.source == nullptr);
    CHECK(evidence.grade == "assumed");
}

TEST_CASE("the place's figures rest on the place's sources", "[model]") {
    StudyFiles files = files_with(graded("assumed"));
    files.place.sources["work"] = graded("seen");
    CHECK(evidence_of(parameter_from("work", "place/times/birth"), files).grade == "seen");
    CHECK(evidence_of(parameter_from("work"), files).grade == "assumed");
}
