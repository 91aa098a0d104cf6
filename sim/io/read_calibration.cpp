#include "sim/io/read_calibration.hpp"

#include <fmt/format.h>

#include "sim/io/csv_targets.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_sources.hpp"

namespace forestall {

namespace {

FreeSpec read_free(const Node& node, Problems& problems) {
    FreeSpec free{names_in(*find(node, "parameters")), number_at(*find(node, "at_least")),
                  number_at(*find(node, "at_most")), range_under(node, problems), node.where};
    if (free.at_least > 1 || free.at_most < 1 || free.at_least == free.at_most)
        problems.add(node.where,
                     fmt::format("the factor goes from {:g} to {:g}", free.at_least, free.at_most),
                     "the search starts with the figure as written, a factor of 1",
                     "choose an 'at_least' below and an 'at_most' above 1");
    return free;
}

void read_targets(const Node& root, Context& context, Files& files, CalibrationSpec& calibration) {
    const Node* named = find(root, "targets");
    if (named == nullptr || named->kind != Node::Kind::scalar) return;
    calibration.targets_file = as_name(*named);
    const auto path = Files::beside(named->where.file, named->text);
    if (const std::string* text = files.text(path, largest_table_bytes, named->where))
        calibration.targets = read_target_rows(*text, path.generic_string(), context);
}

}  // namespace

std::optional<CalibrationSpec> read_calibration_from(Files& files, const std::filesystem::path& path,
                                                     const Where& named_at) {
    const Node* root = files.tree(path, FileKind::calibration, named_at);
    if (root == nullptr) return std::nullopt;
    CalibrationSpec calibration;
    calibration.where = root->where;
    if (const Node* name = find(*root, "name")) calibration.name = as_name(*name);
    if (const Node* study = find(*root, "study")) calibration.study = as_name(*study);
    calibration.title = text_of(*root, "title");
    Context context{files.problems, files.sources_of(*root)};
    read_targets(*root, context, files, calibration);
    if (const Node* free = find(*root, "free"))
        for (const Node& item : free->items)
            if (fits_definition(item, "free parameters"))
                calibration.free.push_back(read_free(item, files.problems));
    return calibration;
}

}  // namespace forestall
