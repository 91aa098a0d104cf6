// Whether a text is JSON (RFC 8259). Reads it and keeps nothing.
#pragma once

#include <cctype>
#include <regex>
#include <string>

namespace forestall::testing {

class JsonText {
  public:
    explicit JsonText(const std::string& text) : text_(text) {}
    bool is_whole() { return value() && (skip_space(), at_ == text_.size()); }

  private:
    void skip_space() {
        while (at_ < text_.size() && std::string(" \t\r\n").find(text_[at_]) != std::string::npos) ++at_;
    }
    bool take(char wanted) {
        skip_space();
        if (at_ >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    bool take(const std::regex& pattern) {
        skip_space();
        std::smatch match;
        const auto start = text_.begin() + static_cast<std::ptrdiff_t>(at_);
        if (!std::regex_search(start, text_.end(), match, pattern, std::regex_constants::match_continuous))
            return false;
        at_ += static_cast<std::size_t>(match.length());
        return true;
    }
    bool string() {
        if (!take('"')) return false;
        for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            if (text_[at_] == '\\' &&
                (++at_ >= text_.size() || std::string("\"\\/bfnrtu").find(text_[at_]) == std::string::npos))
                return false;
        }
        return take('"');
    }
    /// What stands between a pair of brackets, parted by commas.
    template <typename Part>
    bool parts(char close, Part part) {
        if (take(close)) return true;
        do {
            if (!part()) return false;
        } while (take(','));
        return take(close);
    }
    bool value() {
        static const std::regex number(R"(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)"), word("true|false|null");
        if (take('{')) return parts('}', [&] { return string() && take(':') && value(); });
        if (take('[')) return parts(']', [&] { return value(); });
        return string() || take(number) || take(word);
    }

    const std::string& text_;
    std::size_t at_ = 0;
};

inline bool is_json(const std::string& text) { return JsonText(text).is_whole(); }

}  // namespace forestall::testing
