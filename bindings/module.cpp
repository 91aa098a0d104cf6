// forestall._engine: what the Python package needs of the engine. Not an interface for users; the package is.
#include "bindings/topics.hpp"
#include "sim/core/version.hpp"

PYBIND11_MODULE(_engine, module) {
    using namespace forestall;
    using namespace forestall::bindings;
    module.doc() =
        "The engine of Forestall. Use the package `forestall` instead: this may change at any time.";
    module.attr("version") = version;
    add_errors(module);
    add_inputs(module);
    add_results(module);
    add_run(module);
    add_people(module);
    add_lives(module);
}
