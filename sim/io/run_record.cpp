#include "sim/io/run_record.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/utsname.h>

#include "sim/core/errors.hpp"
#include "sim/core/sha256.hpp"
#include "sim/io/run_record_json.hpp"
#include "sim/io/safe_file.hpp"

namespace forestall {
namespace {

std::string sha256_of_file(const std::filesystem::path& path) {
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    Sha256 hash;
    std::string piece(std::size_t{1} << 16, '\0');
    while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream.gcount() > 0) {
        hash.add({piece.data(), static_cast<std::size_t>(stream.gcount())});
    }
    if (!stream.eof()) {
        throw RunError(
            to_string(Problem{{},
                              fmt::format("cannot read back '{}' for the run record", path.string()),
                              std::generic_category().message(errno),
                              "check that nothing else moves or deletes it"}));
    }
    return hash.hex();
}

std::string as_list(const std::vector<std::string>& texts) {
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ", ") + json_string(text);
    return '[' + list + ']';
}

std::string as_object(const std::vector<std::pair<std::string, double>>& entries) {
    std::string object;
    for (const auto& [name, number] : entries) {
        object += fmt::format("{}{}: {}", object.empty() ? "" : ", ", json_string(name), json_number(number));
    }
    return '{' + object + '}';
}

std::string as_object(const Machine& machine) {
    return fmt::format(R"({{"system": {}, "architecture": {}, "host": {}, "cores": {}}})",
                       json_string(machine.system), json_string(machine.architecture),
                       json_string(machine.host), machine.cores);
}

}  // namespace

Machine this_machine() {
    struct utsname names {};
    ::uname(&names);
    return {fmt::format("{} {}", names.sysname, names.release), names.machine, names.nodename,
            static_cast<int>(std::thread::hardware_concurrency())};
}

std::filesystem::path run_record_path(const std::filesystem::path& results) {
    return std::filesystem::path(results).replace_extension(".run.json");
}

void write_run_record(const RunRecord& record, const std::filesystem::path& results) {
    const auto started = std::chrono::time_point_cast<std::chrono::seconds>(record.started);
    std::string json = "{\n";
    const auto add = [&](const char* name, const std::string& value, const char* ending = ",\n") {
        json += fmt::format("  \"{}\": {}{}", name, value, ending);
    };
    add("forestall", json_string(record.version));
    add("command", as_list(record.command_line));
    add("results", json_string(results.filename().string()));
    add("sha256", json_string(sha256_of_file(results)));
    add("started", fmt::format("\"{:%Y-%m-%dT%H:%M:%S}Z\"", fmt::gmtime(started)));
    add("seconds", json_number(record.seconds));
    add("seconds_by_phase", as_object(record.seconds_by_phase));
    add("threads", fmt::format("{}", record.threads));
    add("machine", as_object(record.machine), "\n");
    write_safely(run_record_path(results), json + "}\n");
}

}  // namespace forestall
