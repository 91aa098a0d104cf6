# How all our code is compiled. Every target links forestall_options.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# The Python module links the same static libraries. Hidden symbols keep this free of cost: the compiler may
# still inline what it could otherwise be asked to replace at load time.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(forestall_options INTERFACE)
target_include_directories(forestall_options INTERFACE
    "${PROJECT_SOURCE_DIR}"
    "${PROJECT_BINARY_DIR}/generated")

# -ffp-contract=off: a fused multiply-add rounds once instead of twice, so results would depend on the
# processor the compiler was told about.
target_compile_options(forestall_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow
    -ffp-contract=off
    $<$<BOOL:${FORESTALL_WERROR}>:-Werror>
    $<$<BOOL:${FORESTALL_NATIVE}>:-march=native>)

# GCC 12 and 13 see overlapping and overrunning copies inside their own std::string that are none.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
    target_compile_options(forestall_options INTERFACE
        -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized)
endif()

if(FORESTALL_SANITIZE)
    # GCC sees uninitialised values in sanitised library code that are none.
    target_compile_options(forestall_options INTERFACE
        -fsanitize=${FORESTALL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        -Wno-maybe-uninitialized)
    target_link_options(forestall_options INTERFACE -fsanitize=${FORESTALL_SANITIZE})
endif()

if(FORESTALL_FUZZ)
    # Only the fuzz targets themselves may link libFuzzer: it brings its own main().
    target_compile_options(forestall_options INTERFACE
        -fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer)
    target_link_options(forestall_options INTERFACE -fsanitize=address)
endif()
