#include "sim/io/fit_files.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/made_folder.hpp"
#include "sim/io/safe_file.hpp"

namespace forestall {

FitFiles::FitFiles(std::filesystem::path folder, Overwrite overwrite) : folder_(std::move(folder)) {
    Problems problems;
    std::error_code ignored;
    if (overwrite == Overwrite::no)
        for (const auto& file : {parameters(), fit()})
            if (std::filesystem::exists(file, ignored))
                problems.add({}, fmt::format("'{}' is there already", file.string()),
                             "an earlier fit is not overwritten unasked",
                             "choose another folder, or say --force");
    problems.raise_if_any();
    const MadeFolder made(folder_);  // gone again at once, for the search may fail
    check_writable(parameters());
    check_writable(fit());
}

void FitFiles::write(std::string_view parameters_text, std::string_view fit_text) const {
    MadeFolder made(folder_);
    SafeFile fit_file(fit()), parameters_file(parameters());
    fit_file.write(fit_text);
    fit_file.finish();
    parameters_file.write(parameters_text);
    parameters_file.finish();
    const std::array<SafeFile*, 2> files{&fit_file, &parameters_file};
    publish_together(files);
    made.keep();
}

}  // namespace forestall
