#include "sim/io/read_study.hpp"

#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/io/gate.hpp"
#include "sim/io/read_calibration.hpp"
#include "sim/io/read_fitted.hpp"
#include "sim/io/read_model.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_place.hpp"
#include "sim/io/read_programme.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/read_sources.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

namespace {

Window window_named(const std::string& name) {
    if (name == "year") return Window::year;
    return name == "none" ? Window::none : Window::month;
}

ArmProgrammeSpec read_arm_programme(const Node& node) {
    ArmProgrammeSpec used;
    used.where = node.where;
    used.file = as_name(*find(node, "file"));
    if (const Node* starts = find(node, "starts")) used.starts = date_in(starts->text);
    used.on = yes_no_in(text_of(node, "on")).value_or(true);
    for (const auto& [key, value] : {std::pair{"a_month", &used.a_month},
                                     {"at_once", &used.at_once},
                                     {"taken_up", &used.taken_up},
                                     {"sensitivity", &used.sensitivity}})
        if (const Node* given = find(node, key)) *value = number_at(*given);
    if (const Node* saving = find(node, "after_saving")) {
        used.after_saving = number_at(*find(*saving, "value"));
        used.unit = unit_of(*saving);
        if (const Node* latest = find(*saving, "of_latest")) used.at_latest = date_in(latest->text);
    }
    return used;
}

Lens lens_under(const Node& node, Lens otherwise) {
    const std::string lens = text_of(node, "lens");
    return lens == "claimed" ? Lens::claimed : lens == "controlled" ? Lens::controlled : otherwise;
}

ArmSpec read_arm(const Name& name, const Node& node, Lens lens) {
    ArmSpec arm{name, text_of(node, "title"), {}, {}, lens_under(node, lens)};
    if (const Node* times = find(node, "times"))
        for (const Entry& entry : times->entries) arm.times.emplace_back(entry.key, number_at(entry.value));
    if (const Node* programmes = find(node, "programmes"))
        for (const Node& item : programmes->items)
            if (fits_definition(item, "programme of an arm"))
                arm.programmes.push_back(read_arm_programme(item));
    return arm;
}

/// What a study says of programmes beyond its arms.
void read_programme_settings(const Node& root, StudySpec& study) {
    study.lens = lens_under(root, Lens::controlled);
    study.table = names_under(root, "table");
    if (const Node* arm = find(root, "attribution")) study.attribution = as_name(*arm);
    const Node* combine = find(root, "combine");
    if (combine == nullptr) return;
    using How = CombineSpec::How;
    if (const Node* floor = find(*combine, "floor"))
        study.combine = {How::floor, number_at(*floor)};
    else
        study.combine.how = combine->text == "best" ? How::best : How::multiply;
}

Date date_under(const Node& root, std::string_view key) {
    return date_in(text_of(root, key)).value_or(Date{});
}

void read_dates(const Node& root, Context& context, StudySpec& study) {
    study.start = date_under(root, "start");
    study.end = date_under(root, "end");
    const bool rises = days_since_epoch(study.start) < days_since_epoch(study.end);
    const Node* end = find(root, "end");
    if (end != nullptr) study.end_where = end->where;
    if (rises || end == nullptr || !date_in(end->text) || !date_in(text_of(root, "start"))) return;
    context.problems().add(
        end->where, fmt::format("the end {} is not after the start {}", end->text, text_of(root, "start")),
        "", "give a later end");
}

void read_settings(const Node& root, StudySpec& study) {
    study.window = window_named(text_of(root, "window"));
    study.strata = names_under(root, "strata");
    study.age_bands = numbers_under(root, "age_bands");
    study.sampled_contacts = text_of(root, "contacts") == "sampled";
    if (const auto seed = whole_in(text_of(root, "seed"))) study.seed = static_cast<std::uint64_t>(*seed);
    if (const auto replicates = whole_in(text_of(root, "replicates")))
        study.replicates = static_cast<int>(*replicates);
}

OccurrenceSpec read_occurrence(const Name& name, const Node& node) {
    OccurrenceSpec table{name, {}};
    for (const Node& by : find(node, "by")->items) {
        const Node* since = find(by, "since");
        table.by.push_back({as_name(since ? *since : by), since != nullptr});
    }
    return table;
}

void read_discount(const Node& root, StudySpec& study) {
    const Node* discount = find(root, "discount");
    if (discount == nullptr) return;
    if (const Node* costs = find(*discount, "costs")) study.discount.costs = number_at(*costs);
    if (const Node* utilities = find(*discount, "utilities"))
        study.discount.utilities = number_at(*utilities);
}

void read_inflation(const Node& root, StudySpec& study) {
    const Node* inflation = find(root, "inflation");
    if (inflation == nullptr) return;
    study.inflation.costs = number_at(*find(*inflation, "costs"));
    if (find(*inflation, "since") != nullptr) study.inflation.since = date_under(*inflation, "since");
}

StudySpec read_study_tree(const Node& root, Context& context) {
    StudySpec study;
    study.where = root.where;
    for (const auto& [key, name] : {std::pair{"name", &study.name},
                                    {"model", &study.model},
                                    {"place", &study.place},
                                    {"parameters", &study.parameters}})
        if (const Node* node = find(root, key)) *name = as_name(*node);
    study.title = text_of(root, "title");
    read_dates(root, context, study);
    read_settings(root, study);
    read_discount(root, study);
    read_inflation(root, study);
    read_programme_settings(root, study);
    for_each_part(root, "occurrence_exposure", "table of occurrence and exposure", context,
                  [&](const Name& name, const Node& node) {
                      study.occurrences.push_back(read_occurrence(name, node));
                  });
    check_rising(root, "age_bands", context);
    for_each_part(root, "arms", "arm", context, [&](const Name& name, const Node& node) {
        study.arms.push_back(read_arm(name, node, study.lens));
    });
    return study;
}

/// A file that the user, and no other file, named.
Where on_its_own(const std::filesystem::path& path) { return {path.generic_string(), 0, 0}; }

enum class Figures { fitted, as_written };

/// The study with its model and place; fitted parameters are not yet multiplied in.
StudyFiles read_parts_of(const Node& root, Files& files) {
    StudyFiles read;
    const SourceBook& no_book = files.sources_of(Node{});
    Context context{files.problems, no_book};
    read.study = read_study_tree(root, context);
    const auto beside = [&](const Name& named) { return Files::beside(root.where.file, named.text); };
    const auto& [model, place] = std::tie(read.study.model, read.study.place);
    if (!model.text.empty())
        read.model = read_model_from(files, beside(model), model.where).value_or(ModelSpec{});
    if (!place.text.empty())
        read.place = read_place_from(files, beside(place), place.where).value_or(PlaceSpec{});
    std::map<std::string, int> programmes;  // by path
    for (ArmSpec& arm : read.study.arms)
        for (ArmProgrammeSpec& used : arm.programmes) {
            const auto path = beside(used.file).lexically_normal();
            const auto [at, fresh] =
                programmes.try_emplace(path.generic_string(), static_cast<int>(read.programmes.size()));
            if (fresh)
                read.programmes.push_back(
                    read_programme_from(files, path, used.file.where).value_or(ProgrammeSpec{}));
            used.programme = at->second;
        }
    return read;
}

/// Only into files without problems: what could not be read would look like an unknown path.
void multiply_in(const FittedSpec& fitted, int draw, StudyFiles& read, Problems& problems) {
    if (!problems.empty()) return;
    apply_factors(fitted, factors_of(fitted, draw), read, problems);
    read.draw = draw;
}

void refuse_draw(int draw, const StudySpec& study, Problems& problems) {
    problems.add(study.where, fmt::format("--draw {}: the study has no fitted parameters", draw),
                 "draws are of what a calibration found",
                 "leave --draw out, or give the study a key 'parameters: FILE'");
}

StudyFiles read_study_from(Files& files, const std::filesystem::path& path, const Where& named_at,
                           Figures figures, int draw) {
    const Node* root = files.tree(path, FileKind::study, named_at);
    if (root == nullptr) return {};
    StudyFiles read = read_parts_of(*root, files);
    const Name& fitted = read.study.parameters;
    if (figures == Figures::fitted && !fitted.text.empty()) {
        const auto found =
            read_fitted_from(files, Files::beside(root->where.file, fitted.text), fitted.where);
        if (found) multiply_in(*found, draw, read, files.problems);
    } else if (draw != 0) {
        refuse_draw(draw, read.study, files.problems);
    }
    return read;
}

}  // namespace

