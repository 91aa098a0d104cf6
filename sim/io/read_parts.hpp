// Steps that every reader takes. All of them rely on the shape check: a part that does not fit is never read.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/io/node.hpp"
#include "sim/io/read_context.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Whether a part has no problem with its shape.
bool fits_definition(const Node& node, std::string_view definition);

/// A fitting part under a key; null when there is none or it has a problem.
const Node* find_fitting(const Node& parent, std::string_view key, std::string_view definition);

/// Every entry of the map under `key` that fits the definition. Enters "process 'birth'" in the context
/// first.
void for_each_part(const Node& root, std::string_view key, std::string_view definition, Context& context,
                   const std::function<void(const Name& name, const Node& part)>& read);

/// A scalar as a list of one, or the items of a list.
std::vector<Name> names_in(const Node& node);
std::vector<Name> names_under(const Node& node, std::string_view key);

double number_at(const Node& node);
std::vector<double> numbers_under(const Node& node, std::string_view key);
std::string unit_of(const Node& node);

/// A length of time; the unit in the plural.
Number duration_at(const Node& node, const std::string& source);

/// `2`, or `{value: 2, source: NAME}`, which must have a source.
Number figure_at(const Node& node, Context& context, const std::string& inherited);

/// As `figure_at`, or a length of time, or `{table: NAME}`.
NumberOrTable figure_or_table_at(const Node& node, Context& context, const std::string& inherited);

/// Adds a problem where a list of numbers does not rise.
void check_rising(const Node& parent, std::string_view key, Context& context);

}  // namespace forestall
