#include "sim/io/csv_columns.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/io/node.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/read_text.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

void FewProblems::add(int line, std::string what, std::string why, std::string remedy) {
    if (++told_ < most)
        return problems_.add({file_, line, 0}, std::move(what), std::move(why), std::move(remedy));
    if (told_ == most)
        problems_.add({file_, line, 0}, "and more problems from here on", "", "mend those above first");
}

namespace {

bool has_distinct_names(const CsvRow& header, FewProblems& problems) {
    std::vector<std::string> names = header.fields;
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) return true;
    problems.add(header.line, fmt::format("two columns are called '{}'", in_brief(*twice)), "",
                 "rename one of them");
    return false;
}

std::vector<std::size_t> positions_of(const std::vector<std::string>& columns, const CsvRow& header) {
    std::vector<std::size_t> positions;
    for (const std::string& column : columns)
        positions.push_back(static_cast<std::size_t>(
            std::find(header.fields.begin(), header.fields.end(), column) - header.fields.begin()));
    return positions;
}

void read_rows(CsvLines& lines, const CsvRow& header, const std::vector<std::string>& columns,
               FewProblems& problems, const ReadRow& read) {
    const auto positions = positions_of(columns, header);
    std::vector<std::string> chosen(columns.size());
    int rows = 0;
    for (CsvRow row; lines.next(row) && !problems.too_many(); ++rows) {
        if (row.fields.size() != header.fields.size()) {
            problems.add(row.line, fmt::format("{} fields", row.fields.size()),
                         fmt::format("the header has {}: {}", header.fields.size(),
                                     in_brief(fmt::format("{}", fmt::join(header.fields, ",")))),
                         "fields with commas need quotes");
            continue;
        }
        for (std::size_t i = 0; i < columns.size(); ++i) chosen[i] = std::move(row.fields[positions[i]]);
        read(row.line, chosen);
    }
    if (rows == 0) problems.add(0, "the table has no rows", "", "add at least one below the header");
}

}  // namespace

void read_csv(std::string_view text, FewProblems& problems, const ChooseColumns& choose,
              const ReadRow& read) {
    try {
        CsvLines lines{checked_text(text, problems.file(), ByteOrderMark::skipped), problems.file()};
        CsvRow header;
        if (!lines.next(header))
            return problems.add(0, "the file is empty", "", "start it with a line of column names");
        if (!has_distinct_names(header, problems)) return;
        const auto columns = choose(header);
        if (!columns.empty()) read_rows(lines, header, columns, problems, read);
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems())
            problems.all().add(problem.where, problem.what, problem.why, problem.remedy);
    }
}

std::string as_key(const std::string& column, const std::string& field) {
    if (column != "age") return field;
    const auto age = number_in(field);
    return age ? fmt::format("{}", *age) : field;
}

double number_in_field(const std::string& field, const std::string& column, const Bounds& bounds, int line,
                       FewProblems& problems) {
    const auto value = number_in(field);
    if (!value)
        problems.add(line, fmt::format("'{}' in column '{}'", in_brief(field), column), "not a number",
                     "write a number, with a point for decimals and no separators");
    else if (!holds(bounds, *value))
        problems.add(line, fmt::format("{} in column '{}'", field, column), "out of range",
                     "write a number " + to_string(bounds));
    return value.value_or(0);
}

void check_duplicates(std::vector<KeyedLine> rows, FewProblems& problems) {
    std::sort(rows.begin(), rows.end(), [](const KeyedLine& a, const KeyedLine& b) {
        return a.key != b.key ? a.key < b.key : a.line < b.line;
    });
    std::vector<std::pair<int, int>> again;  // line, earlier line
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (rows[i].key == rows[i - 1].key) again.emplace_back(rows[i].line, rows[i - 1].line);
    std::sort(again.begin(), again.end());
    for (const auto& [line, earlier] : again)
        problems.add(line, fmt::format("the same combination as in line {}", earlier),
                     "only one of the two could count", "delete one of them");
}

}  // namespace forestall
