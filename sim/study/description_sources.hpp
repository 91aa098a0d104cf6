// How a description names sources, and where it finds what the files name. Internal to sim/study.
#pragma once

#include <string>

#include "sim/model/spec.hpp"

namespace forestall::description {

/// Whose sources file a key is looked up in.
enum class Of { model, place };

/// A source as the text names it: its key, with "place:" before it where the place has another source under
/// a key of the model.
std::string source_label(const StudyFiles& files, Of of, const std::string& key);

/// " [key]", to stand behind a figure; nothing without a key.
std::string cited(const StudyFiles& files, Of of, const std::string& key);

/// A table with whose it is. A place may have its own version of a model's table.
struct FoundTable {
    const TableSpec* table = nullptr;  // null: nobody has it
    Of of = Of::model;
};
FoundTable table_named(const StudyFiles& files, const std::string& name);

/// "table `mortality` (by age and sex, a year) [life_tables]".
std::string table_in_words(const StudyFiles& files, const std::string& name);

const TrackSpec* track_named(const ModelSpec& model, const std::string& name);

}  // namespace forestall::description
