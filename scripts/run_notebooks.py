#!/usr/bin/env python3
"""Runs notebooks and keeps them with their outputs: notebooks/NN-name.py becomes notebooks/NN-name.ipynb.

    build/python-env/bin/python scripts/run_notebooks.py            # all
    build/python-env/bin/python scripts/run_notebooks.py 04 09      # some

Needs the package (installed, or in build/release or build/dev). What goes to the error output (bars) is left out, and
pictures are kept in few colours, so that the files stay small. Exit code 1 where a notebook fails.
"""

from __future__ import annotations

import base64
import io
import os
import sys
import time
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

TOP = Path(__file__).resolve().parent.parent
COLOURS = 96


def few_colours(picture: str) -> str:
    """A PNG, in base64, with a palette."""
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    out = io.BytesIO()
    image.quantize(COLOURS).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def tidied(outputs: list[Any]) -> list[Any]:
    """Outputs without bars, pictures small."""
    kept = [one for one in outputs if one.get("name") != "stderr"]
    for one in kept:
        if "image/png" in one.get("data", {}):
            one["data"]["image/png"] = few_colours(one["data"]["image/png"])
    return kept


def run(script: Path) -> float:
    """Runs one notebook and writes it beside its script. Returns the seconds it took."""
    notebook = jupytext.read(script)
    begun = time.monotonic()
    resources = {"metadata": {"path": str(script.parent)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources, record_timing=False).execute()
    seconds = time.monotonic() - begun
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02}"
        if cell.cell_type == "code":
            cell.outputs = tidied(cell.outputs)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, script.with_suffix(".ipynb"))
    return seconds


def main(wanted: list[str]) -> int:
    """Runs those whose number is given, or all."""
    os.environ.pop("MPLBACKEND", None)
    for preset in ("release", "dev"):
        place = TOP / f"build/{preset}/python"
        if (place / "forestall").is_dir():
            os.environ.setdefault("PYTHONPATH", str(place))
    failed = 0
    for script in sorted((TOP / "notebooks").glob("[0-9]*.py")):
        if wanted and script.name[:2] not in wanted:
            continue
        try:
            print(f"{script.stem}: {run(script):.0f} s", flush=True)
        except CellExecutionError as error:
            print(f"{script.stem}: {error}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
