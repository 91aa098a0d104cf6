// Where something was written: the file, line and column that an error message points to.
#pragma once

#include <string>

namespace forestall {

struct Where {
    std::string file;
    int line = 0;    // from 1; 0 when the whole file is meant
    int column = 0;  // from 1; 0 when the whole line is meant
};

/// A line of a file that another file names: `named` as written there, relative to the folder of `by`.
Where line_of(const std::string& named, const Where& by, int line);

/// "file:line:column", leaving out what is not known.
std::string to_string(const Where& where);

}  // namespace forestall
