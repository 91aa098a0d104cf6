"""The studies of a session: those that come with the package, and those that somebody opened."""

from __future__ import annotations

import hashlib
import io
import json
import os
import posixpath
import threading
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from forestall import _engine
from forestall.app.compose import Composed, compose, saved_text
from forestall.app.opening import opened
from forestall.app.settings import Settings
from forestall.app.studies import PageStudy, usual_side
from forestall.catalogue import scenarios
from forestall.catalogue import studies as shipped
from forestall.documents import parse
from forestall.errors import InputError, Problem
from forestall.showing import SYNTHETIC

__all__ = ["USUAL", "Shelf", "check_given", "usual_start"]

#: What is shown first.
USUAL = "buckinghamshire-prevention-matters"
LATE = {"how-pilots-mislead"}  # a lesson about evaluation, not a scenario to choose


class Shelf:
    """Studies by key, each read when first asked for."""

    def __init__(self, given: Sequence[str] = (), kept: Path | None = None) -> None:
        """`given`: names of the package's studies, or files; the first is shown first. `kept`: a folder for what is
        told of the package's studies, so that not all need be read at every start. Raises InputError.
        """
        self._known: dict[str, PageStudy] = {}
        self._models: dict[str, Mapping[str, Any]] = {}
        self._paths = _shipped_with_programmes()
        self._adding = threading.Lock()
        #: Keys of what was given, in its order; the first is shown first.
        self.chosen = [self._first_known(name) for name in dict.fromkeys(given)] or [self._first_known(USUAL)]
        self._file = kept / f"catalogue-{_digest(self._paths)}.json" if kept else None
        self._entries = _entries_in(self._file)
        # The first is enough to begin with; the others are read meanwhile, or when they are asked for.
        self._others = threading.Thread(target=self._read_others, daemon=True)
        if self._entries is None:
            self._others.start()

    def _first_known(self, name: str) -> str:
        if name not in self._paths:
            return self.add(_from_disk(name)).key
        self._known[name] = PageStudy.read(name, self._paths[name])
        return name

    def _read_others(self) -> None:
        for key, path in self._paths.items():
            if key in self._known:
                continue
            study = PageStudy.read(key, path)
            if study.can_be_shown():
                with self._adding:
                    self._known[key] = study

    @property
    def known(self) -> Mapping[str, PageStudy]:
        """Every study that has been read, by its key; those that were given are."""
        return self._known

    def known_to(self, settings: Settings) -> Mapping[str, PageStudy]:
        """With those that these settings name."""
        for key in (settings.left.study, settings.right.study):
            if key in self._known:
                continue
            if self._entries is None:
                self._others.join()
            elif key in self._entries:
                study = PageStudy.read(key, self._paths[key])
                with self._adding:
                    self._known[key] = study
        return self._known

    def add(self, study: PageStudy) -> PageStudy:
        """Under a key that no other has."""
        with self._adding:
            key, number = study.key, 2
            while key in self._known or key in self._paths:
                key, number = f"{study.key}-{number}", number + 1
            study.key = key
            self._known[key] = study
        return study

    def start(self) -> dict[str, Any]:
        """What is shown first."""
        return usual_start(self._known[self.chosen[0]])

    def catalogue(self) -> dict[str, Any]:
        """The Catalogue of contract.ts."""
        if self._entries is None:
            self._others.join()
            entries = {key: study.entry() for key, study in self._known.items() if key in self._paths}
            _keep_entries(self._file, entries)
        else:
            entries = self._entries
        added = {key: study.entry() for key, study in self._known.items() if key not in self._paths}
        return {
            "version": _engine.version,
            "synthetic": SYNTHETIC,
            "studies": [entry for _, entry in sorted((entries | added).items())],
            "start": self.start(),
            "stored": False,
        }

    def model_of(self, composed: Composed) -> Mapping[str, Any]:
        """Titles of layers and payers, from the model's text. Parsed once: it is long."""
        spec = parse(composed.texts.as_dict()[composed.texts.main], composed.texts.main)
        text = composed.texts.as_dict()[_normal(str(spec["model"]))]
        if text not in self._models:
            self._models[text] = parse(_only(text, ("layers", "payers")), "model")
        return self._models[text]

    def saved(self, given: Any, name: str) -> dict[str, Any]:
        """A study as an archive with all that it names, in hexadecimal, and how to run it. Raises InputError."""
        settings = Settings.read(given)
        composed = compose(settings, self.known_to(settings))
        name = name.strip().lower().replace("-", "_")
        text = saved_text(composed, name)
        texts = composed.inputs.texts | {composed.texts.main: text}
        up = max((path.split("/").count("..") for path in texts), default=0)
        home = "/".join([name, *(["studies", name] if up >= 2 else ["study"] * up)])
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(texts):
                # A fixed date: the same study is the same file.
                entry = zipfile.ZipInfo(_normal(f"{home}/{path}"), (2000, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, texts[path])
        run = f"unzip {name}.zip && forestall run {_normal(f'{home}/{composed.texts.main}')}"
        return {"file": f"{name}.zip", "content": held.getvalue().hex(), "run": run}


def _shipped_with_programmes() -> dict[str, Path]:
    return {
        key: path
        for key, path in shipped().items()
        if key not in LATE and "programmes:" in path.read_text(encoding="utf-8")
    }


def usual_start(study: PageStudy) -> dict[str, Any]:
    """Today's care on the left, the study's last scenario on the right."""
    arms = list(study.spec["arms"])
    return {"left": usual_side(study, arms[0]), "right": usual_side(study, arms[-1])}


def _digest(paths: Mapping[str, Path]) -> str:
    """Of every file that studies are read from, by name, size and time: another where one has changed."""
    found = hashlib.sha256(_engine.version.encode())
    for path in sorted(scenarios().rglob("*")):
        if path.is_file():
            about = path.stat()
            found.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):  # what is told of them may change too
        found.update(path.read_bytes())
    found.update("\n".join(paths).encode())
    return found.hexdigest()[:32]


