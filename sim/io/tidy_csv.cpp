#include "sim/io/tidy_csv.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/results_check.hpp"
#include "sim/io/tidy_csv_field.hpp"

namespace forestall {
namespace {

constexpr std::array<const char*, 10> label_columns = {"arm",      "draw", "replicate", "date",  "place",
                                                       "age_band", "sex",  "imd",       "layer", "payer"};
constexpr std::size_t place_column = 4;
constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

bool has_column(const std::string& axis) {
    return axis == "month" || axis == "year" ||
           std::find(label_columns.begin(), label_columns.end(), axis) != label_columns.end();
}

/// Axes of monthly and yearly variables that have no column of their own, in the order of the results: they
/// follow at the end.
std::vector<std::string> further_columns(const Results& results) {
    std::vector<std::string> names;
    for (const Axis& axis : results.axes)
        for (const auto* variables : {&results.monthly, &results.yearly})
            for (const Variable& variable : *variables)
                if (!has_column(axis.name) && std::count(names.begin(), names.end(), axis.name) == 0 &&
                    std::count(variable.axes.begin(), variable.axes.end(), axis.name) > 0)
                    names.push_back(axis.name);
    return names;
}

/// One axis of the variable at hand: its fields, and how far apart in the values two neighbours are.
struct Column {
    std::vector<std::string> fields;
    std::size_t stride = 1;
    const std::string& field(std::size_t cell) const {
        return fields.size() == 1 ? fields.front() : fields[cell / stride % fields.size()];
    }
};

class Table {
  public:
    Table(const Results& results, SafeFile& file)
        : results_(results), further_(further_columns(results)), file_(file) {
        buffer_ = fmt::format("{},measure,unit,value", fmt::join(label_columns, ","));
        for (const auto& name : further_) buffer_ += "," + name;
        buffer_ += '\n';
    }

    void add(const Variable& variable) {
        const std::vector<Column> columns = columns_of(variable);
        const auto further = columns.begin() + label_columns.size();
        const std::string ending =
            fmt::format(",{},{},", csv_field(variable.name), csv_field(variable.units));
        const auto add_rows = [&](const auto& values) {
            for (std::size_t cell = 0; cell < values.size(); ++cell) {
                if (values[cell] == 0) continue;
                for (auto column = columns.begin(); column != further; ++column) {
                    if (column != columns.begin()) buffer_ += ',';
                    buffer_ += column->field(cell);
                }
                buffer_ += ending;
                append_csv_number(buffer_, values[cell]);
                for (auto column = further; column != columns.end(); ++column)
                    buffer_ += "," + column->field(cell);
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
    std::size_t column_of(const std::string& axis) const {
        const std::string name = axis == "month" || axis == "year" ? "date" : axis;
        const auto found = std::find(label_columns.begin(), label_columns.end(), name);
        if (found != label_columns.end()) return static_cast<std::size_t>(found - label_columns.begin());
        const auto further = std::find(further_.begin(), further_.end(), name);
        return label_columns.size() + static_cast<std::size_t>(further - further_.begin());
    }

    /// One entry for each column of labels. A column without axis has one field, which every cell gets.
    std::vector<Column> columns_of(const Variable& variable) const {
        std::vector<Column> columns(label_columns.size() + further_.size(), Column{{""}, 1});
        const auto place = results_.provenance.find("place");
        if (place != results_.provenance.end()) columns[place_column].fields = {csv_field(place->second)};
        std::size_t stride = 1;
        for (std::size_t i = variable.axes.size(); i-- > 0;) {
            const Axis& axis = *find_axis(results_, variable.axes[i]);
            columns[column_of(axis.name)] = {csv_fields(axis), stride};
            stride *= axis.size();
        }
        return columns;
    }

    void flush() {
        file_.write(buffer_);
        buffer_.clear();
    }

    const Results& results_;
    std::vector<std::string> further_;
    SafeFile& file_;
    std::string buffer_;
};

}  // namespace

namespace {

void check_sound(const Results& results) {
    if (const auto found = defects(results); !found.empty()) {
        throw RunError(
            fmt::format("the tables cannot be written ({}); this is an error in Forestall: please report it",
                        fmt::join(found, ", ")));
    }
}

}  // namespace

void write_tidy_csv(const Results& results, SafeFile& monthly_file, SafeFile& yearly_file) {
    check_sound(results);
    Table monthly(results, monthly_file), yearly(results, yearly_file);
    for (const auto& variable : results.monthly) monthly.add(variable);
    for (const auto& variable : results.yearly) yearly.add(variable);
    monthly.finish();
    yearly.finish();
}

void write_occurrences_csv(const Results& results, SafeFile& file) {
    check_sound(results);
    std::string text = "arm,draw,replicate,process,cell,events,person_years,rate_per_year\n";
    constexpr std::string_view ending = "_events";
    // Variables come in pairs: events, then time at risk.
    for (std::size_t v = 0; v + 1 < results.occurrences.size(); v += 2) {
        const Variable& counted = results.occurrences[v];
        const auto& events = std::get<std::vector<std::int64_t>>(counted.values);
        const auto& years = std::get<std::vector<double>>(results.occurrences[v + 1].values);
        const std::string process = counted.name.substr(0, counted.name.size() - ending.size());
        std::vector<std::vector<std::string>> labels;
        for (const auto& axis : counted.axes) labels.push_back(csv_fields(*find_axis(results, axis)));
        std::vector<std::size_t> at(labels.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            for (std::size_t rest = i, axis = labels.size(); axis-- > 0; rest /= labels[axis].size())
                at[axis] = rest % labels[axis].size();
            if (events[i] == 0 && years[i] == 0) continue;
            std::string cell;
            for (std::size_t axis = 3; axis < labels.size(); ++axis)
                cell += fmt::format("{}{}={}", axis > 3 ? "; " : "",
                                    counted.axes[axis].substr(process.size() + std::strlen("_by_")),
                                    labels[axis][at[axis]]);
            text += fmt::format("{},{},{},{},{},", labels[0][at[0]], labels[1][at[1]], labels[2][at[2]],
                                process, csv_field(cell));
            append_csv_number(text, events[i]);
            text += ',';
            append_csv_number(text, years[i]);
            text += ',';
            if (years[i] > 0) append_csv_number(text, static_cast<double>(events[i]) / years[i]);
            text += '\n';
        }
    }
    file.write(text);
    file.finish();
}

}  // namespace forestall
