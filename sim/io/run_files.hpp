// The files that one run leaves: the results, the run record beside them and, where asked for, the tables.
// They appear together or not at all, so that nobody finds results next to the tables of another run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/io/made_folder.hpp"
#include "sim/io/run_record.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/outcomes/results.hpp"

namespace forestall {

class RunFiles {
  public:
    /// Throws RunError when one of the files could not be written: made before a long run. No `tables`: none
    /// are written. Their folder is made when they are.
    explicit RunFiles(std::filesystem::path results, std::filesystem::path tables = {});

    /// Writes results and tables under temporary names. What goes wrong leaves everything as it was.
    void write(const Results& results);
    /// Writes the record of the run and gives every file its name, the results last: where they are, all are.
    void publish(const RunRecord& record);

  private:
    void check_apart() const;

    std::filesystem::path results_, record_, tables_;
    std::string digest_;  // of the results
    std::optional<MadeFolder> folder_;
    std::optional<SafeFile> results_file_, monthly_file_, yearly_file_, occurrences_file_;
};

}  // namespace forestall
