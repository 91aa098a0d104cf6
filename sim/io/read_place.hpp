// The place file: tree into PlaceSpec, with the people and tables it names.
#pragma once

#include <optional>

#include "sim/io/read_files.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Reads every part that fits its shape; problems go to `files`. Nothing when there is no tree to read.
std::optional<PlaceSpec> read_place_from(Files& files, const std::filesystem::path& path,
                                         const Where& named_at);

}  // namespace forestall
