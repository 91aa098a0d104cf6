// Results as long tables that a spreadsheet, R and pandas read: one row for one number.
//
// Rows whose value is zero are left out: most cells of a fine table are empty, and a sum over rows is the
// same without them. A cell that has no row is zero, not missing. The order of rows is fixed: measures in the
// order of the results, each in the order of its axes.
#pragma once

#include <vector>

#include "sim/io/safe_file.hpp"
#include "sim/model/spec.hpp"
#include "sim/outcomes/results.hpp"

namespace forestall {

/// Writes the monthly and the yearly table and finishes both files; publishing them is left to the caller.
/// Columns: arm,draw,replicate,date,place,age_band,sex,imd,layer,payer,measure,unit,value; empty where one
/// does not apply. The date is the first day of the month or year; the place is that of the provenance unless
/// it is an axis.
///
/// Throws RunError when a file cannot be written, or when a variable has an axis for which there is no
/// column.
void write_tidy_csv(const Results& results, SafeFile& monthly, SafeFile& yearly);

/// Throws InputError for strata of a study that have no column: called before a long run.
void check_have_columns(const std::vector<Name>& strata);

}  // namespace forestall
