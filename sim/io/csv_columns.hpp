// The header of a CSV table compared with the columns that the YAML names, and its rows in that order.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/io/csv.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Tells the first few problems of one file; a table with one wrong column would else tell a million.
class FewProblems {
  public:
    FewProblems(Problems& problems, std::string file) : problems_(problems), file_(std::move(file)) {}

    /// Line 0 means the whole file.
    void add(int line, std::string what, std::string why = {}, std::string remedy = {});
    bool too_many() const { return told_ > most; }
    const std::string& file() const { return file_; }
    Problems& all() { return problems_; }

  private:
    static constexpr int most = 20;
    Problems& problems_;
    std::string file_;
    int told_ = 0;
};

/// A row's fields in the order asked for.
using ReadRow = std::function<void(int line, const std::vector<std::string>& fields)>;

/// Names the columns wanted, once the header is known. An empty answer: there is a problem, go no further.
using ChooseColumns = std::function<std::vector<std::string>(const CsvRow& header)>;

/// Reads a whole file: encoding, header, then every row with the right number of fields.
void read_csv(std::string_view text, FewProblems& problems, const ChooseColumns& choose, const ReadRow& read);

/// Columns with `age` are numbers: "5", "5.0" and "05" are the same age.
std::string as_key(const std::string& column, const std::string& field);

/// A number in a field, told when it is none or outside `bounds`.
struct Bounds;
double number_in_field(const std::string& field, const std::string& column, const Bounds& bounds, int line,
                       FewProblems& problems);

/// Tells every combination of keys that stands a second time.
struct KeyedLine {
    std::string key;
    int line = 0;
};
void check_duplicates(std::vector<KeyedLine> rows, FewProblems& problems);

}  // namespace forestall
