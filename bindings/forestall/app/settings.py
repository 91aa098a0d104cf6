"""What the two sides of the page are set to: read from what a browser sends, with every problem at once."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from forestall.errors import InputError, Problem

__all__ = ["Settings", "Side", "Use"]

LENSES = ("claimed", "controlled")
MOST_PROGRAMMES = 32
LONGEST_NAME = 200


@dataclass(frozen=True)
class Use:
    """A programme's card. None: the programme has no such control."""

    name: str
    on: bool
    starts: str
    a_month: float | None = None
    at_once: float | None = None
    uptake: float | None = None
    sensitivity: float | None = None


@dataclass(frozen=True)
class Side:
    """One side of the screen."""

    study: str
    scenario: str
    lens: str
    programmes: tuple[Use, ...] = ()

    @property
    def on(self) -> tuple[Use, ...]:
        """Programmes that are offered."""
        return tuple(use for use in self.programmes if use.on)


@dataclass(frozen=True)
class Settings:
    """Both sides."""

    left: Side
    right: Side

    def as_dict(self) -> dict[str, Any]:
        """As the page writes it."""
        return asdict(self)

    @staticmethod
    def read(given: Any) -> Settings:
        """From plain objects. Raises InputError with every problem."""
        reader = _Reader()
        tree = reader.map(given, "the settings", {"left", "right"})
        made = Settings(reader.side(tree.get("left"), "left"), reader.side(tree.get("right"), "right"))
        reader.raise_if_any()
        return made


@dataclass
class _Reader:
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, what: str, why: str = "", remedy: str = "") -> None:
        self.problems.append(Problem("", 0, 0, what, why, remedy))

    def raise_if_any(self) -> None:
        if self.problems:
            raise InputError(self.problems)

    def map(self, given: Any, what: str, keys: set[str]) -> Mapping[str, Any]:
        if not isinstance(given, Mapping):
            self.refuse(f"{what}: not a set of named values", remedy="load the page anew")
            return {}
        for unknown in [str(key) for key in given if key not in keys][:5]:
            self.refuse(f"{what}: nothing is called '{unknown[:40]}'", remedy="load the page anew")
        return given

    def text(self, given: Any, what: str) -> str:
        if isinstance(given, str) and 0 < len(given) <= LONGEST_NAME:
            return given
        self.refuse(f"{what}: no name", f"a name has 1 to {LONGEST_NAME} letters", "choose one from the list")
        return ""

    def side(self, given: Any, what: str) -> Side:
        tree = self.map(given, what, {"study", "scenario", "lens", "programmes"})
        if not tree:
            return Side("", "", LENSES[1])
        lens = tree.get("lens")
        if lens not in LENSES:
            self.refuse(f"{what}: no such evidence", remedy=f"use {' or '.join(LENSES)}")
        cards = tree.get("programmes")
        if not isinstance(cards, list) or len(cards) > MOST_PROGRAMMES:
            self.refuse(f"{what}: no list of at most {MOST_PROGRAMMES} programmes", remedy="load the page anew")
            cards = []
        return Side(
            self.text(tree.get("study"), f"{what}, study"),
            self.text(tree.get("scenario"), f"{what}, scenario"),
            str(lens),
            tuple(self.use(card, what) for card in cards),
        )

    def use(self, given: Any, side: str) -> Use:
        keys = {"name", "on", "starts", "a_month", "at_once", "uptake", "sensitivity"}
        tree = self.map(given, f"{side}, programme", keys)
        name = self.text(tree.get("name"), f"{side}, programme")
        where = f"{side}, {name}"
        if not isinstance(tree.get("on"), bool):
            self.refuse(f"{where}: neither on nor off", remedy="switch it on or off")
        starts = str(tree.get("starts"))
        try:
            datetime.date.fromisoformat(starts)
        except ValueError:
            self.refuse(f"{where}: '{starts[:20]}' is no date", "dates are written year-month-day", "give a month")
        return Use(
            name,
            tree.get("on") is True,
            starts,
            self.number(tree.get("a_month"), f"{where}, places a month", 0, 1e6),
            self.number(tree.get("at_once"), f"{where}, people at one time", 0, 1e7),
            self.number(tree.get("uptake"), f"{where}, uptake", 0, 1),
            self.number(tree.get("sensitivity"), f"{where}, sensitivity", 0, 1),
        )

    def number(self, given: Any, what: str, least: float, most: float) -> float | None:
        if given is None:
            return None
        fits = isinstance(given, (int, float)) and not isinstance(given, bool) and math.isfinite(given)
        if fits and least <= given <= most:
            return float(given)
        self.refuse(f"{what}: {str(given)[:20]} cannot be used", "", f"give a number from {least:g} to {most:g}")
        return None
