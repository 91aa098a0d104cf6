#include "sim/io/gate.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "sim/core/errors.hpp"
#include "sim/io/gate_tree.hpp"
#include "sim/io/read_text.hpp"

namespace forestall {

namespace {

Where where_is(const YAML::Mark& mark, const std::string& file) {
    return mark.is_null() ? Where{file, 0, 0} : Where{file, mark.line + 1, mark.column + 1};
}

/// Refuses what the language does not use of YAML, and hands on the rest.
class Gate final : public YAML::EventHandler {
  public:
    Gate(std::string file, TreeBuilder& tree) : file_(std::move(file)), tree_(tree) {}

    bool has_document() const { return documents_ > 0; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1)
            refuse(mark, "a second document starts here", "a file holds one document",
                   "put it in a file of its own");
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        admit(mark, anchor, plain_tag);
        tree_.add(Node{Node::Kind::nothing, {}, false, {}, {}, where_is(mark, file_)});
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_alias(mark); }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        admit(mark, anchor, tag);
        admit_text(mark, text);
        tree_.add(Node{Node::Kind::scalar, text, tag == quoted_tag, {}, {}, where_is(mark, file_)});
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        admit(mark, anchor, tag);
        tree_.open(Node::Kind::list, where_is(mark, file_));
    }
    void OnSequenceEnd() override { tree_.close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        admit(mark, anchor, tag);
        tree_.open(Node::Kind::map, where_is(mark, file_));
    }
    void OnMapEnd() override { tree_.close(); }

  private:
    // The parser's tags for text that has none of its own.
    static constexpr const char* quoted_tag = "!";
    static constexpr const char* plain_tag = "?";

    [[noreturn]] void refuse(const YAML::Mark& mark, std::string what, std::string why,
                             std::string remedy) const {
        throw InputError(Problem{where_is(mark, file_), std::move(what), std::move(why), std::move(remedy)});
    }

    [[noreturn]] void refuse_alias(const YAML::Mark& mark) const {
        refuse(mark, "an anchor or alias (& or *)", "a small file could unfold into a huge one",
               "write the part out, or put the text in quotes");
    }

    void admit(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) const {
        if (anchor != 0) refuse_alias(mark);
        if (!tag.empty() && tag != quoted_tag && tag != plain_tag)
            refuse(mark, fmt::format("the tag '{}'", in_brief(tag)), "the language has no tags",
                   "delete it, or put the text in quotes");
    }

    /// Escapes in quotes can still write what the file itself may not hold.
    void admit_text(const YAML::Mark& mark, const std::string& text) const {
        const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
        });
        if (has_control)
            refuse(mark, "a control character", "files hold text only", "delete its escape sequence");
    }

    std::string file_;
    TreeBuilder& tree_;
    int documents_ = 0;
};

[[noreturn]] void refuse_as_empty(const std::string& file) {
    throw InputError(Problem{
        {file, 0, 0}, "the file is empty", "", "start it with 'forestall: model', place, study or sources"});
}

void parse(std::string_view text, const std::string& file, Gate& gate) {
    std::istringstream stream{std::string{text}};
    try {
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(gate)) {
        }
    } catch (const YAML::Exception& error) {
        throw InputError(Problem{where_is(error.mark, file),
                                 fmt::format("this is not YAML: {}", in_brief(error.msg)), "",
                                 "check indentation, brackets, quotes and colons here and just before"});
    }
}

}  // namespace

Node read_yaml(std::string_view text, const std::string& file) {
    if (text.size() > largest_yaml_bytes)
        throw InputError(Problem{{file, 0, 0},
                                 fmt::format("the file is over {}", in_mebibytes(largest_yaml_bytes)),
                                 "a model file is written by people",
                                 "move the numbers to a CSV table"});
    TreeBuilder tree;
    Gate gate{file, tree};
    parse(checked_text(text, file, ByteOrderMark::refused), file, gate);
    Node root = tree.finished();
    if (!gate.has_document() || root.kind == Node::Kind::nothing) refuse_as_empty(file);
    return root;
}

}  // namespace forestall
