"""What a report compares: the arms of a result as scenarios, paired where both lenses on the evidence were run."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forestall import _engine
from forestall.documents import Document
from forestall.errors import InputError
from forestall.findings import plain
from forestall.result import Result

__all__ = ["LENSES", "Scenario", "View", "both_lenses_command", "chosen", "lens_of", "scenarios_of", "study_of"]

LENSES = ("claimed", "controlled")
_AS = {"claimed": "as claimed", "controlled": "as trials found"}
_MEANS = {"claimed": "if programmes do what is claimed", "controlled": "if controlled trials are right"}


@dataclass(frozen=True)
class View:
    """One arm as a column or line of the report."""

    arm: str
    label: str
    """Its name in a table or picture."""
    means: str
    """What one believes who looks at it, to begin a clause; empty for a scenario with one view."""


@dataclass(frozen=True)
class Scenario:
    """A scenario by its name and title, with the arms that show it: one, or one for each lens."""

    name: str
    title: str
    arms: Mapping[str, str] = field(default_factory=dict)
    """Lens to arm; the lens is '' where there is one arm."""

    @property
    def is_pair(self) -> bool:
        """Whether both lenses were run."""
        return len(self.arms) > 1

    @property
    def views(self) -> list[View]:
        """Its arms, the claims first."""
        if not self.is_pair:
            return [View(arm, self.title, "") for arm in self.arms.values()]
        return [View(arm, _AS[lens][:1].upper() + _AS[lens][1:], _MEANS[lens]) for lens, arm in self.arms.items()]

    def full_title(self, arm: str) -> str:
        """Its title, with the lens where there are two."""
        lens = next(one for one, name in self.arms.items() if name == arm)
        return f"{self.title}, {_AS[lens]}" if lens else self.title


def study_of(result: Result) -> Mapping[str, Any]:
    """The study that was run, as it was written; empty where the file does not hold it."""
    text = result.provenance.get("study_text", "")
    try:
        study = Document(text, "study")
        return study if text and "arms" in study else {}
    except (InputError, TypeError, AttributeError):
        return {}


def _titles(result: Result) -> dict[str, str]:
    arms = study_of(result).get("arms", {})
    return {str(name): str((told or {}).get("title") or plain(str(name))) for name, told in arms.items()}


def base_title(result: Result) -> str:
    """What the first arm is called."""
    name = result.arms[0]
    return _titles(result).get(name, plain(name))


def scenarios_of(result: Result) -> list[Scenario]:
    """Every scenario but the first arm, in the study's order."""
    titles, made, others = _titles(result), [], result.arms[1:]
    for arm in others:
        stem = arm.removesuffix("_claimed")
        if arm != stem and f"{stem}_controlled" in others:
            made.append(Scenario(stem, titles.get(stem, plain(stem)), {one: f"{stem}_{one}" for one in LENSES}))
        elif not (arm.endswith("_controlled") and arm.removesuffix("_controlled") + "_claimed" in others):
            made.append(Scenario(arm, titles.get(arm, plain(arm)), {"": arm}))
    return made


def chosen(result: Result, arm: str | None, programmes: Mapping[str, int]) -> Scenario | None:
    """The scenario that the finding is about: the one asked for, or that with most programmes (the last of them).

    `programmes`: how many each arm has. None where there is one arm. Raises InputError for an unknown arm.
    """
    there = scenarios_of(result)
    if arm is not None:
        found = next((one for one in there if arm == one.name or arm in one.arms.values()), None)
        if found is None:
            names = [one.name for one in there]
            what = _engine.nearest(arm, names) if names else "this result has one arm"
            raise InputError(f"no scenario '{arm}' to compare with {result.arms[0]}; {what}")
        return found
    most = max((max(programmes.get(name, 0) for name in one.arms.values()) for one in there), default=0)
    return next(
        (one for one in reversed(there) if max(programmes.get(name, 0) for name in one.arms.values()) == most), None
    )


def _command(record: Path) -> list[str]:
    """The command of the run record beside a result; empty where there is none."""
    try:
        told = json.loads(record.read_text(encoding="utf-8"))
        return [str(part) for part in told["command"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def lens_of(result: Result) -> tuple[str, bool]:
    """The lens of a result without pairs, and whether it is known: files of older versions do not hold it, and the
    study's own may not be the one that ran.
    """
    held = {line.split()[-1] for line in result.provenance.get("lenses", "").splitlines() if line.split()}
    if len(held) == 1:
        return held.pop(), True
    return str(study_of(result).get("lens", "controlled")), False


def both_lenses_command(result: Result, path: Path) -> str:
    """The command that runs the same under both lenses: that of the run record, else one by the study's name."""
    command = _command(path.with_suffix(".run.json"))
    if len(command) > 2 and command[1] == "run":
        kept, skip = [], False
        for part in command[2:]:
            if skip or part in ("--lens", "--out"):
                skip = not skip
                continue
            if not part.startswith(("--lens=", "--out=")):
                kept.append(part)
    else:
        name = str(result.provenance.get("study", "STUDY")).replace("_", "-")
        kept = [f"{name}.yaml"] + ([f"--sample={result.sample:g}"] if result.sample != 1 else [])
    return shlex.join(["forestall", "run", *kept, "--lens", "both", "--out", f"{path.stem}-both.h5"])
