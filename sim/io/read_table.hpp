// Tables, calendars and the people of a place: parts that model and place files share.
#pragma once

#include <string>

#include "sim/io/read_context.hpp"
#include "sim/io/read_files.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// With its rows, unless the place gives them.
TableSpec read_table(const Name& name, const Node& node, Context& context, Files& files);

CalendarSpec read_calendar(const Name& name, const Node& node, Context& context,
                           const std::string& inherited = {});

}  // namespace forestall
