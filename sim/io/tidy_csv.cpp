#include "sim/io/tidy_csv.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/results_check.hpp"
#include "sim/io/tidy_csv_field.hpp"

namespace forestall {
namespace {

constexpr std::array<const char*, 10> label_columns = {"arm",      "draw", "replicate", "date",  "place",
                                                       "age_band", "sex",  "imd",       "layer", "payer"};
constexpr std::size_t place_column = 4;
constexpr std::array<const char*, 4> strata_with_column = {"age", "sex", "imd", "layer"};
constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

std::string heading() { return fmt::format("{},measure,unit,value\n", fmt::join(label_columns, ",")); }

std::size_t column_of(const std::string& axis, const std::string& variable) {
    const std::string column = axis == "month" || axis == "year" ? "date" : axis;
    const auto found = std::find(label_columns.begin(), label_columns.end(), column);
    if (found == label_columns.end()) {
        throw RunError(fmt::format(
            "the tables cannot be written ('{}' has the axis '{}', for which there is no column); "
            "use the HDF5 file",
            variable, axis));
    }
    return static_cast<std::size_t>(found - label_columns.begin());
}

/// One axis of the variable at hand: its fields, and how far apart in the values two neighbours are.
struct Column {
    std::vector<std::string> fields;
    std::size_t stride = 1;
};

class Table {
  public:
    Table(const Results& results, SafeFile& file) : results_(results), file_(file), buffer_(heading()) {}

    void add(const Variable& variable) {
        const std::vector<Column> columns = columns_of(variable);
        const std::string ending =
            fmt::format(",{},{},", csv_field(variable.name), csv_field(variable.units));
        const auto add_rows = [&](const auto& values) {
            for (std::size_t cell = 0; cell < values.size(); ++cell) {
                if (values[cell] == 0) continue;
                add_labels(columns, cell);
                buffer_ += ending;
                append_csv_number(buffer_, values[cell]);
                buffer_ += '\n';
                if (buffer_.size() >= buffer_bytes) flush();
            }
        };
        std::visit(add_rows, variable.values);
    }

    void finish() {
        flush();
        file_.finish();
    }

  private:
    /// One entry for each label column. A column without axis has one field, which every cell gets.
    std::vector<Column> columns_of(const Variable& variable) const {
        std::vector<Column> columns(label_columns.size(), Column{{""}, 1});
        const auto place = results_.provenance.find("place");
        if (place != results_.provenance.end()) columns[place_column].fields = {csv_field(place->second)};
        std::size_t stride = 1;
        for (std::size_t i = variable.axes.size(); i-- > 0;) {
            const std::string& name = variable.axes[i];
            const Axis& axis = *find_axis(results_, name);
            columns[column_of(name, variable.name)] = {csv_fields(axis), stride};
            stride *= axis.size();
        }
        return columns;
    }

    void add_labels(const std::vector<Column>& columns, std::size_t cell) {
        for (const auto& [fields, stride] : columns) {
            if (&fields != &columns.front().fields) buffer_ += ',';
            buffer_ += fields.size() == 1 ? fields.front() : fields[cell / stride % fields.size()];
        }
    }

    void flush() {
        file_.write(buffer_);
        buffer_.clear();
    }

    const Results& results_;
    SafeFile& file_;
    std::string buffer_;
};

}  // namespace

void write_tidy_csv(const Results& results, SafeFile& monthly_file, SafeFile& yearly_file) {
    if (const auto found = defects(results); !found.empty()) {
        throw RunError(
            fmt::format("the tables cannot be written ({}); this is an error in Forestall: please report it",
                        fmt::join(found, ", ")));
    }
    Table monthly(results, monthly_file), yearly(results, yearly_file);
    for (const auto& variable : results.monthly) monthly.add(variable);
    for (const auto& variable : results.yearly) yearly.add(variable);
    monthly.finish();
    yearly.finish();
}

void check_have_columns(const std::vector<Name>& strata) {
    Problems problems;
    for (const Name& stratum : strata)
        if (std::find(strata_with_column.begin(), strata_with_column.end(), stratum.text) ==
            strata_with_column.end())
            problems.add(stratum.where,
                         fmt::format("the tables of --csv have no column for the stratum '{}'", stratum.text),
                         fmt::format("they have one for each of {}", fmt::join(strata_with_column, ", ")),
                         "take it out of 'strata', or leave out --csv and use the result file");
    problems.raise_if_any();
}

}  // namespace forestall
