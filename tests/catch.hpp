#pragma once

// One include for Catch2 2.13 (Debian 12) and 3 (Ubuntu 24.04). Tests include this file and nothing of
// Catch2 itself. Use the names that both have once this header is in: Approx, Catch::Matchers::WithinAbs,
// WithinRel, Equals, ContainsSubstring, StartsWith, GENERATE, SECTION, CAPTURE, INFO.

#if __has_include(<catch2/catch_test_macros.hpp>)

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_all.hpp>

using Catch::Approx;

#else

#include <catch2/catch.hpp>

#include <string>

namespace Catch::Matchers {

// Catch2 3 keeps the name Contains for ranges.
inline auto ContainsSubstring(const std::string& text) { return Contains(text); }

}  // namespace Catch::Matchers

#endif
