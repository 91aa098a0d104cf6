#!/usr/bin/env bash
# Makes build/python-env, the Python in which the package is built, tested and documented: the versions of
# scripts/python-versions.txt, so that every machine has the same. Safe to call again: it does nothing when the
# list has not changed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
env=build/python-env
versions=scripts/python-versions.txt
stamp="${env}/versions.sha256"

python_that_fits() {
    local python
    for python in "${PYTHON:-}" python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        if [[ -n ${python} ]] && command -v "${python}" >/dev/null &&
            "${python}" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "${python}"
            return
        fi
    done
    echo "python_env: no Python of 3.11 or later with venv was found; install one, or set PYTHON" >&2
    return 1
}

wanted=$(sha256sum "${versions}" | cut -d ' ' -f 1)
if [[ -x ${env}/bin/python && -f ${stamp} && $(<"${stamp}") == "${wanted}" ]]; then
    exit 0
fi
python=$(python_that_fits)
echo "python_env: installing $(grep -c '==' "${versions}") packages into ${env}"
"${python}" -m venv "${env}"
"${env}/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "${versions}"
"${env}/bin/pip" check --disable-pip-version-check >/dev/null
echo "${wanted}" >"${stamp}"
