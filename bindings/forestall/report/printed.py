"""The page as a PDF: Chromium prints it, and what came out is looked at before anybody else does."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forestall.errors import RunError
from forestall.report.page import APPENDIX

__all__ = ["MOST_PAGES", "NO_CHROMIUM", "Printed", "find_chromium", "looked_at", "print_page"]

MOST_PAGES = 4
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
NO_CHROMIUM = (
    "no PDF: there is no Chromium here to print it. Install one (Debian and Ubuntu: apt install chromium; Windows and "
    "macOS: Chrome or Edge), or name it with --chromium PATH or FORESTALL_CHROMIUM"
)
_SECONDS = 180


def find_chromium(path: str | None = None) -> str | None:
    """The browser that prints: the one named, that of FORESTALL_CHROMIUM, or the first found on PATH.

    Raises RunError where a browser is named and is not there.
    """
    named = path or os.environ.get("FORESTALL_CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise RunError(f"no program {named}; name a Chromium, Chrome or Edge that is there")
        return found
    return next((found for found in map(shutil.which, NAMES) if found), None)


def command(chromium: str, profile: Path, source: Path, target: Path) -> Sequence[str]:
    """What is run: no network, a profile of its own, tags and outline on."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        chromium,
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        *sandbox,
        f"--user-data-dir={profile}",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={target}",
        source.as_uri(),
    ]


@dataclass(frozen=True)
class Printed:
    """What is in a PDF."""

    pages: int
    main_pages: int | None
    """Pages before the appendix; None where no outline tells."""
    is_tagged: bool
    language: str
    title: str
    figures: int
    figures_without_words: int

    @property
    def problems(self) -> list[str]:
        """What is not as it should be."""
        made = [] if self.is_tagged else ["the PDF is not tagged; a newer Chromium prints tags"]
        made += [] if self.language and self.title else ["the PDF has no language or title"]
        if self.figures_without_words:
            made.append(
                f"{self.figures_without_words} of {self.figures} figures have no text for those who do not see them"
            )
        if self.main_pages is not None and self.main_pages > MOST_PAGES:
            made.append(f"the main part takes {self.main_pages} pages, more than {MOST_PAGES}")
        return made


def looked_at(path: Path) -> Printed | None:
    """What a PDF holds; None where pypdf is not installed."""
    try:
        from pypdf import PdfReader
    except ImportError:
        return None
    with path.open("rb") as file:
        reader = PdfReader(file)
        root = reader.root_object
        marked = dict(root.get("/MarkInfo", {})).get("/Marked", False)
        figures = _figures(root.get("/StructTreeRoot"))
        starts = [
            reader.get_destination_page_number(one)
            for one in reader.outline
            if not isinstance(one, list) and one.title == APPENDIX
        ]
        title = reader.metadata.title if reader.metadata else ""
        return Printed(
            len(reader.pages),
            starts[0] if starts else None,
            bool(marked) and "/StructTreeRoot" in root,
            str(root.get("/Lang", "")),
            str(title or ""),
            len(figures),
            sum(not one for one in figures),
        )


def _figures(tree: object) -> list[str]:
    """The alternative texts of all figures in a tree of tags."""
    found, left = [], [tree]
    while left:
        one = left.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            left.extend(one)
        elif isinstance(one, dict):
            if one.get("/S") == "/Figure":
                found.append(str(one.get("/Alt", "")))
            if "/K" in one:
                left.append(one["/K"])
    return found


def print_page(html: str, target: Path, chromium: str) -> Printed | None:
    """Writes the PDF, in closer type where the main part would take more than four pages. What it holds, or None
    where that cannot be looked at. Raises RunError where Chromium fails.
    """
    looked = None
    for close in (False, True):
        _print(html.replace("<body>", '<body class="close">', 1) if close else html, target, chromium)
        looked = looked_at(target)
        if looked is None or looked.main_pages is None or looked.main_pages <= MOST_PAGES:
            break
    return looked


def _print(html: str, target: Path, chromium: str) -> None:
    # A snap of Chromium cannot see /tmp, so the page is printed from beside its target.
    with tempfile.TemporaryDirectory(prefix=".forestall-", dir=target.parent, ignore_cleanup_errors=True) as folder:
        source, profile, made = (Path(folder).resolve() / name for name in ("report.html", "profile", "report.pdf"))
        source.write_text(html, encoding="utf-8")
        told = command(chromium, profile, source, made)
        try:
            done = subprocess.run(told, capture_output=True, text=True, errors="replace", timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise RunError(
                f"{chromium} printed nothing in {_SECONDS} seconds; try again, or leave the PDF out with --no-pdf"
            ) from None
        if done.returncode != 0 or not made.is_file() or not made.stat().st_size:
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise RunError(f"{chromium} could not print the page ({last}); leave the PDF out with --no-pdf")
        os.replace(made, target)