def _entries_in(file: Path | None) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file else None
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _keep_entries(file: Path | None, entries: Mapping[str, Any]) -> None:
    """Whole or not at all; what cannot be written is told anew the next time."""
    if file is None:
        return
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        unfinished.write_text(json.dumps(entries), encoding="utf-8")
        os.replace(unfinished, file)
        for old in file.parent.glob("catalogue-*.json"):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError:
        unfinished.unlink(missing_ok=True)


def check_given(names: Sequence[str]) -> None:
    """Raises InputError for studies that the page cannot show, before anything is started."""
    there = _shipped_with_programmes()
    problems: list[Problem] = []
    for name in names:
        try:
            if name not in there:
                _from_disk(name)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def _from_disk(name: str) -> PageStudy:
    """A study's file or folder, or an archive of one."""
    path = shipped()[name] if name in shipped() else Path(name)
    if path.is_dir():
        path = path / "study.yaml"
    if path.suffix == ".zip" and path.is_file():
        return opened(path.name, path.read_bytes())
    if not path.is_file():
        nearest = _engine.nearest(name, list(shipped()))
        raise InputError(f"no study '{name}' comes with the package, and there is no such file; {nearest}")
    study = PageStudy.read(path.stem if path.stem != "study" else path.parent.name, path)
    if not study.can_be_shown():
        raise InputError(
            f"{name}: the page cannot show this study (it has one scenario, no programmes, or scenarios with rates "
            "of their own); run it with `forestall run`"
        )
    return study


def _normal(path: str) -> str:
    return posixpath.normpath(path)


def _only(text: str, keys: tuple[str, ...]) -> str:
    """The blocks of these keys at the top of a YAML text."""
    kept, keeps = [], False
    for line in text.splitlines():
        if line[:1] not in ("", " ", "#", "-"):
            keeps = line.split(":")[0] in keys
        if keeps:
            kept.append(line)
    return "\n".join(kept) or "{}"
