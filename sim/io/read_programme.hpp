// The programme file.
#pragma once

#include <filesystem>
#include <optional>

#include "sim/io/read_files.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Nothing, with problems, when there is no programme to speak of.
std::optional<ProgrammeSpec> read_programme_from(Files& files, const std::filesystem::path& path,
                                                 const Where& named_at);

}  // namespace forestall
