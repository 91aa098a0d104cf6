"""Makes the files of a report: each appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from forestall.errors import InputError
from forestall.measures import _put
from forestall.result import open_result

__all__ = ["Made", "Wanted", "make_report"]


@dataclass(frozen=True)
class Wanted:
    """What to make of a result."""

    result: Path
    out: str | Path | None = None
    """A folder, or the beginning of the files' names; beside the result when left out."""
    arm: str | None = None
    pdf: bool = True
    excel: bool = True
    chromium: str | None = None


@dataclass
class Made:
    """What was made, and what should be known of it."""

    files: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_pdf: bool = False


def stem_of(wanted: Wanted) -> Path:
    """The files' common beginning: FOLDER/NAME-report beside the result or in a folder, or the name given.

    Raises InputError where its folder is not there.
    """
    usual = f"{wanted.result.stem}-report"
    if wanted.out is None:
        return wanted.result.with_name(usual)
    out = Path(wanted.out)
    if out.is_dir() or str(wanted.out).endswith(("/", os.sep)):
        out.mkdir(parents=True, exist_ok=True)
        return out / usual
    stem = out.with_suffix("") if out.suffix in (".html", ".pdf", ".xlsx") else out
    if not stem.parent.is_dir():
        raise InputError(f"{stem.parent} is no folder; make it first, or write elsewhere")
    return stem


def _named(stem: Path, ending: str) -> Path:
    return stem.with_name(stem.name + ending)


def make_report(wanted: Wanted, tell: Callable[[str], None] = lambda _: None) -> Made:
    """Writes the report. `tell` hears what is being done. Raises InputError for what cannot be used, RunError where
    Chromium fails (what was written before stays).
    """
    from forestall.report.book import write_book
    from forestall.report.facts import gather
    from forestall.report.page import page

    if not wanted.result.is_file():
        raise InputError(f"no file {wanted.result}; name a result of forestall run")
    stem, made = stem_of(wanted), Made()
    tell("reading the result")
    result = open_result(wanted.result)
    tell("adding up")
    board = gather(result, wanted.result, wanted.arm)
    html = page(board, tell)
    with _put(_named(stem, ".html")) as unfinished:
        unfinished.write_text(html, encoding="utf-8")
    made.files.append(_named(stem, ".html"))
    if wanted.excel:
        tell("workbook")
        with _put(_named(stem, ".xlsx")) as unfinished:
            write_book(board, unfinished)
        made.files.append(_named(stem, ".xlsx"))
    if wanted.pdf:
        _make_pdf(wanted, stem, html, made, tell)
    return made


def _make_pdf(wanted: Wanted, stem: Path, html: str, made: Made, tell: Callable[[str], None]) -> None:
    from forestall.report.printed import NO_CHROMIUM, find_chromium, print_page

    chromium = find_chromium(wanted.chromium)
    if chromium is None:
        made.notes.append(NO_CHROMIUM)
        return
    tell("PDF")
    target = _named(stem, ".pdf")
    with _put(target) as unfinished:
        looked = print_page(html, unfinished, chromium)
    made.files.append(target)
    made.has_pdf = True
    if looked is None:
        made.notes.append("the PDF was not checked for tags and length: pypdf is not installed")
    else:
        made.notes += looked.problems
