#include "sim/io/schema_json.hpp"

#include <fmt/format.h>

namespace forestall {

namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

}  // namespace

void JsonWriter::new_line() {
    text_ += '\n';
    text_.append(2 * depth_, ' ');
}

void JsonWriter::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (depth_ == 0) return;
    if (!is_first_) text_ += ',';
    new_line();
    is_first_ = false;
}

void JsonWriter::open(char bracket) {
    before_value();
    text_ += bracket;
    ++depth_;
    is_first_ = true;
}

void JsonWriter::close(char bracket) {
    --depth_;
    if (!is_first_) new_line();
    text_ += bracket;
    is_first_ = false;
}

void JsonWriter::key(std::string_view name) {
    before_value();
    text_ += quoted(name) + ": ";
    after_key_ = true;
}

void JsonWriter::value(std::string_view text) {
    before_value();
    text_ += quoted(text);
}

void JsonWriter::value(double number) {
    before_value();
    text_ += fmt::format("{}", number);
}

void JsonWriter::truth(bool yes) {
    before_value();
    text_ += yes ? "true" : "false";
}

void JsonWriter::member(std::string_view name, std::string_view text) {
    key(name);
    value(text);
}

void JsonWriter::member(std::string_view name, double number) {
    key(name);
    value(number);
}

void JsonWriter::truth(std::string_view name, bool yes) {
    key(name);
    truth(yes);
}

void JsonWriter::member(std::string_view name, const std::vector<std::string>& texts) {
    key(name);
    open_list();
    for (const std::string& text : texts) value(std::string_view{text});
    close_list();
}

}  // namespace forestall
