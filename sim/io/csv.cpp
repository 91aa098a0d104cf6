#include "sim/io/csv.hpp"

#include <algorithm>

#include "sim/core/errors.hpp"

namespace forestall {

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

bool CsvLines::next(CsvRow& row) {
    if (!skip_comments()) return false;
    row.line = line_;
    row.fields.clear();
    while (true) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
        row.fields.push_back(rest_.starts_with('"') ? quoted_field() : plain_field());
        if (!rest_.starts_with(',')) break;
        rest_.remove_prefix(1);
    }
    end_line();
    return true;
}

/// False when nothing is left.
bool CsvLines::skip_comments() {
    while (!rest_.empty()) {
        const std::string_view line = trimmed(rest_.substr(0, rest_.find('\n')));
        if (!line.empty() && !line.starts_with('#')) return true;
        rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
        end_line();
    }
    return false;
}

void CsvLines::end_line() {
    if (rest_.empty()) return;
    rest_.remove_prefix(1);
    ++line_;
}

std::string CsvLines::plain_field() {
    const std::string_view field = rest_.substr(0, rest_.find_first_of(",\n"));
    rest_.remove_prefix(field.size());
    return std::string{trimmed(field)};
}

/// Two quotes inside stand for one.
std::string CsvLines::quoted_field() {
    const int started = line_;
    std::string field;
    rest_.remove_prefix(1);
    while (true) {
        const std::size_t quote = rest_.find('"');
        if (quote == std::string_view::npos) refuse_quote(started, "a quoted field that does not end");
        field += rest_.substr(0, quote);
        rest_.remove_prefix(quote + 1);
        if (!rest_.starts_with('"')) break;
        field += '"';
        rest_.remove_prefix(1);
    }
    line_ += static_cast<int>(std::count(field.begin(), field.end(), '\n'));
    if (!plain_field().empty()) refuse_quote(line_, "text after a quoted field");
    return field;
}

void CsvLines::refuse_quote(int line, const char* what) const {
    throw InputError(Problem{
        {file_, line, 0}, what, "", "put quotes around the whole field, and write a quote inside as two"});
}

}  // namespace forestall
