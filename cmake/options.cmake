# Everything a builder may switch. The presets in CMakePresets.json are named sets of these.
option(FORESTALL_TBB "Build the oneTBB executor (without it, runs are serial)" ON)
option(FORESTALL_IO "Build the YAML reader, the HDF5 writer, calibration and the command line" ON)
option(FORESTALL_TESTS "Build the tests (they need FORESTALL_IO)" ON)
option(FORESTALL_BENCH "Build the benchmarks where google-benchmark is found" OFF)
option(FORESTALL_PYTHON "Build the Python module (needs pybind11 and FORESTALL_IO)" OFF)
option(FORESTALL_FUZZ "Build the fuzz targets with clang and libFuzzer" OFF)
option(FORESTALL_WERROR "Treat compiler warnings as errors" OFF)
option(FORESTALL_NATIVE "Tune for the processor of this machine; the program may not start elsewhere" OFF)
set(FORESTALL_SANITIZE "" CACHE STRING "Value of -fsanitize= for all our code, such as address,undefined")

# Distributions often ship clang under a versioned name only.
if(FORESTALL_FUZZ AND NOT CMAKE_CXX_COMPILER)
    find_program(CMAKE_CXX_COMPILER REQUIRED
        NAMES clang++ clang++-20 clang++-19 clang++-18 clang++-17 clang++-16 clang++-15 clang++-14)
endif()

if(FORESTALL_TESTS AND NOT FORESTALL_IO)
    message(FATAL_ERROR "The tests read model files (FORESTALL_IO is OFF): turn FORESTALL_TESTS off as well")
endif()
