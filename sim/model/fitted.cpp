#include "sim/model/fitted.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "sim/core/random.hpp"
#include "sim/model/lengths.hpp"
#include "sim/model/parameters.hpp"

namespace forestall {

namespace {

constexpr double rounding = 1e-9;  // of figures that were written to a file and read again

bool is_symmetric(const Matrix& matrix) {
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        if (matrix[i].size() != matrix.size()) return false;
        for (std::size_t j = 0; j < i; ++j)
            if (std::abs(matrix[i][j] - matrix[j][i]) > rounding) return false;
    }
    return true;
}

double standard_normal(const Streams& streams, int draw, std::size_t group) {
    const Block words = streams.block(static_cast<PersonKey>(draw), Purpose::parameters,
                                      static_cast<std::uint32_t>(group), 0);
    return normal_quantile(uniform(words[0], words[1]));
}

}  // namespace

std::optional<Matrix> cholesky(const Matrix& matrix) {
    if (!is_symmetric(matrix)) return std::nullopt;
    const std::size_t size = matrix.size();
    Matrix lower(size, std::vector<double>(size));
    for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t i = j; i < size; ++i) {
            double rest = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) rest -= lower[i][k] * lower[j][k];
            if (i == j) {
                if (rest < -rounding * static_cast<double>(size)) return std::nullopt;
                lower[j][j] = std::sqrt(std::max(0.0, rest));
            } else if (lower[j][j] > std::sqrt(rounding)) {
                lower[i][j] = rest / lower[j][j];
            } else if (std::abs(rest) > std::sqrt(rounding)) {
                return std::nullopt;
            }
        }
    }
    return lower;
}

std::vector<double> factors_of(const FittedSpec& fitted, int draw) {
    std::vector<double> factors, normals;
    for (const FittedGroup& group : fitted.groups) factors.push_back(group.factor);
    if (draw == 0) return factors;
    const Matrix lower = cholesky(fitted.correlation).value();
    const Streams streams(fitted.seed, 0);
    for (std::size_t i = 0; i < factors.size(); ++i) normals.push_back(standard_normal(streams, draw, i));
    for (std::size_t i = 0; i < factors.size(); ++i) {
        double together = 0;
        for (std::size_t j = 0; j <= i; ++j) together += lower[i][j] * normals[j];
        factors[i] *= std::exp(fitted.groups[i].standard_error * together);
    }
    return factors;
}

Problem unknown_parameter(const Name& path, const std::vector<std::string>& known) {
    const std::string close = nearest(path.text, known);
    return {path.where, fmt::format("unknown parameter '{}'", path.text),
            "model and place have no figure of that path",
            close.empty() ? "`forestall check STUDY --evidence --all` lists the paths"
                          : fmt::format("did you mean '{}'?", close)};
}

void apply_factors(const FittedSpec& fitted, const std::vector<double>& factors, StudyFiles& files,
                   Problems& problems) {
    const std::vector<Parameter> all = parameters_of(files);
    std::vector<std::string> known;
    for (const Parameter& parameter : all) known.push_back(parameter.path);
    std::map<std::string, Where> used;
    for (std::size_t g = 0; g < fitted.groups.size(); ++g)
        for (const Name& path : fitted.groups[g].paths) {
            const auto at = std::find(known.begin(), known.end(), path.text);
            const auto [first, is_new] = used.try_emplace(path.text, path.where);
            if (!is_new) {
                problems.add(
                    path.where, fmt::format("the parameter '{}' stands here a second time", path.text),
                    fmt::format("its factor stands in line {}", first->second.line), "delete one of them");
            } else if (at == known.end()) {
                const Problem unknown = unknown_parameter(path, known);
                problems.add(unknown.where, unknown.what, unknown.why, unknown.remedy);
            } else {
                scale(all[static_cast<std::size_t>(at - known.begin())], factors[g]);
            }
        }
}

}  // namespace forestall
