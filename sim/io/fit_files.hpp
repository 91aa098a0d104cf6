// The files that a calibration leaves in its folder: the fitted parameters and the fit. They appear together
// or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace forestall {

enum class Overwrite { no, yes };

class FitFiles {
  public:
    /// Throws InputError where one of the files is there already and must not be overwritten, RunError where
    /// one could not be written: made before a long search.
    FitFiles(std::filesystem::path folder, Overwrite overwrite);

    std::filesystem::path parameters() const { return folder_ / "parameters.yaml"; }
    std::filesystem::path fit() const { return folder_ / "fit.csv"; }

    void write(std::string_view parameters, std::string_view fit) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace forestall
