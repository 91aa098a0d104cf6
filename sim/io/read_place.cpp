#include "sim/io/read_place.hpp"

#include "sim/io/csv_people.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_table.hpp"

namespace forestall {

namespace {

PeopleSpec read_people(const Node& node, PeopleCount count, Context& context, Files& files) {
    PeopleSpec people;
    people.where = node.where;
    people.file = text_of(node, "file");
    people.source = context.source_of(node);
    context.need_source(node.where, people.source);
    const Node& file = *find(node, "file");
    const auto path = Files::beside(file.where.file, file.text);
    if (const std::string* text = files.text(path, largest_table_bytes, file.where))
        read_people_rows(*text, path.generic_string(), count, people, files.problems);
    return people;
}

void read_all_people(const Node& root, Context& context, Files& files, PlaceSpec& place) {
    context.enter("the population");
    if (const Node* population = find_fitting(root, "population", "population")) {
        place.population = read_people(*population, PeopleCount::whole, context, files);
        place.population.exact_ages = text_of(*population, "ages") == "exact";
    }
    context.enter("the arrivals");
    const Node* arrivals = find_fitting(root, "arrivals", "arrivals");
    if (arrivals == nullptr) return;
    place.arrivals = read_people(*arrivals, PeopleCount::fractions_too, context, files);
    if (const Node* calendar = find(*arrivals, "calendar"))
        place.arrivals_calendar =
            read_calendar({"arrivals", calendar->where}, *calendar, context, place.arrivals->source);
}

void read_figures(const Node& root, Context& context, PlaceSpec& place) {
    context.enter("boys_per_girl");
    if (const Node* ratio = find_fitting(root, "boys_per_girl", "positive_figure"))
        place.boys_per_girl = figure_at(*ratio, context, {}).value;
    for_each_part(root, "times", "place multiplier", context, [&](const Name& name, const Node& node) {
        place.times.emplace_back(name, figure_at(node, context, {}));
        if (const Node* calendar = find(node, "calendar"))
            place.times_calendars.push_back(
                read_calendar(name, *calendar, context, place.times.back().second.source));
    });
    for_each_part(root, "capacity", "capacity", context, [&](const Name& name, const Node& node) {
        Number number = figure_at(node, context, {});
        number.unit = unit_of(node);
        place.capacity.emplace_back(name, std::move(number));
    });
}

}  // namespace

std::optional<PlaceSpec> read_place_from(Files& files, const std::filesystem::path& path,
                                         const Where& named_at) {
    const Node* root = files.tree(path, FileKind::place, named_at);
    if (root == nullptr) return std::nullopt;
    const SourceBook& book = files.sources_of(*root);
    Context context{files.problems, book};
    PlaceSpec place;
    place.where = root->where;
    if (const Node* name = find(*root, "name")) place.name = as_name(*name);
    place.title = text_of(*root, "title");
    place.sources = book.entries;
    read_all_people(*root, context, files, place);
    for_each_part(*root, "tables", "file_table", context, [&](const Name& name, const Node& node) {
        place.tables.push_back(read_table(name, node, context, files));
    });
    read_figures(*root, context, place);
    return place;
}

}  // namespace forestall
