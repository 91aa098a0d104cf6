#include "sim/core/errors.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

namespace forestall {

Where line_of(const std::string& named, const Where& by, int line) {
    return {(std::filesystem::path(by.file).parent_path() / named).lexically_normal().string(), line, 0};
}

std::string to_string(const Where& where) {
    if (where.line == 0) return where.file;
    if (where.column == 0) return fmt::format("{}:{}", where.file, where.line);
    return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

std::string to_string(const Problem& problem) {
    std::string text = to_string(problem.where);
    if (!text.empty()) text += ": ";
    text += problem.what;
    if (!problem.why.empty()) text += fmt::format(" ({})", problem.why);
    if (!problem.remedy.empty()) text += fmt::format("; {}", problem.remedy);
    return text;
}

namespace {

std::string all_lines(const std::vector<Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) text += (text.empty() ? "" : "\n") + to_string(problem);
    return text;
}

std::vector<Problem> in_reading_order(std::vector<Problem> problems) {
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.where.file, a.where.line, a.where.column) <
               std::tie(b.where.file, b.where.line, b.where.column);
    });
    return problems;
}

/// Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({replace, last[j] + 1, now[j - 1] + 1});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        before = last;
        last = now;
    }
    return last[b.size()];
}

}  // namespace

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(all_lines(in_reading_order(problems))),
      problems_(in_reading_order(std::move(problems))) {}

void Problems::add(const Where& where, std::string what, std::string why, std::string remedy) {
    problems_.push_back({where, std::move(what), std::move(why), std::move(remedy)});
}

void Problems::raise_if_any() const {
    if (!problems_.empty()) throw InputError(problems_);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_edits = std::max<std::size_t>(word.size() / 2, 2) + 1;
    for (const auto& candidate : candidates) {
        const std::size_t edits = edits_between(word, candidate);
        if (edits < best_edits) best = candidate, best_edits = edits;
    }
    return best;
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
    if (candidates.empty()) return "there is none to choose from";
    const std::string close = nearest(word, candidates);
    if (!close.empty()) return fmt::format("did you mean '{}'?", close);
    return fmt::format("use one of {}", fmt::join(candidates, ", "));
}

}  // namespace forestall
