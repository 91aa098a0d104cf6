// Result files: one HDF5 file in the netCDF-4 layout, which xarray, ncdump, R and MATLAB open without help.
//
// The occasion of a run (machine, threads, time) is not in it but in the run record beside it, so that the
// same study and seed give the same bytes.
#pragma once

#include <filesystem>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// Replaces the file at `path` by these results, whole or not at all. Throws RunError when that fails; what
/// stood there before is then untouched. Call check_writable (sim/io/safe_file.hpp) before a long run.
void write_results(const Results& results, const std::filesystem::path& path);

/// Throws InputError when the file cannot be read or does not hold results.
Results read_results(const std::filesystem::path& path);

}  // namespace forestall
