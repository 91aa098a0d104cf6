#!/usr/bin/env bash
# Writes bindings/forestall/_engine.pyi from the built module. A test compares.
#   scripts/make_stubs.sh [BUILD_FOLDER] [OUTPUT_FOLDER]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build/dev}
out=${2:-}
made=$(mktemp -d)
trap 'rm -rf "${made}"' EXIT
PYTHONPATH="${build}/python" build/python-env/bin/pybind11-stubgen forestall._engine -o "${made}" \
    --numpy-array-remove-parameters --exit-code >/dev/null 2>"${made}/log" || { cat "${made}/log" >&2; exit 1; }
stub="${made}/forestall/_engine.pyi"
# The version is no part of what the module offers, and pybind11 does not know what is in lists and dictionaries.
sed -i -E -e "s/^version: str = .*/version: str/" \
    -e "s/\b(list)(:|\)|,|$)/\1[typing.Any]\2/g; s/\b(dict)(:|\)|,|$)/\1[str, typing.Any]\2/g" \
    -e "s/: ([A-Z][A-Za-z]*) = None/: \1 | None = None/g" "${stub}"
build/python-env/bin/ruff format --quiet --line-length 120 "${stub}"
if [[ -n ${out} ]]; then
    cp "${stub}" "${out}/_engine.pyi"
else
    cp "${stub}" bindings/forestall/_engine.pyi
fi
