// Results as long tables that a spreadsheet, R and pandas read: one row for one number.
//
// Rows whose value is zero are left out: most cells of a fine table are empty, and a sum over rows is the
// same without them. A cell that has no row is zero, not missing. The order of rows is fixed: measures in the
// order of the results, each in the order of its axes.
#pragma once

#include "sim/io/safe_file.hpp"
#include "sim/outcomes/results.hpp"

namespace forestall {

/// Writes the monthly and the yearly table and finishes both files; publishing them is left to the caller.
/// Columns: arm,draw,replicate,date,place,age_band,sex,imd,layer,payer,measure,unit,value; empty where one
/// does not apply. Other strata follow with a column of their own each. The date is the first day of the
/// month or year; the place is that of the provenance unless it is an axis.
///
/// Throws RunError when a file cannot be written.
void write_tidy_csv(const Results& results, SafeFile& monthly, SafeFile& yearly);

/// Writes the tables of occurrence and exposure and finishes the file. Columns:
/// arm,draw,replicate,process,cell,events,person_years,rate_per_year; a cell is "age=15 to 17.5;
/// union=never". Cells in which nobody was at risk are left out.
void write_occurrences_csv(const Results& results, SafeFile& file);

}  // namespace forestall
