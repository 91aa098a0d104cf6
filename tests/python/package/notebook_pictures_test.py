"""Pictures in a notebook: each shows, the package's and those of others after it."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient


@pytest.mark.filterwarnings("ignore")
def test_every_picture_shows_in_a_notebook(small_path, monkeypatch) -> None:
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.delenv("MPLBACKEND", raising=False)
    cells = (
        f"import forestall as fs\nresult = fs.load({str(small_path)!r}).run(sample=0.2, progress=False)",
        "result.plot.fan('admissions');",
        "result.plot.pyramid();",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    for cell in notebook.cells[1:]:
        assert any("image/png" in out.get("data", {}) for out in cell.outputs), cell.source
