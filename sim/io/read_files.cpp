#include "sim/io/read_files.hpp"

#include <fmt/format.h>

#include "sim/io/gate.hpp"
#include "sim/io/read_sources.hpp"
#include "sim/io/shape_check.hpp"

namespace forestall {

namespace {

/// On the command line, not in another file.
bool is_named_by_user(const Where& named_at) { return named_at.line == 0; }

}  // namespace

std::filesystem::path Files::beside(const std::string& file, const std::string& written) {
    return (std::filesystem::path{file}.parent_path() / written).lexically_normal();
}

const std::string* Files::text(const std::filesystem::path& path, std::size_t largest_bytes,
                               const Where& named_at) {
    const auto [entry, is_new] = texts_.try_emplace(path.generic_string());
    auto& text = entry->second;
    if (is_new) {
        Loaded loaded = load_(path, largest_bytes);
        if (loaded.why_not.empty())
            text = std::move(loaded.text);
        else
            refuse_path(path, loaded.why_not, named_at);
    }
    return text ? &*text : nullptr;
}

void Files::refuse_path(const std::filesystem::path& path, const std::string& why, const Where& named_at) {
    if (is_named_by_user(named_at)) return problems.add(named_at, "the file cannot be read", why);
    problems.add(named_at, fmt::format("cannot read '{}'", path.generic_string()), why,
                 "paths are relative to the file that names them");
}

const Node* Files::tree(const std::filesystem::path& path, FileKind kind, const Where& named_at) {
    const auto [entry, is_new] = trees_.try_emplace(path.generic_string());
    if (is_new) entry->second = parsed(path, named_at);
    if (!entry->second || !is_of_kind(*entry->second, kind, named_at)) return nullptr;
    if (is_new) check_shape(*entry->second, shape_of(kind), problems);
    return &*entry->second;
}

std::optional<Node> Files::parsed(const std::filesystem::path& path, const Where& named_at) {
    const std::string* yaml = text(path, largest_yaml_bytes, named_at);
    if (yaml == nullptr) return std::nullopt;
    try {
        return read_yaml(*yaml, path.generic_string());
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems())
            problems.add(problem.where, problem.what, problem.why, problem.remedy);
        return std::nullopt;
    }
}

bool Files::is_of_kind(const Node& root, FileKind kind, const Where& named_at) {
    const auto found = file_kind_named(text_of(root, "forestall"));
    if (!found || *found == kind) return true;  // the shape check tells the rest
    const std::string subject = is_named_by_user(named_at) ? "this" : fmt::format("'{}'", root.where.file);
    problems.add(named_at, fmt::format("{} is a {} file", subject, to_string(*found)),
                 fmt::format("a {} file belongs here", to_string(kind)),
                 fmt::format("name a {} file", to_string(kind)));
    return false;
}

const SourceBook& Files::sources_of(const Node& root) {
    static const SourceBook no_book;
    const Node* written = find(root, "sources");
    if (written == nullptr || written->kind == Node::Kind::map) return no_book;
    const auto path = beside(root.where.file, written->text);
    const auto [entry, is_new] = books_.try_emplace(path.generic_string());
    SourceBook& book = entry->second;
    if (!is_new) return book;
    book.file = path.generic_string();
    book.state = SourceBook::State::unreadable;
    if (const Node* tree_of_sources = tree(path, FileKind::sources, written->where)) {
        book.entries = read_sources(*tree_of_sources, problems);
        book.state = SourceBook::State::read;
    }
    return book;
}

std::vector<std::pair<std::string, std::string>>
Files::texts_from(const std::filesystem::path& folder) const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& [path, text] : texts_) {
        if (!text) continue;
        const auto relative = std::filesystem::path{path}.lexically_relative(folder);
        all.emplace_back(relative.empty() ? path : relative.generic_string(), *text);
    }
    return all;
}

}  // namespace forestall
