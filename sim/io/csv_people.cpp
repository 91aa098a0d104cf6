#include "sim/io/csv_people.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/io/csv_columns.hpp"
#include "sim/io/node.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

namespace {

/// age, the tracks as they stand, people.
std::vector<std::string> choose_columns(const CsvRow& header, PeopleSpec& people, FewProblems& problems) {
    std::vector<std::string> columns{"age"};
    for (const std::string& column : header.fields) {
        if (column == "age" || column == "people") continue;
        people.fixed.push_back({column, {problems.file(), header.line, 0}});
        columns.push_back(column);
        if (!is_name(column))
            problems.add(header.line, fmt::format("column '{}'", in_brief(column)),
                         "names are letters, digits and underscores", "rename it as the track is called");
    }
    columns.emplace_back("people");
    for (const char* needed : {"age", "people"}) {
        if (std::find(header.fields.begin(), header.fields.end(), needed) != header.fields.end()) continue;
        const std::string close = nearest(needed, header.fields);
        problems.add(header.line, fmt::format("missing column '{}'", needed),
                     "columns are age, every fixed track, people",
                     close.empty() ? "add it" : fmt::format("is it the one called '{}'?", in_brief(close)));
        columns.clear();
    }
    return columns;
}

double count_in(const std::string& field, PeopleCount count, int line, FewProblems& problems) {
    const double people = number_in_field(field, "people", {.at_least = 0}, line, problems);
    if (count == PeopleCount::whole && people != std::floor(people))
        problems.add(line, fmt::format("{} in column 'people'", field), "people come whole", "round it");
    return people;
}

}  // namespace

void read_people_rows(std::string_view text, const std::string& file, PeopleCount count, PeopleSpec& people,
                      Problems& problems) {
    FewProblems few{problems, file};
    std::vector<KeyedLine> seen;
    const auto choose = [&](const CsvRow& header) { return choose_columns(header, people, few); };
    read_csv(text, few, choose, [&](int line, const std::vector<std::string>& fields) {
        const double age = number_in_field(fields.front(), "age", {.at_least = 0}, line, few);
        std::string key = as_key("age", fields.front());
        for (std::size_t i = 1; i + 1 < fields.size(); ++i) key += '\n' + fields[i];
        seen.push_back({std::move(key), line});
        people.rows.push_back(
            {age, {fields.begin() + 1, fields.end() - 1}, count_in(fields.back(), count, line, few), line});
    });
    check_duplicates(std::move(seen), few);
}

}  // namespace forestall
