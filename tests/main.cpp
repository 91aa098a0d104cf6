// Catch2 2 wants its main() compiled in exactly one file; Catch2 3 links it, and this file is then empty.
#if !__has_include(<catch2/catch_test_macros.hpp>)
#define CATCH_CONFIG_MAIN
#endif

#include "tests/catch.hpp"
