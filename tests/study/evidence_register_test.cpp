// The evidence register of the shipped models: every figure has an entry, and stands once.
//
// A figure that stands twice is one that could be written once and referred to: a table file behind two
// tables, or a map of more than two ratios or rates, the same to the digit and from the same source, at two
// places.
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/io/read_study.hpp"
#include "sim/model/evidence.hpp"
#include "sim/model/parameters.hpp"
#include "tests/catch.hpp"

using namespace forestall;

namespace {

constexpr std::size_t short_map = 2;  // such as {none: 1, major: 1.4}: alike by chance

StudyFiles shipped(const std::string& study) {
    return read_study(std::filesystem::path{FORESTALL_SOURCE_DIR} / "scenarios/studies" / study);
}

/// Where each long map stands, by its source and what it says.
class Maps {
  public:
    explicit Maps(const ModelSpec& model) {
        for (const ProcessSpec& process : model.processes) {
            const std::string at = "processes/" + process.name.text;
            if (process.rate) add(*process.rate, at);
            add(process.times, at);
            if (process.after) add(process.after->times, at + "/after");
            add(process.then, at + "/then");
        }
        for (const ContactSpec& contact : model.contacts) {
            add(contact.rate, "contacts/" + contact.name.text);
            add(contact.times, "contacts/" + contact.name.text);
        }
    }

    /// Every set of places that say the same.
    std::set<std::set<std::string>> repeated() const {
        std::set<std::set<std::string>> all;
        for (const auto& [what, places] : places_)
            if (places.size() > 1) all.insert(places);
        return all;
    }

  private:
    void add(const Name& of, const StateValuesSpec& states, const std::string& source,
             const std::string& at) {
        if (states.values.size() <= short_map) return;
        std::map<std::string, double> sorted;
        for (const auto& [state, value] : states.values) sorted[state.text] = value;
        if (states.otherwise) sorted["otherwise"] = *states.otherwise;
        std::string what = of.text + " " + source;
        for (const auto& [state, value] : sorted) what += fmt::format(" {}={}", state, value);
        places_[what].insert(at + "/" + of.text);
    }

    void add(const RateSpec& rate, const std::string& at) {
        if (rate.kind == RateSpec::Kind::by_state) add(rate.name, rate.states, rate.source, at + "/rate");
    }

    void add(const std::vector<TimesSpec>& all, const std::string& at) {
        for (const TimesSpec& times : all)
            if (times.kind == TimesSpec::Kind::state && times.group.empty())
                add(times.name, times.states, times.source, at + "/times");
    }

    void add(const OutcomeSpec& outcome, const std::string& at) {
        for (const StaySpec& stay : outcome.stays) {
            add(stay.length.times, at + "/stay/length");
            for (const OutcomeSpec& afterwards : stay.afterwards) add(afterwards, at + "/stay/afterwards");
        }
        for (std::size_t i = 0; i < outcome.branches.size(); ++i) {
            add(outcome.branches[i].times, fmt::format("{}/branch/{}", at, i + 1));
            add(outcome.branches[i].then, fmt::format("{}/branch/{}/then", at, i + 1));
        }
    }

    std::map<std::string, std::set<std::string>> places_;
};

}  // namespace

TEST_CASE("every parameter of a shipped study has an entry in the register", "[study]") {
    for (const std::string study : {"buckinghamshire.yaml", "england.yaml", "illness-death.yaml",
                                    "riskpaths.yaml", "sick-sicker.yaml"}) {
        StudyFiles files = shipped(study);
        const auto parameters = parameters_of(files);
        CHECK_FALSE(parameters.empty());
        for (const Parameter& parameter : parameters) {
            CAPTURE(study, parameter.path, parameter.source);
            const Evidence evidence = evidence_of(parameter, files);
            REQUIRE(evidence.source != nullptr);
            CHECK_FALSE(evidence.source->title.empty());
            CHECK_FALSE(evidence.source->grade.empty());
        }
    }
}

TEST_CASE("the parameters of the England model have paths of their own", "[study]") {
    StudyFiles files = shipped("buckinghamshire.yaml");
    std::set<std::string> paths;
    for (const Parameter& parameter : parameters_of(files)) {
        CAPTURE(parameter.path);
        CHECK(paths.insert(parameter.path).second);
    }
    CHECK(paths.size() > 100);
    for (const std::string path :
         {"processes/emergency_admission/times/frailty/severe", "tables/death_without_last_phase",
          "costs/emergency_bed_day", "place/times/birth", "place/tables/departures"})
        CHECK(paths.count(path) == 1);
    CHECK(paths.count("tables/departures") == 0);  // the place gives it
}

TEST_CASE("no table file of the England model is read into two tables", "[study]") {
    std::set<std::string> files;
    for (const TableSpec& table : shipped("buckinghamshire.yaml").model.tables) {
        CAPTURE(table.name.text);
        if (!table.from_place) CHECK(files.insert(table.file).second);
    }
}

TEST_CASE("no map of figures of the England model stands twice", "[study]") {
    CHECK(Maps(shipped("buckinghamshire.yaml").model).repeated() == std::set<std::set<std::string>>{});
}
