#include "sim/study/description_sources.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "sim/study/description_text.hpp"

namespace forestall::description {

namespace {

auto identity(const SourceEntry& entry) {
    return std::tie(entry.title, entry.publisher, entry.year, entry.where, entry.grade);
}

bool is_other_source(const StudyFiles& files, const std::string& key) {
    const auto in_model = files.model.sources.find(key), in_place = files.place.sources.find(key);
    return in_model != files.model.sources.end() && in_place != files.place.sources.end() &&
           identity(in_model->second) != identity(in_place->second);
}

}  // namespace

std::string source_label(const StudyFiles& files, Of of, const std::string& key) {
    return of == Of::place && is_other_source(files, key) ? "place:" + key : key;
}

std::string cited(const StudyFiles& files, Of of, const std::string& key) {
    return key.empty() ? "" : " [" + source_label(files, of, key) + "]";
}

FoundTable table_named(const StudyFiles& files, const std::string& name) {
    for (const TableSpec& table : files.place.tables)
        if (table.name.text == name) return {&table, Of::place};
    for (const TableSpec& table : files.model.tables)
        if (table.name.text == name) return {&table, Of::model};
    return {};
}

std::string table_in_words(const StudyFiles& files, const std::string& name) {
    const FoundTable found = table_named(files, name);
    if (found.table == nullptr) return "table " + code(name);
    Lines by;
    for (const Name& column : found.table->by) by.push_back(in_words(column.text));
    return fmt::format("table {} ({}{}){}", code(name), by.empty() ? "" : "by " + joined(by, "and") + ", ",
                       unit_in_words(found.table->unit), cited(files, found.of, found.table->source));
}

const TrackSpec* track_named(const ModelSpec& model, const std::string& name) {
    const auto at = std::find_if(model.tracks.begin(), model.tracks.end(),
                                 [&](const TrackSpec& track) { return track.name.text == name; });
    return at == model.tracks.end() ? nullptr : &*at;
}

}  // namespace forestall::description
