"""Which files become pages of the documentation site, where each goes, and how links between them are kept.

Pages lie where they are useful in the repository, and their links work there. The site has shorter addresses: `docs/`
and `scenarios/` fall away, and a README.md becomes the index of its folder. So every relative link is looked up as it
stands in the repository and written anew: to the page, to a copy of a small file, or, where neither is in the site, as
plain code text.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SITE = TOP / "docs/site"
PAGES = (
    "docs/site/*.md",
    "docs/*.md",
    "docs/model-language/*.md",
    "docs/decisions/*.md",
    "notebooks/*.ipynb",
    "scenarios/studies/*/README.md",
    "scenarios/programmes/README.md",
    "scenarios/models/*/README.md",
    "scenarios/places/README.md",
    "scenarios/places/*/README.md",
)
CHILDREN = {"docs/model-language/README.md": "*", "scenarios/places/README.md": "*/index"}
COPIED_UP_TO = 300_000  # bytes; larger files are named, not copied
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
FENCE = re.compile(r"\s*(```+|~~~+|:::+)")
LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
PATTERN = re.compile(r"^\w[\w/-]*\*[\w/*-]*\n", re.MULTILINE)  # in a list of pages: all that are called so
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


class PageError(Exception):
    """A page that cannot be made, with the reason."""


def address(path: str) -> str:
    """Where a file of the repository is in the site: docs/model-language/README.md is model-language/index.md."""
    if path == "README.md":
        return "index.md"
    for start in ("docs/site/", "docs/", "scenarios/"):
        if path.startswith(start):
            path = path.removeprefix(start)
            break
    return re.sub(r"(^|/)README\.md$", r"\1index.md", path)


def pages() -> dict[str, str]:
    """The site's pages: path in the repository -> address. README.md is there for links alone."""
    found = sorted({str(p.relative_to(TOP)) for pattern in PAGES for p in TOP.glob(pattern)})
    made = {path: address(path) for path in found}
    if len(set(made.values())) < len(made):
        raise PageError("two pages have one address; rename one of " + ", ".join(found))
    return {**made, "README.md": "index.md"}


def _relative(target: str, page: str) -> str:
    return os.path.relpath(target, Path(page).parent).replace(os.sep, "/")


class Rewriter:
    """Links of one page, from the repository to the site. Files that links lead to are copied on the way."""

    def __init__(self, path: str, known: dict[str, str], into: Path) -> None:
        self.path, self.known, self.into = path, known, into

    def _copied(self, path: str) -> str:
        place = f"files/{path}"
        (self.into / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TOP / path, self.into / place)
        return place

    def _link(self, found: re.Match[str]) -> str:
        target, _, anchor = found["target"].partition("#")
        if ELSEWHERE.match(found["target"]):
            return found[0]
        path = os.path.normpath(Path(self.path).parent / target)
        page, text = address(self.path), found["text"]
        if path in self.known:
            to = _relative(self.known[path], page) + (f"#{anchor}" if anchor else "")
            return f"{found['image']}[{text}]({to})"
        file = TOP / path
        if not file.exists():
            raise PageError(f"{self.path}: {found['target']} is not there")
        if file.is_file() and file.suffix != ".md" and (found["image"] or file.stat().st_size <= COPIED_UP_TO):
            return f"{found['image']}[{text}]({_relative(self._copied(path), page)})"
        return text if "`" in text else f"`{text}`"

    def line(self, line: str) -> str:
        """A line of text with its links for the site; what is code stays as it is."""
        code = [range(*m.span()) for m in CODE.finditer(line)]

        def link(found: re.Match[str]) -> str:
            return found[0] if any(found.start() in span for span in code) else self._link(found)

        return LINK.sub(link, line)

    def markdown(self, text: str) -> str:
        """A whole text, but for its fenced blocks."""
        return "".join(_outside_fences(text, self.line))

    def notebook(self, text: str) -> str:
        """A notebook, with the links in its words for the site."""
        made = json.loads(text)
        for cell in made["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = self.markdown("".join(cell["source"]))
        made["metadata"]["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
        return json.dumps(made, ensure_ascii=False)


def _outside_fences(text: str, change: Callable[[str], str]) -> Iterator[str]:
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = ""
        elif not fence:
            line = change(line)
        yield line


def _without_empty(text: str, known: dict[str, str]) -> str:
    """A page of the site without patterns that no page answers to; Sphinx would complain of them."""
    names = [place.rpartition(".")[0] for place in known.values()]
    return PATTERN.sub(lambda found: found[0] if fnmatch.filter(names, found[0].strip()) else "", text)


def _made(path: str, known: dict[str, str], into: Path) -> str:
    """The text of a page in the site."""
    text = (TOP / path).read_text(encoding="utf-8")
    rewriter = Rewriter(path, known, into)
    if path.endswith(".ipynb"):
        return rewriter.notebook(text)
    text = rewriter.markdown(text)
    if path in CHILDREN:
        text += f"\n```{{toctree}}\n:hidden:\n:glob:\n\n{CHILDREN[path]}\n```\n"
    return _without_empty(text, known) if path.startswith("docs/site/") else text


def collect(into: Path) -> int:
    """Everything that Sphinx reads, anew. Returns how many pages there are."""
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(SITE, into, ignore=shutil.ignore_patterns("*.md", "__pycache__"))
    known = pages()
    for path in known.keys() - {"README.md"}:
        page = into / known[path]
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_made(path, known, into), encoding="utf-8")
    return len(known) - 1
