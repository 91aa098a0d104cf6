# Third-party libraries. Each is linked by the one folder that may include it.
find_package(fmt CONFIG REQUIRED)

# Random123 is header only and installs no CMake package.
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
mark_as_advanced(RANDOM123_INCLUDE_DIR)
add_library(random123 INTERFACE IMPORTED)
target_include_directories(random123 INTERFACE "${RANDOM123_INCLUDE_DIR}")

find_package(Boost CONFIG REQUIRED)
if(TARGET Boost::headers)
    set(FORESTALL_BOOST_HEADERS Boost::headers)
else()
    set(FORESTALL_BOOST_HEADERS Boost::boost)
endif()

if(FORESTALL_TBB)
    find_package(TBB CONFIG REQUIRED)
endif()

if(FORESTALL_IO)
    find_package(yaml-cpp CONFIG REQUIRED)
    if(TARGET yaml-cpp::yaml-cpp)
        set(FORESTALL_YAML_CPP yaml-cpp::yaml-cpp)
    else()
        set(FORESTALL_YAML_CPP yaml-cpp) # 0.7 and older export the bare name
    endif()

    # The C interface alone: with the high-level library loaded, the Python module and h5py break each
    # other in one process.
    find_package(HDF5 REQUIRED COMPONENTS C)

    # Brings Eigen, glog and SuiteSparse along; only sim/fit sees it.
    find_package(Ceres CONFIG REQUIRED)

    find_package(CLI11 CONFIG QUIET)
    if(NOT TARGET CLI11::CLI11)
        find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)
        mark_as_advanced(CLI11_INCLUDE_DIR)
        add_library(CLI11::CLI11 INTERFACE IMPORTED)
        target_include_directories(CLI11::CLI11 INTERFACE "${CLI11_INCLUDE_DIR}")
    endif()
endif()

if(FORESTALL_PYTHON)
    # One interpreter for all: the one that is asked for, or the one that is found.
    find_package(Python 3.11 REQUIRED COMPONENTS Interpreter Development.Module)
    if(NOT pybind11_DIR)
        execute_process(COMMAND "${Python_EXECUTABLE}" -m pybind11 --cmakedir
            OUTPUT_VARIABLE pybind11_DIR OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    endif()
    set(PYBIND11_FINDPYTHON ON)
    find_package(pybind11 CONFIG REQUIRED)
endif()

if(FORESTALL_BENCH)
    find_package(benchmark CONFIG QUIET)
    if(NOT benchmark_FOUND)
        message(STATUS "google-benchmark not found: forestall-bench is left out")
    endif()
endif()

if(FORESTALL_TESTS)
    find_package(Catch2 CONFIG REQUIRED)
endif()
