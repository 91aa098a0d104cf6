// Small files that live in memory, and what reading them complains about.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/io/read_study.hpp"

namespace forestall::testing {

using Texts = std::map<std::string, std::string>;

inline Files files_in_memory(Texts texts) {
    return Files{[texts = std::move(texts)](const std::filesystem::path& path, std::size_t) {
        const auto found = texts.find(path.generic_string());
        return found == texts.end() ? Loaded{{}, "there is no such file"} : Loaded{found->second, {}};
    }};
}

/// The lines of the InputError that `read` throws; none when it throws nothing.
template <typename Read>
std::vector<std::string> complaints_of(Read read) {
    std::vector<std::string> lines;
    try {
        read();
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems()) lines.push_back(to_string(problem));
    }
    return lines;
}

using Lines = std::vector<std::string>;

/// The least that a model must have; tests add parts below it.
inline const std::string model_head = R"(forestall: model
name: small
title: Small
sources: sources.yaml
tracks: {sex: [female, male], frailty: [fit, frail]}
)";  // five lines

inline const std::string sources_text = R"(forestall: sources
sources:
  office: {title: Office, publisher: Statistics, year: 2024, where: shelf, grade: seen}
  assumed: {title: Assumed, grade: assumed}
)";

inline Lines complaints_of_model(const std::string& text, Texts others = {}) {
    others.insert({{"model.yaml", text}, {"sources.yaml", sources_text}});
    return complaints_of([&] {
        Files files = files_in_memory(others);
        read_model("model.yaml", files);
    });
}

/// The complaints about `part`, which starts on line 6 of a model that is right otherwise.
inline Lines complaints_of_part(const std::string& part, Texts others = {}) {
    return complaints_of_model(model_head + part, std::move(others));
}

/// As above, for one process called `p`, which starts on line 7.
inline Lines complaints_of_process(const std::string& process) {
    return complaints_of_part("processes:\n  p: " + process + "\n");
}

}  // namespace forestall::testing
