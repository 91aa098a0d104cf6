#!/usr/bin/env bash
# Tests of the split-screen page: `bundle` (types, and that the committed bundle is what the sources give) or
# `browser [WORD ...]` (what it does in Chromium; only files whose name holds one of the words). Exits with 77, "left
# out", where there is no Node or no Chromium.
set -euo pipefail

part=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../tools/splitscreen"

left_out() {
    echo "test_page: $1; the test is left out" >&2
    exit 77
}

command -v node >/dev/null && command -v npm >/dev/null || left_out "Node.js and npm are not here"
if ((10#$(node -p 'process.versions.node.split(".")[0]') < 18)); then
    left_out "Node.js $(node --version) is older than 18"
fi
stamp=node_modules/.lock.sha256
wanted=$(sha256sum package-lock.json | cut -d ' ' -f 1)
if [[ ! -f ${stamp} || $(<"${stamp}") != "${wanted}" ]]; then
    npm ci --no-audit --no-fund --loglevel=error
    echo "${wanted}" >"${stamp}"
fi

if [[ ${part} == bundle ]]; then
    npx tsc --noEmit
    node build.mjs --check
else
    chromium=${CHROMIUM:-}
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        [[ -n ${chromium} ]] || chromium=$(command -v "${name}" || true)
    done
    # Some systems have a program of that name that only says how to install it.
    [[ -n ${chromium} ]] && "${chromium}" --version >/dev/null 2>&1 || left_out "Chromium is not here"
    CHROMIUM=${chromium} node tests/run.mjs "$@"
fi
