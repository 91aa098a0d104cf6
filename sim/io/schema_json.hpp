// Writes JSON with two-space indentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace forestall {

class JsonWriter {
  public:
    void open_object() { open('{'); }
    void close_object() { close('}'); }
    void open_list() { open('['); }
    void close_list() { close(']'); }
    void key(std::string_view name);

    void value(std::string_view text);
    void value(double number);
    void truth(bool yes);

    void member(std::string_view name, std::string_view text);
    void member(std::string_view name, double number);
    void truth(std::string_view name, bool yes);
    void member(std::string_view name, const std::vector<std::string>& texts);

    /// All that was written; nothing may be open.
    std::string finished() { return text_ + '\n'; }

  private:
    void open(char bracket);
    void close(char bracket);
    void before_value();
    void new_line();

    std::string text_;
    std::size_t depth_ = 0;
    bool is_first_ = true;
    bool after_key_ = false;
};

}  // namespace forestall
