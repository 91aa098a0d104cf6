// The files of one reading: each is read once, its text is kept for provenance, its problems are told once.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "sim/core/errors.hpp"
#include "sim/io/language.hpp"
#include "sim/io/node.hpp"
#include "sim/io/read_context.hpp"
#include "sim/io/read_text.hpp"

namespace forestall {

class Files {
  public:
    /// How bytes are found; tests and the fuzzer put their own in.
    using Load = std::function<Loaded(const std::filesystem::path&, std::size_t largest_bytes)>;

    explicit Files(Load load = load_text) : load_(std::move(load)) {}

    Problems problems;

    /// A path written in a file, as seen from where the program runs.
    static std::filesystem::path beside(const std::string& file, const std::string& written);

    /// The text of a file that was named at `named_at`; null, with a problem there, when it cannot be read.
    const std::string* text(const std::filesystem::path& path, std::size_t largest_bytes,
                            const Where& named_at);

    /// The tree of a YAML file of that kind, its shape checked; null when there is none to speak of.
    const Node* tree(const std::filesystem::path& path, FileKind kind, const Where& named_at);

    /// The sources that the file with this root names.
    const SourceBook& sources_of(const Node& root);

    /// Every text, under its path as seen from `folder`.
    std::vector<std::pair<std::string, std::string>> texts_from(const std::filesystem::path& folder) const;

  private:
    std::optional<Node> parsed(const std::filesystem::path& path, const Where& named_at);
    void refuse_path(const std::filesystem::path& path, const std::string& why, const Where& named_at);
    bool is_of_kind(const Node& root, FileKind kind, const Where& named_at);

    Load load_;
    std::map<std::string, std::optional<std::string>> texts_;
    std::map<std::string, std::optional<Node>> trees_;
    std::map<std::string, SourceBook> books_;
};

}  // namespace forestall
