#include "sim/io/fitted_text.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/core/sha256.hpp"
#include "sim/core/version.hpp"
#include "sim/io/run_record_json.hpp"

namespace forestall {

namespace {

namespace fs = std::filesystem;

constexpr const char* head =
    "# Written by `forestall calibrate`. A study that says `parameters: THIS FILE` runs with these factors.\n"
    "forestall: parameters\n";

std::string listed(const std::vector<Name>& paths) {
    std::string text;
    for (const Name& path : paths) text += (text.empty() ? "" : ", ") + path.text;
    return text;
}

}  // namespace

std::string to_yaml(const FittedSpec& fitted, const FittedOrigin& origin) {
    std::string text = head;
    text += fmt::format("name: {}\ntitle: {}\n", origin.name, json_string(origin.title));
    text += fmt::format("study: {}\nmodel_hash: {}\nplace_hash: {}\nhash: {}\nversion: \"{}\"\n",
                        origin.study, origin.model_hash, origin.place_hash, origin.hash, origin.version);
    text += fmt::format("seed: {}\nsample: {}\n\n", fitted.seed, origin.sample);
    text +=
        "# factor: what the figures as written are multiplied by; standard_error: of its natural logarithm\n";
    text += "fitted:\n";
    for (const FittedGroup& group : fitted.groups)
        text += fmt::format("  - parameters: [{}]\n    factor: {}\n    standard_error: {}\n",
                            listed(group.paths), group.factor, group.standard_error);
    text += "\n# Of the logarithms of the factors, in the order above\ncorrelation:\n";
    for (const auto& row : fitted.correlation) text += fmt::format("  - [{}]\n", fmt::join(row, ", "));
    return text;
}

FittedOrigin origin_of(const CalibrationFiles& files) {
    FittedOrigin origin;
    origin.name = files.calibration.name.text;
    origin.title = files.calibration.title;
    origin.study = files.study.study.name.text;
    origin.version = version;
    // Texts stand under their paths as seen from the calibration's folder.
    const auto is_text_of = [&](const std::string& path, const Where& where) {
        const fs::path folder = fs::path(files.calibration.where.file).parent_path();
        return (folder / path).lexically_normal() == fs::path(where.file).lexically_normal();
    };
    std::string all;
    for (const auto& [path, text] : files.study.texts) {
        all += path + "\n" + text + "\n";
        if (is_text_of(path, files.study.model.where)) origin.model_hash = sha256(text);
        if (is_text_of(path, files.study.place.where)) origin.place_hash = sha256(text);
    }
    origin.hash = sha256(all);
    return origin;
}

}  // namespace forestall
