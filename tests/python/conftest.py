"""What tests of the package share: a study that runs in a blink, and its result."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest

import forestall as fs

matplotlib.use("Agg")

SMALL = Path(__file__).parent / "small"


@pytest.fixture(scope="session")
def small_path() -> Path:
    """The folder of the small study."""
    return SMALL


@pytest.fixture
def small() -> fs.Study:
    """6,000 made-up people, two programmes, three years, a model without pasts."""
    return fs.load(SMALL)


@pytest.fixture(scope="session")
def small_result() -> fs.Result:
    return fs.load(SMALL).run(replicates=3, progress=False)


@pytest.fixture(scope="session")
def command_line() -> str:
    """The program `forestall` of this build."""
    import os
    import shutil

    found = os.environ.get("FORESTALL") or shutil.which("forestall")
    if not found:
        pytest.skip("the program forestall is not here; set FORESTALL to its path")
    return found
