# The few commands of everyday work. The build itself is described in CMakeLists.txt and CMakePresets.json.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
STUDY ?= scenarios/studies/buckinghamshire.yaml
REPORT_SAMPLE ?= 0.2
RESULT ?= results/$(basename $(notdir $(STUDY))).h5
SOURCES = git ls-files --cached --others --exclude-standard '*.hpp' '*.cpp'

# Ninja and ctest use all cores themselves, and two of them in one build folder would get in each other's way.
.NOTPARALLEL:

.PHONY: help setup python-env demo test test-long docs bench format lint clean
.PHONY: test-wheel build-dev build-tests build-release build-demo build-bench test-asan-ubsan test-tsan test-core-only

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup:  ## install what is missing (Debian 12, Ubuntu 24.04)
	@scripts/setup.sh

python-env: setup  ## make the Python environment for building, testing and documenting the package
	@scripts/python_env.sh

# Configuring happens once for each preset; afterwards the build notices for itself what has changed.
.PRECIOUS: build/%/build.ninja
build/%/build.ninja: CMakePresets.json | setup
	@cmake --preset $*
	@touch $@

build/dev/build.ninja build/release/build.ninja: | python-env

build-dev: build/dev/build.ninja
	@cmake --build --preset dev

build-release: build/release/build.ninja
	@cmake --build --preset release

build-demo: build/release/build.ninja
	@cmake --build --preset release --target forestall _engine

demo: build-demo  ## build, run the Buckinghamshire study, and write the board report of the Essex study
	@mkdir -p $(dir $(RESULT))
	@build/release/bin/forestall run $(STUDY) --out $(RESULT)
	@echo
	@echo "The board report of Mid and South Essex, three programmes in frailty, on $(REPORT_SAMPLE) of the people:"
	@build/release/bin/forestall run scenarios/studies/essex-frailty --lens both --sample $(REPORT_SAMPLE) \
		--out results/essex-frailty.h5 --quiet
	@build/release/bin/forestall report results/essex-frailty.h5
	@echo "Open results/essex-frailty-report.html or .pdf. For the page: build/release/bin/forestall app"

# The long tests are left out here: they are built and run by test-long.
build-tests: build/dev/build.ninja
	@cmake --build --preset dev --target forestall-tests _engine

test: python-env build-tests  ## build, and run all but the long tests
	@ctest --preset dev -j $(JOBS)

# Sanitised builds of everything, the engine without its libraries, then the long statistical tests.
test-long: test-core-only test-asan-ubsan test-tsan build-release test-wheel  ## sanitisers, long statistical tests, the package installed
	@ctest --preset long -j $(JOBS)

test-asan-ubsan test-tsan: test-%: build/%/build.ninja
	@cmake --build --preset $*
	@ctest --preset $* -j $(JOBS)

test-core-only: build/core-only/build.ninja
	@cmake --build --preset core-only

# The package as its users install it, in an environment that has nothing else.
test-wheel: python-env
	@rm -rf build/wheel-env build/wheel-dist
	@build/python-env/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel-dist .
	@build/python-env/bin/python -m venv build/wheel-env
	@build/wheel-env/bin/pip install --quiet --disable-pip-version-check build/wheel-dist/forestall-*.whl
	@cd build/wheel-env && bin/python -W error::ImportWarning -c 'import forestall as fs; fs.demo(progress=False)'
	@cd build/wheel-env && bin/forestall sweep --help >/dev/null
	@cd build/wheel-env && bin/forestall app --export copy.html --sample 0.01 --quiet && test -s copy.html
	@cd build/wheel-env && bin/python -c 'import forestall as fs; fs.demo(sample=0.01, progress=False).save("demo.h5")' >/dev/null
	@cd build/wheel-env && bin/forestall report demo.h5 --quiet && test -s demo-report.html

docs: python-env build-tests  ## make the documentation site in build/docs/html, and check its links
	@build/python-env/bin/python scripts/make_docs.py

bench: build/release/build.ninja  ## run the benchmarks
	@cmake --build --preset release --target forestall-bench
	@build/release/bin/forestall-bench

format:  ## format all C++ (needs clang-format)
	@$(SOURCES) | xargs --no-run-if-empty clang-format -i

lint: build/dev/build.ninja  ## check all C++ (needs clang-tidy and clang-format)
	@$(SOURCES) | xargs --no-run-if-empty clang-format --dry-run --Werror
	@run-clang-tidy -quiet -j $(JOBS) -p build/dev '$(CURDIR)/(sim|tools|tests)/'

clean:  ## delete everything built (results are kept)
	@rm -rf build
