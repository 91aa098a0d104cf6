#include "sim/io/run_record.hpp"

#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/utsname.h>

#include "sim/io/run_record_json.hpp"

namespace forestall {
namespace {

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

std::string to_json(const RunRecord& record, const std::string& results, const std::string& digest) {
    const auto started = std::chrono::time_point_cast<std::chrono::seconds>(record.started);
    std::string json = "{\n";
    const auto add = [&](const char* name, const std::string& value, const char* ending = ",\n") {
        json += fmt::format("  \"{}\": {}{}", name, value, ending);
    };
    add("forestall", json_string(record.version));
    add("command", as_list(record.command_line));
    add("results", json_string(results));
    add("sha256", json_string(digest));
    add("started", fmt::format("\"{:%Y-%m-%dT%H:%M:%S}Z\"", fmt::gmtime(started)));
    add("seconds", json_number(record.seconds));
    add("seconds_by_phase", as_object(record.seconds_by_phase));
    if (record.draw != 0) add("draw", fmt::format("{}", record.draw));
    add("threads", fmt::format("{}", record.threads));
    add("machine", as_object(record.machine), "\n");
    return json + "}\n";
}

}  // namespace forestall
