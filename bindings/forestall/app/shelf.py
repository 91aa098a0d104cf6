"""The studies of a session: those that come with the package, and those that somebody opened."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from forestall import _engine
from forestall.app.compose import Composed, compose, saved_text
from forestall.app.opening import opened
from forestall.app.settings import Settings
from forestall.app.studies import PageStudy, usual_side
from forestall.catalogue import studies as shipped
from forestall.documents import parse
from forestall.errors import InputError
from forestall.showing import SYNTHETIC

__all__ = ["USUAL", "Shelf", "usual_start"]

#: What is shown first.
USUAL = "buckinghamshire-prevention-matters"
LATE = {"how-pilots-mislead"}  # a lesson about evaluation, not a scenario to choose


class Shelf:
    """Studies by key, each read when first asked for."""

    def __init__(self, given: Sequence[str] = ()) -> None:
        """`given`: names of the package's studies, or files; the first is shown first. Raises InputError."""
        self.known: dict[str, PageStudy] = {}
        self._models: dict[str, Mapping[str, Any]] = {}
        self._first = USUAL
        self._read_shipped()
        for number, name in enumerate(given):
            key = name if name in self.known else self.add(_from_disk(name)).key
            if number == 0:
                self._first = key

    def _read_shipped(self) -> None:
        for key, path in shipped().items():
            if key in LATE:
                continue
            text = path.read_text(encoding="utf-8")
            if "programmes:" not in text:
                continue  # nothing to compare
            study = PageStudy.read(key, path)
            if study.can_be_shown():
                self.known[key] = study

    def add(self, study: PageStudy) -> PageStudy:
        """Under a key that no other has."""
        key, number = study.key, 2
        while key in self.known:
            key, number = f"{study.key}-{number}", number + 1
        study.key = key
        self.known[key] = study
        return study

    def catalogue(self, start: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The Catalogue of contract.ts."""
        return {
            "version": _engine.version,
            "synthetic": SYNTHETIC,
            "studies": [study.entry() for study in self.known.values()],
            "start": start or usual_start(self.known, self._first),
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
        composed = compose(Settings.read(given), self.known)
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


def usual_start(known: Mapping[str, PageStudy], key: str = USUAL) -> dict[str, Any]:
    """Today's care on the left, the study's last scenario on the right."""
    if not known:
        raise InputError("no study with programmes comes with the package; install it anew")
    study = known.get(key) or next(iter(known.values()))
    arms = list(study.spec["arms"])
    return {"left": usual_side(study, arms[0]), "right": usual_side(study, arms[-1])}


def _from_disk(name: str) -> PageStudy:
    """A study's file or folder, or an archive of one."""
    path = Path(name)
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
