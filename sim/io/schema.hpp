// JSON Schema (draft 2020-12) of a kind of file, for completion and red lines in editors.
//
// Written from the same shapes that the reader checks. It says less than the reader, never more: what it
// refuses, the reader refuses too. docs/schema holds the result; a test compares.
#pragma once

#include <string>

#include "sim/io/language.hpp"

namespace forestall {

/// Ends with a line break.
std::string json_schema(FileKind kind);

}  // namespace forestall
