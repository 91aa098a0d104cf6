"""Every notebook runs, in less than two minutes on two cores, and its two forms say the same."""

from __future__ import annotations

import re
import time
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

TOP = Path(__file__).parents[3]
NOTEBOOKS = sorted((TOP / "notebooks").glob("[0-9]*.py"))
LONGEST = 120  # seconds; the machine may be shared by other tests, so this is told and held loosely


def test_there_are_ten() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{n:02}" for n in range(1, 11)]


def _source(notebook) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source.strip()) for cell in notebook.cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_both_forms_of_a_notebook_say_the_same(path) -> None:
    script, notebook = jupytext.read(path), nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    assert _source(script) == _source(notebook)
    headings = [line for _, text in _source(notebook) for line in text.splitlines() if line.startswith("## ")]
    assert headings[-2:] == ["## Exercises", "## Worked solutions"]
    text = path.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert len(text) < 600_000, "pictures of fewer dots will do"
    assert "synthetic" in text.lower()
    assert not re.search(r"/(home|root|work|tmp|Users)/", "".join(source for _, source in _source(notebook)))
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert all(cell.execution_count for cell in code), "keep the outputs: execute the notebook"
    assert any("image/png" in out.get("data", {}) for cell in code for out in cell.outputs)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    notebook = jupytext.read(path)
    begun = time.monotonic()
    NotebookClient(
        notebook, timeout=4 * LONGEST, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    seconds = time.monotonic() - begun
    print(f"{path.stem}: {seconds:.0f} s")
    assert seconds < 2 * LONGEST
