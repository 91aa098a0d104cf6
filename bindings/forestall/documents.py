"""Texts of a study as plain Python objects, and back.

A study is a handful of texts that name each other: the study itself, its model, its place, programmes, tables,
sources. They are kept as texts, so that what runs is what a file would hold, and parsed only when somebody looks
at one. The engine's reader is the only judge of what they mean.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from forestall.errors import InputError, Problem

__all__ = ["Document", "Texts"]


def _yaml() -> YAML:
    yaml = YAML()  # keeps comments, order and quotes
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def parse(text: str, path: str) -> Any:
    """The plain objects that a YAML text stands for. Raises InputError with the line where it is none."""
    try:
        return _yaml().load(text)
    except RecursionError:
        raise InputError([Problem(path, 0, 0, "this is nested too deeply to be read")]) from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = getattr(error, "problem", None) or str(error)
        raise InputError([Problem(path, line, column, f"this is not YAML: {what}")]) from None


def dump(tree: Any) -> str:
    """A YAML text of plain objects: dicts, lists, numbers, words, dates, True and False."""
    out = io.StringIO()
    _yaml().dump(tree, out)
    return out.getvalue()


class Document(MutableMapping[str, Any]):
    """One YAML text of a study as nested dicts and lists, which may be changed in place.

    Changes reach the text when the study next reads it; comments and order stay.
    """

    def __init__(self, text: str, path: str, sources: str | None = None) -> None:
        self.path = path
        self.sources_text = sources
        """The text of the sources that it names, where it comes from elsewhere than a study."""
        self._text = text
        self._tree: Any = None
        self._seen = ""  # the text of the tree when it was parsed

    def _map(self) -> Any:
        if self._tree is None:
            self._tree = parse(self._text, self.path)
            if not isinstance(self._tree, MutableMapping):
                raise InputError([Problem(self.path, 1, 1, "this is not a map of keys")])
            self._seen = dump(self._tree)
        return self._tree

    @property
    def text(self) -> str:
        """The text as it would be written now."""
        if self._tree is not None:
            now = dump(self._tree)
            if now != self._seen:
                self._text, self._seen = now, now
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text, self._tree = text, None

    def copy(self) -> Document:
        """Another document with the same text."""
        return Document(self.text, self.path, self.sources_text)

    def __getitem__(self, key: str) -> Any:
        tree = self._map()
        if key not in tree:
            from forestall import _engine

            raise KeyError(f"no '{key}' in {self.path}; {_engine.nearest(str(key), [str(k) for k in tree])}")
        return tree[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._map()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._map()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._map())

    def __len__(self) -> int:
        return len(self._map())

    def __repr__(self) -> str:
        return f"<Document {self.path}>\n{self.text}"

    def _repr_html_(self) -> str:
        from forestall.showing import escaped

        return f"<details><summary><code>{escaped(self.path)}</code></summary><pre>{escaped(self.text)}</pre></details>"


class Texts:
    """All texts of a study by their paths as seen from the study's folder.

    YAML texts are Documents once somebody has looked at them; the rest (tables) are kept as they are.
    """

    def __init__(self, texts: Mapping[str, str], main: str) -> None:
        self.main = main
        self._texts = dict(texts)
        self._documents: dict[str, Document] = {}

    def document(self, path: str) -> Document:
        """The document at a path. Raises KeyError when there is none."""
        if path not in self._documents:
            if path not in self._texts:
                raise KeyError(path)
            self._documents[path] = Document(self._texts[path], path)
        return self._documents[path]

    def put(self, path: str, text: str) -> None:
        """Adds a text, or puts another in its place."""
        self._texts[path] = text
        self._documents.pop(path, None)

    def __contains__(self, path: str) -> bool:
        return path in self._texts

    def paths(self) -> list[str]:
        """All paths, sorted."""
        return sorted(self._texts)

    def as_dict(self) -> dict[str, str]:
        """Every text as it stands now."""
        for path, document in self._documents.items():
            self._texts[path] = document.text
        return dict(self._texts)

    def copy(self) -> Texts:
        """Texts that can be changed without changing these."""
        return Texts(self.as_dict(), self.main)

    @staticmethod
    def joined(folder: str, written: str) -> str:
        """A path that a file in `folder` names, as seen from the study."""
        return posixpath.normpath(posixpath.join(folder, written))
