// The file of fitted parameters.
#pragma once

#include <filesystem>
#include <optional>

#include "sim/io/read_files.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Nothing where problems leave nothing that could be used.
std::optional<FittedSpec> read_fitted_from(Files& files, const std::filesystem::path& path,
                                           const Where& named_at);

}  // namespace forestall
