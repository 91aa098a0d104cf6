// The words in a drawing of pathways. Internal to sim/model.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/model/pathway_graph.hpp"

namespace forestall::pathways {

using Lines = std::vector<std::string>;

/// A DOT string.
std::string quoted(const Lines& lines);
std::string quoted(const std::string& line);
/// Text within DOT's HTML-like labels, which alone can mix sizes.
std::string escaped(const std::string& line);

/// As readers see a name: "home_small" is "home small".
std::string in_words(std::string name);
std::string title_of(const std::string& title, const Name& name);
Lines wrapped(const std::string& text, std::size_t width);

/// What an arrow says that stands for these steps.
Lines labels(const ModelSpec& model, const Pathway& pathway, const std::vector<const PathwayStep*>& steps);

}  // namespace forestall::pathways
