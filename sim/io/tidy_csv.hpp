// Results as long tables that a spreadsheet, R and pandas read: one row for one number.
//
// Rows whose value is zero are left out: most cells of a fine table are empty, and a sum over rows is the
// same without them. A cell that has no row is zero, not missing. The order of rows is fixed: measures in the
// order of the results, each in the order of its axes.
#pragma once

#include <filesystem>

#include "sim/outcomes/results.hpp"

namespace forestall {

/// Writes `monthly.csv` and `yearly.csv` in an existing folder, both or neither as far as a file system
/// allows. Columns: arm,draw,replicate,date,place,age_band,sex,imd,layer,payer,measure,unit,value; empty
/// where one does not apply. The date is the first day of the month or year; the place is that of the
/// provenance unless it is an axis.
///
/// Throws RunError when a file cannot be written, or when a variable has an axis for which there is no
/// column.
void write_tidy_csv(const Results& results, const std::filesystem::path& folder);

}  // namespace forestall
