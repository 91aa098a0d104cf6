#include "sim/io/read_context.hpp"

#include <fmt/format.h>

namespace forestall {

void Context::enter(std::string part) {
    part_ = std::move(part);
    told_missing_ = false;
}

std::string Context::source_of(const Node& block, const std::string& inherited) {
    const Node* source = find(block, "source");
    if (source == nullptr) return inherited;
    check_source(as_name(*source));
    return source->text;
}

void Context::check_source(const Name& source) {
    const bool is_known = book_.entries.contains(source.text);
    if (!is_known && book_.state != SourceBook::State::unreadable) refuse_source(source);
}

void Context::need_source(const Where& where, const std::string& source) {
    if (!source.empty() || told_missing_) return;
    told_missing_ = true;
    problems_.add(where, fmt::format("a number without a source in {}", part_),
                  "every figure says where it comes from",
                  "add 'source: NAME' to the number or to a block around it");
}

void Context::refuse_source(const Name& source) {
    if (book_.state == SourceBook::State::not_named) {
        if (!told_no_book_)
            problems_.add(source.where,
                          fmt::format("source '{}', but this file names no sources file", source.text), "",
                          "add 'sources: PATH' at the top");
        told_no_book_ = true;
        return;
    }
    std::vector<std::string> names;
    for (const auto& [name, entry] : book_.entries) names.push_back(name);
    const std::string close = nearest(source.text, names);
    problems_.add(source.where, fmt::format("unknown source '{}'", source.text),
                  fmt::format("it is not in {}", book_.file),
                  close.empty() ? "add it there" : fmt::format("did you mean '{}'?", close));
}

}  // namespace forestall
