#include "sim/io/run_record.hpp"

#include <cstdlib>
#include <limits>

#include "sim/io/run_record_json.hpp"
#include "tests/catch.hpp"
#include "tests/io/safe_file_folder.hpp"

using namespace forestall;
using namespace forestall::testing;
using Catch::Matchers::Equals;

namespace {

RunRecord sample() {
    RunRecord record;
    record.command_line = {"forestall", "run", "a \"quoted\"\\\n\x01 study.yaml", "\xFFnot UTF-8", "Zürich"};
    record.version = "0.1.0";
    record.machine = {"Linux 6.1", "x86_64", "somewhere", 8};
    record.threads = 4;
    record.started = std::chrono::system_clock::time_point(std::chrono::seconds(1'719'835'200));
    record.seconds = 12.5;
    record.seconds_by_phase = {{"read", 0.25}, {"run", 12}};
    return record;
}

}  // namespace

TEST_CASE("a run record stands beside the results", "[io]") {
    CHECK(run_record_path("out/county.h5") == "out/county.run.json");
    CHECK(run_record_path("county.2030.h5") == "county.2030.run.json");
}

TEST_CASE("a run record names the results by their hash", "[io]") {
    CHECK_THAT(
        to_json(sample(), "a.h5", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Equals("{\n"
               "  \"forestall\": \"0.1.0\",\n"
               "  \"command\": [\"forestall\", \"run\", \"a \\\"quoted\\\"\\\\\\n\\u0001 study.yaml\", "
               "\"\\ufffdnot UTF-8\", \"Zürich\"],\n"
               "  \"results\": \"a.h5\",\n"
               "  \"sha256\": \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\n"
               "  \"started\": \"2024-07-01T12:00:00Z\",\n"
               "  \"seconds\": 12.5,\n"
               "  \"seconds_by_phase\": {\"read\": 0.25, \"run\": 12},\n"
               "  \"threads\": 4,\n"
               "  \"machine\": {\"system\": \"Linux 6.1\", \"architecture\": \"x86_64\", \"host\": "
               "\"somewhere\", "
               "\"cores\": 8}\n"
               "}\n"));
}

TEST_CASE("a run record is JSON", "[io]") {
    if (!has_program("python3")) {
        WARN("skipped: python3 is not installed");
        SUCCEED();
        return;
    }
    const TestFolder folder;
    RunRecord record = sample();
    record.machine = this_machine();
    record.seconds = std::numeric_limits<double>::quiet_NaN();
    put(folder / "a.run.json", to_json(record, "a.h5", "0"));
    const std::string command = "python3 -m json.tool '" + (folder / "a.run.json").string() + "' > /dev/null";
    CHECK(std::system(command.c_str()) == 0);
}

TEST_CASE("numbers that JSON does not have become null", "[io]") {
    CHECK(json_number(0.1) == "0.1");
    CHECK(json_number(std::numeric_limits<double>::infinity()) == "null");
}
