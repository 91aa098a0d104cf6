// The rows of every table, wide where they go by age: a line for each age, a column for each kind of person.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/study/description_parts.hpp"
#include "sim/study/description_sources.hpp"
#include "sim/study/description_text.hpp"

namespace forestall::description {

namespace {

constexpr std::size_t most_ages = 25;     // of a table that is shown whole
constexpr std::size_t most_columns = 16;  // beside each other
constexpr std::size_t most_rows = 60;

/// The column of ages; as many as there are columns where there is none.
std::size_t age_column(const TableSpec& table) {
    const auto at =
        std::find_if(table.by.begin(), table.by.end(), [](const Name& by) { return by.text == "age"; });
    return static_cast<std::size_t>(at - table.by.begin());
}

double age_in(const TableRow& row, std::size_t column) {
    return std::strtod(row.keys[column].c_str(), nullptr);
}

/// What a row is for, but for its age: "female 1".
std::string kind_of(const TableRow& row, std::size_t age) {
    Lines keys;
    for (std::size_t i = 0; i < row.keys.size(); ++i)
        if (i != age) keys.push_back(in_words(row.keys[i]));
    return fmt::format("{}", fmt::join(keys, ", "));
}

/// Figures by age and kind; kinds in the order of the file.
struct Grid {
    Lines kinds;
    std::map<double, std::map<std::string, double>> by_age;
};

Grid grid_of(const TableSpec& table, std::size_t age) {
    Grid grid;
    for (const TableRow& row : table.rows) {
        const std::string kind = kind_of(row, age);
        if (std::find(grid.kinds.begin(), grid.kinds.end(), kind) == grid.kinds.end())
            grid.kinds.push_back(kind);
        grid.by_age[age_in(row, age)][kind] = row.value;
    }
    return grid;
}

std::string written(const TableSpec& spec, const Grid& grid) {
    Lines heads{"From age"};
    for (const std::string& kind : grid.kinds)
        heads.push_back(kind.empty() ? in_words(spec.value_column) : kind);
    const bool is_long = grid.by_age.size() > most_ages;
    std::vector<Lines> rows;
    for (const auto& [age, figures] : grid.by_age) {
        if (is_long && std::fmod(age, 10) != 0) continue;
        Lines cells{figure(age)};
        for (const std::string& kind : grid.kinds) {
            const auto found = figures.find(kind);
            cells.push_back(found == figures.end() ? "" : figure(found->second));
        }
        rows.push_back(std::move(cells));
    }
    const std::string note =
        is_long ? fmt::format("Every tenth year of age; the file has {} ages.\n\n", grid.by_age.size()) : "";
    return note + table(heads, rows);
}

std::string written(const TableSpec& spec) {
    Lines heads;
    for (const Name& by : spec.by) heads.push_back(in_words(by.text));
    heads.push_back(in_words(spec.value_column));
    std::vector<Lines> rows;
    for (const TableRow& row : spec.rows) {
        if (rows.size() == most_rows) break;
        Lines cells;
        for (const std::string& key : row.keys) cells.push_back(in_words(key));
        cells.push_back(figure(row.value));
        rows.push_back(std::move(cells));
    }
    const std::string note = spec.rows.size() > most_rows
                                 ? fmt::format("The first {} of {} rows.\n\n", most_rows, spec.rows.size())
                                 : "";
    return note + table(heads, rows);
}

std::string contents(const StudyFiles& files, const TableSpec& spec) {
    const std::size_t age = age_column(spec);
    std::string text =
        fmt::format("### {}\n\nThe {}.\n\n", code(spec.name.text), table_in_words(files, spec.name.text));
    const Grid grid = age < spec.by.size() ? grid_of(spec, age) : Grid{};
    const bool fits = !grid.kinds.empty() && grid.kinds.size() <= most_columns;
    return text + (fits ? written(spec, grid) : written(spec));
}

}  // namespace

std::string tables_of_figures(const StudyFiles& files) {
    std::string text;
    for (const TableSpec& spec : files.model.tables)
        if (!spec.from_place && table_named(files, spec.name.text).table == &spec)
            text += contents(files, spec);
    for (const TableSpec& spec : files.place.tables) text += contents(files, spec);
    return text.empty() ? "" : "## Tables of figures\n\n" + text;
}

}  // namespace forestall::description
