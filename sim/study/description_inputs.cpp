// ODD 5 and 6: who people are at the start, and what is read from files.
#include <algorithm>

#include <fmt/format.h>

#include "sim/study/description_parts.hpp"
#include "sim/study/description_text.hpp"
#include "sim/study/description_words.hpp"

namespace forestall::description {

namespace {

std::string states_at_start(const ModelSpec& model) {
    const std::string fixed = fixed_tracks_in_words(model);
    const std::string kind =
        fixed.empty() ? "All people are of one kind" : "A kind is a combination of " + fixed;
    if (model.pasts.lives > 0)
        return fmt::format(
            "All other states are lived beforehand. {}. Of each kind a cohort of {} lives is followed from "
            "birth to old age by the processes of section 7, at the rates of the start; who dies or moves "
            "away is replaced at the next year of age by a copy of another. People at the start, and those "
            "who move in, take over what one life of their kind and age has become: states, stays and waits "
            "under way, recent use, times since, tendencies. The pasts are the same in every arm, seed and "
            "sample.\n\n",
            kind, figure(model.pasts.lives));
    if (!model.mix.slow.empty())
        return fmt::format(
            "Other states come from the mix. {}. Each kind is followed from birth to old age through the "
            "model's own processes, without chance, at the rates of the start, and the share in each "
            "combination of {} is kept by age; people at the start, and those who move in, are drawn from "
            "the shares of their age.{} All other tracks begin in a newborn's state.\n\n",
            kind, joined(codes(model.mix.slow), "and"),
            model.mix.fast.empty() ? ""
                                   : " States of " + joined(codes(model.mix.fast), "and") +
                                         " last days, and are taken as settled within each combination.");
    return "Everybody begins in a newborn's state of every track that is not fixed, with nothing behind "
           "them.\n\n";
}

std::string warm_up(const WarmUpSpec& warm_up) {
    if (!warm_up.length) return {};
    return fmt::format("Before the start comes a warm-up of {}, in which only {} and what follows from them "
                       "happen; nobody dies, and nothing is counted.\n\n",
                       with_unit(warm_up.length->value, warm_up.length->unit),
                       joined(codes(warm_up.processes), "and"));
}

/// The lowest and the highest figure of a table.
std::string span(const TableSpec& table) {
    if (table.rows.empty()) return "none";
    const auto less = [](const TableRow& a, const TableRow& b) { return a.value < b.value; };
    const auto [low, high] = std::minmax_element(table.rows.begin(), table.rows.end(), less);
    return low->value == high->value ? figure(low->value)
                                     : fmt::format("{} to {}", figure(low->value), figure(high->value));
}

Lines table_row(const StudyFiles& files, const TableSpec& table, Of of) {
    Lines by;
    for (const Name& column : table.by) by.push_back(in_words(column.text));
    return {code(table.name.text),
            code(table.file),
            by.empty() ? "nothing" : joined(by, "and"),
            in_words(table.value_column) + ", " + unit_in_words(table.unit),
            counted(table.rows.size(), "row") + ", " + span(table),
            source_label(files, of, table.source).empty() ? "none"
                                                          : cited(files, of, table.source).substr(1)};
}

std::string tables(const StudyFiles& files) {
    const Lines heads{"Table", "File", "By", "Column and unit", "Figures", "Source"};
    std::vector<Lines> of_model, of_place;
    for (const TableSpec& table : files.model.tables)
        if (table_named(files, table.name.text).of == Of::model && !table.from_place)
            of_model.push_back(table_row(files, table, Of::model));
    for (const TableSpec& table : files.place.tables) of_place.push_back(table_row(files, table, Of::place));
    std::string text;
    if (!of_model.empty())
        text +=
            "Tables of the model; files are named as seen from the model file.\n\n" + table(heads, of_model);
    if (!of_place.empty())
        text += "Tables of the place; files are named as seen from the place file. They stand in for tables "
                "of the model of the same name.\n\n" +
                table(heads, of_place);
    return text;
}

std::string calendars(const StudyFiles& files) {
    std::vector<Lines> rows;
    for (const CalendarSpec& calendar : files.model.calendars)
        rows.push_back({code(calendar.name.text), calendar_in_words(files, calendar, Of::model)});
    if (rows.empty()) return {};
    return "Calendars: factors that change with the date.\n\n" + table({"Calendar", "Factor"}, rows);
}

std::string levels_of_place(const StudyFiles& files) {
    std::vector<Lines> rows;
    for (const auto& [name, ratio] : files.place.times) {
        std::string text = figure(ratio.value) + cited(files, Of::place, ratio.source);
        for (const CalendarSpec& calendar : files.place.times_calendars)
            if (calendar.name.text == name.text)
                text +=
                    ", times a factor of the date (" + calendar_in_words(files, calendar, Of::place) + ")";
        rows.push_back({code(name.text), text});
    }
    if (rows.empty()) return {};
    return "The level of this place: ratios to the model's rates.\n\n" +
           table({"Process or contact", "Ratio"}, rows);
}

}  // namespace

std::string initialization(const StudyFiles& files) {
    const PeopleSpec& people = files.place.population;
    return fmt::format("### 5. Initialization\n\n"
                       "The study begins with {} people, read from {}{}. {} Every arm begins with the same "
                       "people. Nobody "
                       "in it is real.\n\n",
                       figure(people_at_start(files.place)), people_file_in_words(people),
                       cited(files, Of::place, people.source),
                       people.exact_ages ? "Everybody is at their birthday."
                                         : "Birthdays are spread evenly over the year of age.") +
           states_at_start(files.model) + warm_up(files.model.warm_up);
}

std::string input_data(const StudyFiles& files) {
    std::string text = "### 6. Input data\n\n" + tables(files) + calendars(files) + levels_of_place(files);
    if (files.place.arrivals)
        text += fmt::format("People who move in: {}{}.\n\n", people_file_in_words(*files.place.arrivals),
                            cited(files, Of::place, files.place.arrivals->source));
    if (!files.study.parameters.text.empty())
        text += fmt::format(
            "Fitted parameters: the factors in {} are multiplied into all figures here{}.\n\n",
            code(files.study.parameters.text), files.draw == 0 ? "" : fmt::format(" (draw {})", files.draw));
    return text + "The rows of the tables are at the end of this description.\n\n";
}

}  // namespace forestall::description
