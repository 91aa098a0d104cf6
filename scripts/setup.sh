#!/usr/bin/env bash
# Installs what Forestall needs to build and test, on Debian 12 and Ubuntu 24.04. Safe to call again: when
# nothing is missing it does nothing.
set -euo pipefail

packages=(
    g++ cmake ninja-build                                     # build
    libtbb-dev libboost-dev librandom123-dev libfmt-dev       # engine
    libyaml-cpp-dev libhdf5-dev libcli11-dev                  # files and command line
    libceres-dev                                              # calibration
    catch2 libbenchmark-dev                                   # tests and benchmarks
    graphviz netcdf-bin hdf5-tools                            # drawings, and a second reader of result files
    python3 python3-venv python3-dev                          # the Python package, and scripts
    fonts-liberation                                          # reports and the page
)
# PDF reports, and tests of the page. Ubuntu's chromium is a snap, which needs a running system: a browser of
# one's own serves as well.
grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null || packages+=(chromium)
# The page's bundle is committed; these build and test it. Not installed where they come from elsewhere.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

# Says what to do on a system whose packages this script does not know.
explain_other_system() {
    cat <<'TEXT'
setup: this is not a Debian or Ubuntu system, so nothing was checked or installed.
Forestall needs:
  a C++20 compiler (GCC 12 or newer, clang 14 or newer), CMake 3.25 or newer, Ninja
  oneTBB, Boost headers 1.74, fmt 9, Random123, yaml-cpp 0.7, HDF5 1.10 (C interface), CLI11 2.1
  Ceres Solver 2.1
  Catch2 (2.13 or 3) for the tests; google-benchmark for the benchmarks
  Python 3.11 or later with venv and headers; Graphviz, and the netCDF and HDF5 command-line tools
  Chromium (or Chrome) for PDF reports; Node.js 18 or newer with npm to build and test the page
CMake names whatever it cannot find.
TEXT
}

# Prints the packages of the list that are not installed, one a line.
missing_packages() {
    local installed
    # dpkg-query returns an error when it does not know a package: that package is simply missing.
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
    local package
    for package in "${packages[@]}"; do
        grep -qxF "installed ${package}" <<<"${installed}" || echo "${package}"
    done
}

# Runs a command as root; fails where that is not possible without a password.
as_root() {
    if [[ ${EUID} -eq 0 ]]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

can_be_root() {
    [[ ${EUID} -eq 0 ]] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

main() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        explain_other_system
        return 0
    fi

    local -a missing
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -eq 0 ]]; then
        return 0
    fi

    if ! can_be_root; then
        echo "setup: these packages are missing, and installing them needs root: ${missing[*]}" >&2
        echo "setup: run this, then try again:" >&2
        echo "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}" >&2
        return 1
    fi

    echo "setup: installing ${missing[*]}"
    local -a apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    as_root "${apt[@]}" update
    as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
}

main
