// Processes and contacts.
#pragma once

#include "sim/io/read_context.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

ProcessSpec read_process(const Name& name, const Node& node, Context& context);
ContactSpec read_contact(const Name& name, const Node& node, Context& context);

}  // namespace forestall
