// Reading from disk: the entry points of the reading side of sim/io.
//
// Each reads a file and all that it names, and throws one InputError with every problem in all of them. What
// the files mean (unknown tracks, missing combinations) is for `compile`.
#pragma once

#include <filesystem>

#include "sim/io/language.hpp"
#include "sim/io/read_files.hpp"
#include "sim/model/calibration.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// A study, its model and place, the sources and tables they name. `texts` holds them all, by their paths as
/// seen from the folder of the study. Fitted parameters that it names are multiplied in: `draw` of them, or
/// with 0 their central values.
StudyFiles read_study(const std::filesystem::path& path, int draw = 0);
ModelSpec read_model(const std::filesystem::path& path);
PlaceSpec read_place(const std::filesystem::path& path);
Sources read_sources(const std::filesystem::path& path);

/// A calibration, its targets, and its study, whose figures are as written even where it names fitted
/// parameters: the factors that are looked for replace those.
CalibrationFiles read_calibration(const std::filesystem::path& path);
FittedSpec read_fitted(const std::filesystem::path& path);
ProgrammeSpec read_programme(const std::filesystem::path& path);

/// Which kind of file this is. Throws InputError when it does not say.
FileKind kind_of(const std::filesystem::path& path);

/// Reads a file of any kind and all that it names, only for its problems.
void check_file(const std::filesystem::path& path);

/// As `read_study`, with files from elsewhere than the disk.
StudyFiles read_study(const std::filesystem::path& path, Files& files, int draw = 0);
ModelSpec read_model(const std::filesystem::path& path, Files& files);
PlaceSpec read_place(const std::filesystem::path& path, Files& files);
CalibrationFiles read_calibration(const std::filesystem::path& path, Files& files);
FittedSpec read_fitted(const std::filesystem::path& path, Files& files);

}  // namespace forestall
