"""Types: the stubs are those of this build, and the package is clean."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import forestall

TOP = Path(__file__).parents[3]


def test_the_stubs_are_those_of_this_build(tmp_path) -> None:
    build = Path(forestall.__file__).parents[2]
    subprocess.run([TOP / "scripts" / "make_stubs.sh", build, tmp_path], check=True)
    fresh, kept = (tmp_path / "_engine.pyi").read_text(), (TOP / "bindings/forestall/_engine.pyi").read_text()
    assert fresh == kept, "run scripts/make_stubs.sh"


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(forestall.__file__).parent / "py.typed").exists()


def test_the_package_is_clean_for_mypy_and_ruff() -> None:
    environment = os.environ | {"MYPYPATH": str(TOP / "bindings")}
    environment.pop("PYTHONPATH", None)
    mypy = [sys.executable, "-m", "mypy", "--no-incremental", "bindings/forestall"]
    for command in (mypy, [sys.executable, "-m", "ruff", "check", "bindings", "tests/python"]):
        told = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
        assert told.returncode == 0, told.stdout + told.stderr
