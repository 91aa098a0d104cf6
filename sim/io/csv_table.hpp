// Tables: numbers by age, sex and so on. Whether every combination is there is for `compile`, which knows the
// states.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/io/shape.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// How the YAML names the columns; problems with a name point to it.
struct TableColumns {
    std::vector<Name> by;
    Name value;
    std::vector<Name> ignore;
};

/// Numbers that make sense in a unit: rates of at least 0, chances up to 1 ...
Bounds bounds_of_unit(const std::string& unit);

/// Fills `table.rows`, keys in the order of `by`. `file` is the path for messages.
void read_table_rows(std::string_view text, const std::string& file, const TableColumns& columns,
                     TableSpec& table, Problems& problems);

}  // namespace forestall
