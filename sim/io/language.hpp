// The model language as shapes: docs/model-language/, key by key.
//
// Add a key here and to the reader of its part; the check, its messages and the editors' schemas follow.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/io/shape.hpp"

namespace forestall {

/// The kinds of YAML file, named by their `forestall:` key.
enum class FileKind { model, place, study, sources, calibration, parameters, programme };

const std::vector<std::string>& file_kind_names();
std::string to_string(FileKind kind);
std::optional<FileKind> file_kind_named(std::string_view name);

/// The shape of a whole file.
const Shape& shape_of(FileKind kind);

/// A shape by its name in the language: "process", "rate", "condition" ... The name must exist.
const Shape& definition(std::string_view name);

}  // namespace forestall
