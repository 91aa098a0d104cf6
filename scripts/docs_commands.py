"""The page about the command line, made from what the program itself says of each of its verbs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
NOT_BUILT = """
```{note}
The program was not built when these pages were made, so its verbs are missing here. `forestall --help` lists them.
```
"""
OF_THE_PACKAGE = ("app", "report", "sweep")  # verbs that are written in Python
PACKAGE_FIRST = "`forestall {verb}` comes with the Python package.\n"
HEADING = re.compile(r"(?P<title>[A-Z][A-Za-z ]+|[a-z]+ arguments|options):$", re.IGNORECASE)
ITEM = re.compile(r" {2}(?P<name>\S.*?)(?: {2,}(?P<what>.*))?$")
MORE = re.compile(r" {4,}(?P<what>\S.*)$")


def program() -> Path | None:
    """The program `forestall`: the one that FORESTALL names, or of a build."""
    named = os.environ.get("FORESTALL")
    places = [Path(named)] if named else [TOP / f"build/{preset}/bin/forestall" for preset in ("release", "dev")]
    return next((place for place in places if os.access(place, os.X_OK)), None)


def _said(command: list[str], executable: Path | None = None) -> str:
    """What a command prints; with an `executable`, that is told its name is the first word, so no path is shown."""
    plain = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(command, executable=executable, env=plain, capture_output=True, text=True, check=True)
    return done.stdout


def _escaped(text: str) -> str:
    return re.sub(r"([|*_<>\[\]{}$])", r"\\\1", text)


def _table(title: str, lines: list[str]) -> Iterator[str]:
    """The items under a heading of the help, as a table."""
    rows: list[list[str]] = []
    for line in lines:
        if found := ITEM.match(line):
            rows.append([found["name"], found["what"] or ""])
        elif (found := MORE.match(line)) and rows:
            rows[-1][1] = f"{rows[-1][1]} {found['what']}".strip()
    yield f"| {title.lower()} | |\n|---|---|"
    for name, what in rows:
        yield f"| `{name.replace('|', '/')}` | {_escaped(what)} |"


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """The help, cut where a line is empty: the title (or nothing) and the lines of each part."""
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        first, *rest = part.splitlines()
        found = HEADING.match(first)
        yield (found["title"], rest) if found else ("", [first, *rest])


def _told(text: str) -> str:
    """A help text as Markdown: sentences as they are, the usage as code, options as tables."""
    made = []
    for title, lines in _sections(text):
        if title:
            made.append("\n".join(_table(title, lines)))
            continue
        usage = next((n for n, line in enumerate(lines) if line.lower().startswith("usage:")), len(lines))
        made.append(_escaped(" ".join(lines[:usage])))
        if lines[usage:]:
            made.append("```text\n" + "\n".join(lines[usage:]) + "\n```")
    return "\n\n".join(part for part in made if part) + "\n"


def _verbs(text: str) -> list[str]:
    """The verbs that the program lists."""
    listed = [lines for title, lines in _sections(text) if title == "Subcommands"]
    return [found["name"] for lines in listed for line in lines if (found := ITEM.match(line))]


def _exit_codes(text: str) -> tuple[str, str]:
    """A help text without its line on exit codes, and that line."""
    found = re.search(r"^Exit codes: .*(?:\n.+)*", text, re.MULTILINE)
    return (text, "") if not found else (text[: found.start()], " ".join(found[0].split()))


def _of_program(executable: Path) -> Iterator[str]:
    text, codes = _exit_codes(_said(["forestall", "--help"], executable))
    yield _told(text) + (f"\n{codes}\n" if codes else "")
    for verb in _verbs(text):
        about, _ = _exit_codes(_said(["forestall", verb, "--help"], executable))
        yield f"## forestall {verb}\n\n{_told(about)}"


def _of_package(verb: str) -> str:
    about, codes = _exit_codes(_said([sys.executable, "-m", f"forestall.commands.{verb}", "--help"]))
    return f"## forestall {verb}\n\n{PACKAGE_FIRST.format(verb=verb)}\n{_told(about)}\n{codes}\n"


def told_of_all() -> str:
    """What follows the page's first words: the program, its verbs; without the program it says so."""
    executable = program()
    verbs = list(_of_program(executable)) if executable else [NOT_BUILT]
    return "\n".join(["", *verbs, *(_of_package(verb) for verb in OF_THE_PACKAGE)])
