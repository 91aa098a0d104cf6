// What belongs to the occasion of a run and not to its results: who asked for it how, where it ran and how
// long it took.
//
// A JSON file beside the result file, so that the result file itself is the same for the same study and seed.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace forestall {

struct Machine {
    std::string system;        // "Linux 6.1.0"
    std::string architecture;  // "x86_64"
    std::string host;          // its name in the network
    int cores = 0;             // hardware threads
};

Machine this_machine();

struct RunRecord {
    std::vector<std::string> command_line;  // the program first
    std::string version;
    Machine machine = this_machine();
    int threads = 0;
    int draw = 0;  // of fitted parameters; 0: none, or their central values
    std::chrono::system_clock::time_point started;
    double seconds = 0;
    std::vector<std::pair<std::string, double>> seconds_by_phase;  // in the order of the phases
};

/// "out/buckinghamshire.run.json" for "out/buckinghamshire.h5".
std::filesystem::path run_record_path(const std::filesystem::path& results);

/// The record as JSON, with the file name of the results and their SHA-256.
std::string to_json(const RunRecord& record, const std::string& results, const std::string& digest);

}  // namespace forestall