StudyFiles read_study(const std::filesystem::path& path, Files& files, int draw) {
    StudyFiles read = read_study_from(files, path, on_its_own(path), Figures::fitted, draw);
    files.problems.raise_if_any();
    read.texts = files.texts_from(path.parent_path().lexically_normal());
    return read;
}

CalibrationFiles read_calibration(const std::filesystem::path& path, Files& files) {
    CalibrationFiles read;
    if (auto calibration = read_calibration_from(files, path, on_its_own(path))) {
        read.calibration = std::move(*calibration);
        const Name& study = read.calibration.study;
        if (!study.text.empty())
            read.study = read_study_from(files, Files::beside(path.generic_string(), study.text), study.where,
                                         Figures::as_written, 0);
    }
    files.problems.raise_if_any();
    read.study.texts = files.texts_from(path.parent_path().lexically_normal());
    return read;
}

ModelSpec read_model(const std::filesystem::path& path, Files& files) {
    auto model = read_model_from(files, path, on_its_own(path));
    files.problems.raise_if_any();
    return std::move(*model);
}

PlaceSpec read_place(const std::filesystem::path& path, Files& files) {
    auto place = read_place_from(files, path, on_its_own(path));
    files.problems.raise_if_any();
    return std::move(*place);
}

StudyFiles read_study(const std::filesystem::path& path, int draw) {
    Files files;
    return read_study(path, files, draw);
}

