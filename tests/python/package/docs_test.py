"""Documents: what is public says what it is, and links between Markdown files lead somewhere."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

import forestall as fs
from forestall.evaluation import Evaluation
from forestall.history import History
from forestall.lives import Life, Lives
from forestall.measures import Differences
from forestall.plot import Plots
from forestall.runs import Runs
from forestall.sweeps import SweepResult

TOP = Path(__file__).resolve().parents[3]
CLASSES = (
    fs.Study, fs.Measures, Differences, fs.Result, Runs, SweepResult, Plots, History, Lives, Life, Evaluation
)  # fmt: skip
FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ ]*$|\Z)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(<?([^()\s<>]+)>?(?:\s+\"[^\"]*\")?\)")
NAMED = re.compile(r"^ {0,3}\[[^\]^]+\]:\s*<?([^\s<>]+)", re.MULTILINE)
INLINE = re.compile(r"<(?:a|img)\s[^>]*?(?:href|src)=\"([^\"]+)\"")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def markdown_files() -> list[str]:
    """Every Markdown file of the repository, and those that are about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    try:
        listed = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return []
    return [name for name in listed if (TOP / name).is_file()]


def links_of(text: str) -> Iterator[str]:
    """The links of a Markdown text to files, and to places in them; code has none."""
    words = FENCED.sub("", text)
    plain = CODE.sub("code", words)
    for pattern in (LINK, NAMED, INLINE):
        yield from (target for target in pattern.findall(plain) if not OUTSIDE.match(target))


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    words = re.sub(r"[^\w\- ]", "", words.strip().lower())
    return words.replace(" ", "-")


@cache
def anchors(file: Path) -> frozenset[str]:
    """What a link may name in a Markdown file."""
    text = FENCED.sub("", file.read_text(encoding="utf-8"))
    made: dict[str, int] = {}
    for heading in HEADING.findall(text):
        name = slug(heading)
        made[name] = made.get(name, -1) + 1
        if made[name]:
            made[f"{name}-{made[name]}"] = 0
    return frozenset(made) | frozenset(re.findall(r"<a\s[^>]*?(?:id|name)=\"([^\"]+)\"", text))


def why_dead(file: Path, link: str) -> str:
    """Why a link of a file leads nowhere; empty where it leads somewhere."""
    target, _, anchor = unquote(link).partition("#")
    to = Path(os.path.normpath(file.parent / target)) if target else file
    if not to.is_relative_to(TOP) or not to.exists():
        return "there is no such file"
    if anchor and to.suffix == ".md" and anchor not in anchors(to):
        return "there is no such heading"
    return ""


def public_members(of: type) -> list[tuple[str, object]]:
    """Methods and properties that a class of the package defines itself."""
    kinds = (property, classmethod, staticmethod)
    return [
        (name, member)
        for name, member in vars(of).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, kinds))
    ]


@pytest.mark.parametrize("name", [name for name in fs.__all__ if not name.startswith("_")])
def test_a_public_name_says_what_it_is(name: str) -> None:
    assert (getattr(fs, name).__doc__ or "").strip(), f"forestall.{name} has no docstring"


@pytest.mark.parametrize("of", CLASSES, ids=lambda of: of.__name__)
def test_a_public_method_says_what_it_does(of: type) -> None:
    silent = [name for name, member in public_members(of) if not (member.__doc__ or "").strip()]
    assert public_members(of) and not silent


def test_the_reference_lists_every_public_name() -> None:
    page = TOP / "docs/site/api.md"
    if not page.is_file():
        pytest.skip("the documents are not here")
    listed = set(re.findall(r"~forestall\.\w+\.(\w+)$", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for name in fs.__all__ if not name.startswith("_")} == listed


def test_a_link_between_documents_leads_somewhere() -> None:
    names = markdown_files()
    if not names:
        pytest.skip("this is no git repository")
    found = [(name, link) for name in names for link in links_of((TOP / name).read_text(encoding="utf-8"))]
    dead = [f"{name}: {link}: {why}" for name, link in found if (why := why_dead(TOP / name, link))]
    assert len(found) > 100 and not dead, "\n".join(dead)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see [a](b.md#c) and ![d](e.png)", ["b.md#c", "e.png"]),
        ("[`code`](a.md), `[not](this.md)`", ["a.md"]),
        ("```\n[not](this.md)\n```\n[a](b.md)", ["b.md"]),
        ("[a](https://example.org) [b](#here)", ["#here"]),
        ('[a]: b.md\n<img src="c.png">', ["b.md", "c.png"]),
    ],
)
def test_links_are_found_in_words_and_not_in_code(text: str, found: list[str]) -> None:
    assert list(links_of(text)) == found


def test_a_heading_has_the_anchor_that_a_code_host_gives_it(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# What `when` is: a test\n## Twice\n## Twice\n```\n# not one\n```\n", encoding="utf-8")
    assert anchors(file) == {"what-when-is-a-test", "twice", "twice-1"}


def test_a_dead_link_is_told_with_its_reason(tmp_path: Path) -> None:
    readme = TOP / "README.md"
    if not readme.is_file():
        pytest.skip("the documents are not here")
    assert why_dead(readme, "nowhere.md") == "there is no such file"
    assert why_dead(readme, "README.md#nowhere") == "there is no such heading"
    assert why_dead(readme, "README.md#try-it") == ""
