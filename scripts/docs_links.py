"""Follows every link in built HTML pages, as far as it stays among them. Nothing is asked of the network."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script", "img", "iframe", "source", "video", "audio", "embed", "object", "input"}
IN_STYLES = re.compile(r"@import\s+[\"']?([^\"';)\s]+)|url\(\s*[\"']?([^\"')\s]+)")


class Page(HTMLParser):
    """The ids of a page, and what it links to."""

    def __init__(self, file: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.ids.update(told[name] for name in ("id", "name") if name in told)
        loads = tag in LOADED or (tag == "link" and "stylesheet" in told.get("rel", ""))
        for name in ("href", "src", "xlink:href", "data"):
            if name in told:
                (self.loads if loads else self.links).append(told[name])


@dataclass
class Links:
    """What following all links came to; a dead one is (page, link, why)."""

    pages: int = 0
    followed: int = 0
    dead: list[tuple[str, str, str]] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)


def _why_dead(page: Page, link: str, top: Path, pages: dict[Path, Page]) -> str:
    """Why a link among the pages leads nowhere; empty where it leads somewhere."""
    parts = urlsplit(link)
    file = page.file
    if parts.path:
        file = Path(f"{page.file.parent}/{unquote(parts.path)}").resolve()
        file = file / "index.html" if file.is_dir() else file
        if not file.is_relative_to(top) or not file.is_file():
            return "no such file"
    if parts.fragment and file in pages and unquote(parts.fragment) not in pages[file].ids:
        return "no such place on the page"
    return ""


def _follow(page: Page, link: str, top: Path, pages: dict[Path, Page], made: Links, loaded: bool) -> None:
    parts = urlsplit(link)
    name = str(page.file.relative_to(top))
    if parts.scheme in ("data", "mailto", "javascript"):
        return
    if parts.scheme or parts.netloc:
        if loaded:
            made.dead.append((name, link, "fetched from elsewhere"))
        made.elsewhere.add(link)
        return
    made.followed += 1
    if why := _why_dead(page, link, top, pages):
        made.dead.append((name, link, why))


def _styles(top: Path, made: Links) -> None:
    """What style sheets fetch has to be in the site, too."""
    for file in sorted(top.rglob("*.css")):
        for found in IN_STYLES.finditer(file.read_text(encoding="utf-8")):
            link = found[1] or found[2]
            parts = urlsplit(link)
            name = str(file.relative_to(top))
            if parts.netloc or parts.scheme.startswith("http"):
                made.dead.append((name, link, "fetched from elsewhere"))
            elif not parts.scheme and parts.path and not (file.parent / unquote(parts.path)).is_file():
                made.dead.append((name, link, "no such file"))


def check(top: Path) -> Links:
    """Every link of every page under `top`."""
    top = top.resolve()
    pages = {file: Page(file) for file in sorted(top.rglob("*.html"))}
    made = Links(pages=len(pages))
    for page in pages.values():
        for links, loaded in ((page.links, False), (page.loads, True)):
            for link in links:
                _follow(page, link, top, pages, made, loaded)
    _styles(top, made)
    return made
