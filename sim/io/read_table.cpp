#include "sim/io/read_table.hpp"

#include "sim/io/csv_table.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_scalar.hpp"

namespace forestall {

namespace {

void read_rows(const Node& node, Files& files, TableSpec& table) {
    const Node& file = *find(node, "file");
    const auto path = Files::beside(file.where.file, file.text);
    const std::string* text = files.text(path, largest_table_bytes, file.where);
    if (text == nullptr) return;
    const TableColumns columns{table.by, as_name(*find(node, "value")), names_under(node, "ignore")};
    read_table_rows(*text, path.generic_string(), columns, table, files.problems);
}

void read_years(const Node& years, CalendarSpec& calendar) {
    calendar.kind = CalendarSpec::Kind::years;
    for (const Entry& entry : years.entries)
        calendar.years[static_cast<int>(whole_in(entry.key.text).value_or(0))] = number_at(entry.value);
}

}  // namespace

TableSpec read_table(const Name& name, const Node& node, Context& context, Files& files) {
    TableSpec table;
    table.name = name;
    table.by = names_under(node, "by");
    table.unit = unit_of(node);
    table.from_place = find(node, "from") != nullptr;
    if (table.from_place) return table;
    table.file = text_of(node, "file");
    table.value_column = text_of(node, "value");
    table.source = context.source_of(node);
    context.need_source(name.where, table.source);
    read_rows(node, files, table);
    return table;
}

CalendarSpec read_calendar(const Name& name, const Node& node, Context& context,
                           const std::string& inherited) {
    CalendarSpec calendar;
    calendar.name = name;
    calendar.source = context.source_of(node, inherited);
    if (const Node* years = find(node, "years")) read_years(*years, calendar);
    if (find(node, "season") != nullptr) calendar.season = numbers_under(node, "season");
    if (const Node* change = find(node, "yearly_change")) {
        calendar.kind = CalendarSpec::Kind::yearly_change;
        if (const Node* table = find(*change, "table"))
            calendar.yearly = as_name(*table);
        else
            calendar.yearly = number_at(*change);
    }
    if (!std::holds_alternative<Name>(calendar.yearly)) context.need_source(name.where, calendar.source);
    return calendar;
}

}  // namespace forestall
