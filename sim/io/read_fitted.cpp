#include "sim/io/read_fitted.hpp"

#include <cmath>

#include <fmt/format.h>

#include "sim/io/read_parts.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/model/fitted.hpp"

namespace forestall {

namespace {

/// Rows of numbers of one length; nothing, told, where they are no correlations of that many groups.
std::optional<Matrix> read_correlation(const Node& node, std::size_t groups, Problems& problems) {
    Matrix matrix;
    bool is_square = node.items.size() == groups;
    for (const Node& row : node.items) {
        matrix.emplace_back();
        for (const Node& cell : row.items) matrix.back().push_back(number_at(cell));
        is_square = is_square && row.items.size() == groups;
    }
    if (!is_square) {
        problems.add(node.where, fmt::format("the correlations are not {} rows of {}", groups, groups),
                     "there is a row and a column for each group of fitted parameters",
                     "take the file as `forestall calibrate` wrote it");
        return std::nullopt;
    }
    bool is_one = cholesky(matrix).has_value();
    for (std::size_t i = 0; i < groups; ++i) is_one = is_one && std::abs(matrix[i][i] - 1) < 1e-9;
    if (is_one) return matrix;
    problems.add(node.where, "these cannot be correlations",
                 "they must be the same across the diagonal, 1 on it, and possible together",
                 "take the file as `forestall calibrate` wrote it");
    return std::nullopt;
}

}  // namespace

std::optional<FittedSpec> read_fitted_from(Files& files, const std::filesystem::path& path,
                                           const Where& named_at) {
    const std::size_t problems_before = files.problems.size();
    const Node* root = files.tree(path, FileKind::parameters, named_at);
    if (root == nullptr || files.problems.size() > problems_before) return std::nullopt;
    FittedSpec fitted;
    fitted.where = root->where;
    for (const Node& group : find(*root, "fitted")->items)
        fitted.groups.push_back({names_in(*find(group, "parameters")), number_at(*find(group, "factor")),
                                 number_at(*find(group, "standard_error"))});
    if (const auto seed = whole_in(text_of(*root, "seed"))) fitted.seed = static_cast<std::uint64_t>(*seed);
    auto matrix = read_correlation(*find(*root, "correlation"), fitted.groups.size(), files.problems);
    if (!matrix) return std::nullopt;
    fitted.correlation = std::move(*matrix);
    return fitted;
}

}  // namespace forestall
