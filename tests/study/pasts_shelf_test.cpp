#include "sim/study/pasts_shelf.hpp"

#include <cstring>
#include <map>
#include <memory>

#include "sim/io/results_image.hpp"
#include "sim/model/parameters.hpp"
#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/small_study.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyText text() {
    StudyText made;
    made.model = R"(tracks:
  illness: {states: [well, ill], newborn: well}
processes:
  onset:
    when: {illness: well}
    rate: {value: 0.02, unit: per_year}
    then: {illness: ill}
    source: assumed
  death:
    rate: {value: 0.02, unit: per_year}
    times: {illness: {well: 1, ill: 3}}
    then: {life: dies}
    source: assumed
measures:
  deaths: {count: death}
payers: {nhs: NHS}
costs:
  death: {of: deaths, payer: nhs, value: 100, unit: gbp_2023_24, source: assumed}
pasts: {lives: 50}
)";
    made.people = "age,people\n40,500\n60,500\n";
    made.study = "seed: 4\n";
    return made;
}

std::string digest_with(const std::vector<Change>& changes) {
    StudyFiles files = read_text(text());
    Problems problems;
    make_changes(changes, files, problems);
    problems.raise_if_any();
    SerialExecutor serial;
    return pasts_digest(files, prepare(files, serial));
}

std::string run_of(const StudyFiles& files, const Model& model) {
    SerialExecutor serial;
    StudySettings settings;
    settings.seed = 4;
    return results_image(run_study(files, model, settings, serial).results);
}

}  // namespace

TEST_CASE("pasts from the shelf give the same bytes as pasts lived now", "[study]") {
    const StudyFiles files = read_text(text());
    SerialExecutor serial;
    PastsShelf shelf;
    const Model lived = prepare(files, serial, shelf), taken = prepare(files, serial, shelf);
    const std::string fresh = run_of(files, prepare(files, serial));
    CHECK(run_of(files, lived) == fresh);
    CHECK(run_of(files, taken) == fresh);
    CHECK(taken.pasts.at(0, 40, 0).data() == lived.pasts.at(0, 40, 0).data());  // shared, not lived again
}

TEST_CASE("pasts kept beyond the process are taken as they were, or lived anew", "[study]") {
    struct Kept final : PastsKeeper {
        bool load(const std::string& digest, const Parts& parts) override {
            ++asked;
            const auto found = all.find(digest);
            if (found == all.end()) return false;
            std::size_t at = 0;
            for (const auto part : parts) {
                if (at + part.size() > found->second.size()) return false;
                std::memcpy(part.data(), found->second.data() + at, part.size());
                at += part.size();
            }
            return at == found->second.size();
        }
        void save(const std::string& digest, const Parts& parts) override {
            std::string& bytes = all[digest];
            bytes.clear();
            for (const auto part : parts)
                bytes.append(reinterpret_cast<const char*>(part.data()), part.size());
        }
        std::map<std::string, std::string> all;
        int asked = 0;
    };
    const auto kept = std::make_shared<Kept>();
    const StudyFiles files = read_text(text());
    SerialExecutor serial;
    const auto run_with_keeper = [&] {
        PastsShelf shelf;  // of a process of its own
        shelf.keep_with(kept);
        return run_of(files, prepare(files, serial, shelf));
    };
    const std::string plain = run_of(files, prepare(files, serial));
    CHECK(run_with_keeper() == plain);
    REQUIRE(kept->all.size() == 1);
    std::string& bytes = kept->all.begin()->second;
    const std::string whole = bytes;
    CHECK(run_with_keeper() == plain);
    CHECK(bytes == whole);
    CHECK(kept->asked == 2);
    bytes.pop_back();  // not of such pasts: lived anew, and left there whole
    CHECK(run_with_keeper() == plain);
    CHECK(bytes == whole);
}

TEST_CASE("pasts depend on rates and not on prices", "[study]") {
    const std::string plain = digest_with({});
    CHECK(digest_with({{Change::How::factor, "costs/death", 2}}) == plain);
    CHECK(digest_with({{Change::How::factor, "processes/onset/rate", 2}}) != plain);
}

TEST_CASE("a model that changes is lived anew, not taken from the shelf", "[study]") {
    StudyFiles files = read_text(text());
    SerialExecutor serial;
    PastsShelf shelf;
    prepare(files, serial, shelf);
    Problems problems;
    make_changes({{Change::How::factor, "processes/onset/rate", 5}}, files, problems);
    CHECK(run_of(files, prepare(files, serial, shelf)) == run_of(files, prepare(files, serial)));
}