CalibrationFiles read_calibration(const std::filesystem::path& path) {
    Files files;
    return read_calibration(path, files);
}

ProgrammeSpec read_programme(const std::filesystem::path& path) {
    Files files;
    auto programme = read_programme_from(files, path, on_its_own(path));
    files.problems.raise_if_any();
    return std::move(*programme);
}

FittedSpec read_fitted(const std::filesystem::path& path, Files& files) {
    auto fitted = read_fitted_from(files, path, on_its_own(path));
    files.problems.raise_if_any();
    return std::move(*fitted);
}

FittedSpec read_fitted(const std::filesystem::path& path) {
    Files files;
    return read_fitted(path, files);
}

ModelSpec read_model(const std::filesystem::path& path) {
    Files files;
    return read_model(path, files);
}

PlaceSpec read_place(const std::filesystem::path& path) {
    Files files;
    return read_place(path, files);
}

Sources read_sources(const std::filesystem::path& path) {
    Files files;
    const Node* root = files.tree(path, FileKind::sources, on_its_own(path));
    Sources sources = root == nullptr ? Sources{} : read_sources(*root, files.problems);
    files.problems.raise_if_any();
    return sources;
}

FileKind kind_of(const std::filesystem::path& path) {
    Files files;
    const std::string* text = files.text(path, largest_yaml_bytes, on_its_own(path));
    files.problems.raise_if_any();
    const Node root = read_yaml(*text, path.generic_string());
    const Node* kind = find(root, "forestall");
    if (kind == nullptr)
        throw InputError(Problem{root.where, "the key 'forestall' is missing",
                                 "it says what kind of file this is",
                                 fmt::format("start the file with 'forestall: KIND', where KIND is one of {}",
                                             fmt::join(file_kind_names(), ", "))});
    if (const auto named = file_kind_named(kind->text)) return *named;
    throw InputError(Problem{kind->where, fmt::format("unknown kind of file {}", describe(*kind)), "",
                             suggest(kind->text, file_kind_names())});
}

void check_file(const std::filesystem::path& path) {
    switch (kind_of(path)) {
    case FileKind::model: read_model(path); break;
    case FileKind::place: read_place(path); break;
    case FileKind::study: read_study(path); break;
    case FileKind::sources: read_sources(path); break;
    case FileKind::calibration: read_calibration(path); break;
    case FileKind::parameters: read_fitted(path); break;
    case FileKind::programme: read_programme(path); break;
    }
}

}  // namespace forestall
