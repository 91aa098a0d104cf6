"""Studies that somebody opens on the page: a study file, or an archive of one with all that it names.

Nothing is read from the disk for them: what a study file names is looked for among what comes with the package,
and in the archive itself.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from forestall import _engine
from forestall.app.studies import PageStudy
from forestall.catalogue import scenarios
from forestall.documents import parse
from forestall.errors import InputError, Problem

__all__ = ["opened"]

MOST_UNPACKED = 64 << 20
MOST_FILES = 500
TEXTS = (".yaml", ".csv")


def opened(name: str, content: bytes) -> PageStudy:
    """The study. Raises InputError with every problem."""
    main, texts = _unpacked(name, content) if content[:2] == b"PK" else _beside_shipped(name, content)
    tree = parse(texts[main], main)
    if not isinstance(tree, dict) or tree.get("forestall") != "study":
        _refuse(name, "this is no study", "its first key is not `forestall: study`", "open a study's own file")
    inputs = _engine.Inputs.of_texts(texts, main, 0)
    study = PageStudy(str(inputs.name).replace("_", "-"), inputs, main)
    if not study.can_be_shown():
        _refuse(
            name,
            "the page cannot show this study",
            "it has one scenario, no programmes, or scenarios with rates of their own (`times`)",
            "run it with `forestall run`, or give it two scenarios with programmes",
        )
    return study


def _refuse(name: str, what: str, why: str, remedy: str) -> None:
    raise InputError([Problem(name[:100], 0, 0, what, why, remedy)])


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            [Problem(name[:100], 0, 0, "this is not text", "", "open a YAML file or an archive")]
        ) from None


def _beside_shipped(name: str, content: bytes) -> tuple[str, dict[str, str]]:
    """A study file as if it lay among what comes with the package."""
    text = _decoded(name, content)
    main = re.sub(r"[^a-zA-Z0-9_.-]", "_", posixpath.basename(name.replace("\\", "/"))) or "study.yaml"
    tree = parse(text, main)
    model = str(tree.get("model", "")) if isinstance(tree, dict) else ""
    up = re.match(r"(?:\.\./)*", model)
    prefix = up[0] if up else ""
    top = scenarios()
    files = (
        path
        for kind in ("models", "places", "programmes", "evidence", "calibrations")
        for path in (top / kind).rglob("*")
    )
    texts = {
        prefix + path.relative_to(top).as_posix(): path.read_text(encoding="utf-8")
        for path in files
        if path.suffix in TEXTS
    }
    return main, {**texts, main: text}


def _unpacked(name: str, content: bytes) -> tuple[str, dict[str, str]]:
    """The texts of an archive as seen from its study's folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_UNPACKED:
                _refuse(
                    name, "this archive is too large", f"more than {MOST_FILES} files or 64 MB", "open a smaller one"
                )
            found = {}
            for one in entries:
                path = posixpath.normpath(one.filename)
                if path.startswith(("/", "..")) or not path.endswith(TEXTS):
                    continue
                with archive.open(one) as file:  # sizes in an archive may lie
                    data = file.read(MOST_UNPACKED + 1)
                if len(data) > MOST_UNPACKED:
                    _refuse(name, "this archive is too large", "a file has more than 64 MB", "open a smaller one")
                found[path] = _decoded(path, data)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise InputError(
            [Problem(name[:100], 0, 0, "this archive cannot be read", str(error), "save it anew")]
        ) from None
    studies = [path for path, text in found.items() if re.search(r"^forestall:\s*study\s*$", text, re.MULTILINE)]
    if len(studies) != 1:
        _refuse(name, f"{len(studies)} studies are in this archive", "one is wanted", "open an archive of one study")
    home = posixpath.dirname(studies[0]) or "."
    return posixpath.basename(studies[0]), {posixpath.relpath(path, home): text for path, text in found.items()}
