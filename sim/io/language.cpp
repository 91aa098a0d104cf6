#include "sim/io/language.hpp"

#include <algorithm>

#include "sim/io/language_words.hpp"

namespace forestall {

namespace {

language::Definitions whole_language() {
    language::Definitions all;
    language::add_conditions(all);
    language::add_figures(all);
    language::add_tables(all);
    language::add_rates(all);
    language::add_lengths(all);
    language::add_outcomes(all);
    language::add_model(all);
    language::add_place(all);
    language::add_study(all);
    language::add_sources(all);
    language::add_calibration(all);
    language::add_parameters(all);
    language::add_programme(all);
    return all;
}

}  // namespace

const std::vector<std::string>& file_kind_names() {
    static const std::vector<std::string> names{"model",       "place",      "study",    "sources",
                                                "calibration", "parameters", "programme"};  // as FileKind
    return names;
}

std::string to_string(FileKind kind) { return file_kind_names()[static_cast<std::size_t>(kind)]; }

std::optional<FileKind> file_kind_named(std::string_view name) {
    const auto& names = file_kind_names();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<FileKind>(found - names.begin());
}

const Shape& definition(std::string_view name) {
    static const language::Definitions all = whole_language();
    return all.find(name)->second;
}

const Shape& shape_of(FileKind kind) { return definition(to_string(kind) + " file"); }

}  // namespace forestall
