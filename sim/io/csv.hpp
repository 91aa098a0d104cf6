// Lines of comma-separated text: comments (#) and blank lines skipped, quoted fields, CRLF or LF.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace forestall {

struct CsvRow {
    int line = 0;  // on which the row starts
    std::vector<std::string> fields;
};

class CsvLines {
  public:
    CsvLines(std::string_view text, std::string file) : rest_(text), file_(std::move(file)) {}

    /// The next row; false at the end. Throws InputError where quotes do not close.
    bool next(CsvRow& row);

  private:
    bool skip_comments();
    void end_line();
    std::string plain_field();
    std::string quoted_field();
    [[noreturn]] void refuse_quote(int line, const char* what) const;

    std::string_view rest_;
    std::string file_;
    int line_ = 1;
};

}  // namespace forestall
