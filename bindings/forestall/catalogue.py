"""What comes with the package: studies, models, places and programmes, to list, copy and change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from forestall import _engine
from forestall.documents import Document, parse
from forestall.errors import InputError
from forestall.running import Progress
from forestall.showing import table_html, table_text

if TYPE_CHECKING:
    from forestall.result import Result
    from forestall.runs import Runs
    from forestall.study import Study

__all__ = ["Catalogue", "copy_scenarios", "demo", "load", "models", "places", "programmes", "scenarios", "studies"]


def scenarios() -> Path:
    """The folder of everything that comes with the package."""
    found = Path(__file__).parent / "scenarios"
    if not found.is_dir():
        raise InputError("the package was installed without its scenarios; install it anew")
    return found


def _key(name: str) -> str:
    return name.lower().replace("_", "-").removesuffix(".yaml")


class Catalogue(Mapping[str, Path]):
    """Names with the files they stand for. In names, - and _ are alike."""

    def __init__(self, kind: str, files: Mapping[str, Path]) -> None:
        self.kind = kind
        self._files = dict(sorted(files.items()))

    def __getitem__(self, name: str) -> Path:
        key = _key(name)
        if key not in self._files:
            raise InputError(f"no {self.kind} '{name}' comes with the package; {_engine.nearest(key, list(self))}")
        return self._files[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def document(self, name: str) -> Document:
        """Its text as plain objects, to copy from and to change."""
        path = self[name]
        made = Document(path.read_text(encoding="utf-8"), path.name)
        if "sources" in made:
            made.sources_text = (path.parent / str(made["sources"])).read_text(encoding="utf-8")
        return made

    def title(self, name: str) -> str:
        """What it says it is."""
        for line in self[name].read_text(encoding="utf-8").splitlines():
            if line.startswith("title:"):
                return str(parse(line, name)["title"])
        return ""

    def _rows(self) -> list[tuple[str, str]]:
        return [(name, self.title(name)) for name in self]

    def __repr__(self) -> str:
        return table_text((self.kind, "what it is"), self._rows(), left=2)

    def _repr_html_(self) -> str:
        return table_html((self.kind, "what it is"), self._rows(), left=2)


def _found(kind: str, folder: str, own: str) -> Catalogue:
    files = {_key(path.stem): path for path in (scenarios() / folder).glob("*.yaml") if path.stem != "sources"}
    files |= {_key(path.parent.name): path for path in (scenarios() / folder).glob(f"*/{own}")}
    return Catalogue(kind, files)


def studies() -> Catalogue:
    """The studies that come with the package."""
    return _found("study", "studies", "study.yaml")


def models() -> Catalogue:
    """The models that come with the package."""
    return _found("model", "models", "model.yaml")


def places() -> Catalogue:
    """The places that come with the package."""
    return _found("place", "places", "place.yaml")


def programmes() -> Catalogue:
    """The programmes that come with the package."""
    return _found("programme", "programmes", "programme.yaml")


def load(study: str | os.PathLike[str]) -> Study:
    """A study by its name in `studies()`, or by the path of its file or folder. Raises InputError with every
    problem, or with the nearest name.
    """
    from forestall.study import Study

    path = Path(study)
    if path.suffix in (".yaml", ".yml") or path.is_dir() or len(path.parts) > 1:
        if not path.exists():
            raise InputError(f"there is no {path}; name a study that comes with the package, or a file that is there")
        return Study.read(path)
    return Study.read(studies()[str(study)])


def copy_scenarios(folder: str | os.PathLike[str]) -> Path:
    """Copies everything that comes with the package into a new folder, to change it there."""
    to = Path(folder)
    if to.exists():
        raise InputError(f"{to} is there already; name a new folder")
    shutil.copytree(scenarios(), to)
    return to


def demo(*, sample: float = 0.02, progress: Progress = None) -> Result | Runs:
    """Mid and South Essex with three programmes in frailty, on 1 person in 50, under both lenses. Prints the
    split screen and returns the result. Takes seconds; its intervals are wide.
    """
    result = load("essex-frailty").run(sample=sample, lens="both", by=["layer", "imd"], progress=progress)
    print(result.split_screen())
    return result
