#include "sim/io/run_files.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/core/sha256.hpp"
#include "sim/io/results_image.hpp"
#include "sim/io/tidy_csv.hpp"

namespace forestall {

namespace {

namespace fs = std::filesystem;

/// Nobody named the run record, so that the advice on a path that a user gave would be of no help.
void check_record(const fs::path& record) {
    std::error_code ignored;
    if (fs::is_directory(record, ignored))
        throw RunError(to_string(Problem{{},
                                         fmt::format("cannot write the run record '{}'", record.string()),
                                         "it is a folder",
                                         "move it away, or choose another name for the results"}));
    check_writable(record);
}

fs::path monthly_in(const fs::path& folder) { return folder / "monthly.csv"; }
fs::path yearly_in(const fs::path& folder) { return folder / "yearly.csv"; }
fs::path occurrences_in(const fs::path& folder) { return folder / "occurrence_exposure.csv"; }

}  // namespace

RunFiles::RunFiles(fs::path results, fs::path tables)
    : results_(std::move(results)), record_(run_record_path(results_)), tables_(std::move(tables)) {
    check_writable(results_);
    check_record(record_);
    if (tables_.empty()) return;
    const MadeFolder folder(tables_);  // gone again at once, for the run may fail
    check_apart();
    check_writable(monthly_in(tables_));
    check_writable(yearly_in(tables_));
    check_writable(occurrences_in(tables_));
}

/// The results must not take the place of a table.
void RunFiles::check_apart() const {
    std::error_code ignored;
    for (const fs::path& table : {monthly_in(tables_), yearly_in(tables_), occurrences_in(tables_)})
        if (fs::weakly_canonical(table, ignored) == fs::weakly_canonical(results_, ignored))
            throw RunError(to_string(Problem{{},
                                             fmt::format("cannot write '{}'", results_.string()),
                                             "a table of that name goes into the same folder",
                                             "choose another name for the results"}));
}

void RunFiles::write(const Results& results) {
    const std::string image = results_image(results);
    digest_ = sha256(image);
    results_file_.emplace(results_).write(image);
    results_file_->finish();
    if (tables_.empty()) return;
    folder_.emplace(tables_);
    write_tidy_csv(results, monthly_file_.emplace(monthly_in(tables_)),
                   yearly_file_.emplace(yearly_in(tables_)));
    if (!results.occurrences.empty())
        write_occurrences_csv(results, occurrences_file_.emplace(occurrences_in(tables_)));
}

void RunFiles::publish(const RunRecord& record) {
    check_record(record_);
    SafeFile record_file(record_);
    record_file.write(to_json(record, results_.filename().string(), digest_));
    record_file.finish();
    std::vector<SafeFile*> files;
    if (monthly_file_) files = {&*monthly_file_, &*yearly_file_};
    if (occurrences_file_) files.push_back(&*occurrences_file_);
    files.push_back(&record_file);
    files.push_back(&*results_file_);
    publish_together(files);
    if (folder_) folder_->keep();
}

}  // namespace forestall
