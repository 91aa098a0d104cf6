#include "sim/io/csv_table.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sim/io/csv_columns.hpp"
#include "sim/io/node.hpp"

namespace forestall {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void refuse_column(const Name& column, const CsvRow& header, FewProblems& problems) {
    problems.all().add(column.where, fmt::format("unknown column '{}'", in_brief(column.text)),
                       fmt::format("it is not in the header of {}", problems.file()),
                       suggest(column.text, header.fields));
}

std::vector<Name> all_of(const TableColumns& columns) {
    std::vector<Name> all = columns.by;
    all.push_back(columns.value);
    all.insert(all.end(), columns.ignore.begin(), columns.ignore.end());
    return all;
}

/// Every column is named once, and every name is a column.
bool match(const CsvRow& header, const TableColumns& columns, FewProblems& problems) {
    const std::size_t before = problems.all().size();
    std::set<std::string> named;
    for (const Name& column : all_of(columns)) {
        if (!contains(header.fields, column.text)) refuse_column(column, header, problems);
        if (!named.insert(column.text).second)
            problems.all().add(column.where, fmt::format("column '{}' is named twice", in_brief(column.text)),
                               "", "name it once");
    }
    if (problems.all().size() > before) return false;  // an extra column is then most likely a misspelt one
    for (const std::string& column : header.fields)
        if (!named.contains(column))
            problems.add(
                header.line, fmt::format("column '{}' is not used", in_brief(column)),
                "every column has a meaning or is named in 'ignore'",
                fmt::format("add 'ignore: [{}]' to the table, or delete the column", in_brief(column)));
    return problems.all().size() == before;
}

std::vector<std::string> in_reading_order(const TableColumns& columns) {
    std::vector<std::string> names;
    for (const Name& column : columns.by) names.push_back(column.text);
    names.push_back(columns.value.text);
    return names;
}

std::string check_keys(const std::vector<std::string>& columns, const std::vector<std::string>& fields,
                       int line, FewProblems& problems) {
    std::string key;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        if (columns[i] == "age") number_in_field(fields[i], "age", {.at_least = 0}, line, problems);
        key += as_key(columns[i], fields[i]) + '\n';
    }
    return key;
}

}  // namespace

Bounds bounds_of_unit(const std::string& unit) {
    if (unit == "chance") return {.at_least = 0, .at_most = 1};
    if (unit == "percent_per_year") return {.above = -100};
    if (unit == "ratio" || unit.starts_with("per_")) return {.at_least = 0};
    return {.above = 0};  // a length of time
}

void read_table_rows(std::string_view text, const std::string& file, const TableColumns& columns,
                     TableSpec& table, Problems& problems) {
    FewProblems few{problems, file};
    const auto names = in_reading_order(columns);
    const Bounds bounds = bounds_of_unit(table.unit);
    std::vector<KeyedLine> seen;
    const auto choose = [&](const CsvRow& header) {
        return match(header, columns, few) ? names : std::vector<std::string>{};
    };
    read_csv(text, few, choose, [&](int line, const std::vector<std::string>& fields) {
        seen.push_back({check_keys(names, fields, line, few), line});
        const double value = number_in_field(fields.back(), names.back(), bounds, line, few);
        table.rows.push_back({{fields.begin(), fields.end() - 1}, value, line});
    });
    check_duplicates(std::move(seen), few);
}

}  // namespace forestall
