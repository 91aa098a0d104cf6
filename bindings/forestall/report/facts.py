"""Everything that a report says something about, gathered from a result once."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import numpy as np

from forestall.plot.series import first_measures, runs_of
from forestall.report.money import Money, Path, money_of, path_of
from forestall.report.people import (
    Fifths,
    Layers,
    Programme,
    Staff,
    fifths_of,
    layers_of,
    programme_names,
    programmes_of,
    staff_of,
)
from forestall.report.periods import Changes, Period
from forestall.report.scenarios import (
    Scenario,
    View,
    base_title,
    both_lenses_command,
    chosen,
    lens_of,
    scenarios_of,
    study_of,
)
from forestall.report.words import Change, prices_of
from forestall.result import Result

__all__ = ["ArmFacts", "Board", "gather"]

MOST_OTHERS = 3
USUAL = ("emergency_admissions", "bed_days", "ed_attendances", "gp_appointments")
LONG_TERM = ("people_with_major_illness", "care_home_entries", "home_care_workers", "care_home_workers")
WORTH = "quality_of_life"


@dataclass
class ArmFacts:
    """What one arm does, gathered when first asked for."""

    view: View
    title: str
    short: dict[str, Change]
    end: dict[str, Change]
    money_short: Money | None
    money_end: Money | None
    money_whole: Money | None
    path: Path | None
    reach: dict[str, Any]
    programmes: list[Programme]
    fifths: Fifths | None
    layers: Layers | None
    staff: list[Staff]
    changed_whole: dict[str, Change] = field(default_factory=dict)


@dataclass
class Board:
    """What the report is about. `facts` holds arms in the order of the scenarios."""

    result: Result
    path: FilePath
    changes: Changes
    base: str
    base_title: str
    scenarios: list[Scenario]
    chosen: Scenario | None
    measures: list[str]
    """The study's own, in its order, without cost."""
    extras: list[str]
    """What else a board looks at in the long run, where the model counts it."""
    facts: dict[str, ArmFacts]

    @property
    def headline(self) -> str | None:
        """The measure that the finding is about."""
        return self.measures[0] if self.measures else None

    @property
    def views(self) -> list[ArmFacts]:
        """The arms of the chosen scenario."""
        return [self.facts[view.arm] for view in self.chosen.views] if self.chosen else []

    @property
    def shown(self) -> list[Scenario]:
        """The chosen scenario and up to three others, in the study's order."""
        if self.chosen is None:
            return []
        others = [one for one in self.scenarios if one is not self.chosen][-MOST_OTHERS:]
        return [one for one in self.scenarios if one is self.chosen or one in others]

    @property
    def title(self) -> str:
        """The study's title."""
        return str(self.result.provenance.get("title", self.result.provenance.get("study", "A study")))

    @property
    def base_label(self) -> str:
        """The first arm in pictures and columns."""
        return "Today" if self.base == "today" else self.base_title

    @property
    def base_words(self) -> str:
        """The first arm in a sentence."""
        return "today's care" if self.base == "today" else f"'{self.base_title}'"

    @property
    def place(self) -> str:
        """The place's title."""
        text = self.result.provenance.get("place_text", "")
        found = [
            line.removeprefix("title:").strip().strip("\"'") for line in text.splitlines() if line.startswith("title:")
        ]
        return found[0] if found else str(self.result.provenance.get("place", ""))

    @property
    def runs(self) -> int:
        """Draws times replicates."""
        return runs_of(self.result)

    @property
    def draws(self) -> int:
        """Draws of uncertain parameters."""
        return int(self.result.data.sizes.get("draw", 1))

    @property
    def unit(self) -> str:
        """The unit of money; '' without costs."""
        return str(self.result.data["cost"].attrs.get("units", "")) if "cost" in self.result.names else ""

    @property
    def prices(self) -> str:
        """'2023/24 prices'."""
        return prices_of(self.unit)

    @property
    def people(self) -> float:
        """How many people the place has at the start, where that is counted."""
        if "population" not in self.result.names:
            return float("nan")
        return float(self.changes.levels("population").sel(arm=self.base).isel(month=0))

    @property
    def lens(self) -> tuple[str, bool]:
        """The lens of a result with one view a scenario, and whether that is known."""
        return lens_of(self.result)

    @property
    def command(self) -> str:
        """What would run both lenses."""
        return both_lenses_command(self.result, self.path)

    @property
    def has_programmes(self) -> bool:
        """Whether any arm has programmes, and not only other rates."""
        return bool(programme_names(self.changes))

    @property
    def discount(self) -> dict[str, Any]:
        """Percent a year by which later costs and health count less; empty where nothing is discounted."""
        told = study_of(self.result).get("discount") or {}
        return dict(told) if hasattr(told, "items") else {"costs and utilities": told}


def gather(result: Result, path: FilePath, arm: str | None = None) -> Board:
    """Everything about a result. `arm`: a scenario or arm that the finding is to be about. Raises InputError."""
    changes = Changes(result)
    many = {name: len(programmes_of(changes, name)) for name in result.arms}
    measures = [one for one in first_measures(result, 12) if one not in ("cost", "programme_cost")]
    if "split_screen_measures" not in result.data.attrs:
        measures = [one for one in USUAL if one in result.names] or measures[:4]
    extras = [one for one in LONG_TERM if one in result.names and one not in measures]
    picked = chosen(result, arm, many)
    board = Board(result, path, changes, result.arms[0], base_title(result), [], picked, measures, extras, {})
    board.scenarios = [picked if picked and one.name == picked.name else one for one in scenarios_of(result)]
    for scenario in board.scenarios:
        for view in scenario.views:
            board.facts[view.arm] = _facts(board, scenario, view)
    return board


def _facts(board: Board, scenario: Scenario, view: View) -> ArmFacts:
    changes, arm = board.changes, view.arm
    wanted = [*board.measures, *board.extras, *([WORTH] if WORTH in board.result.names else [])]

    def over(period: Period | None) -> dict[str, Change]:
        return {} if period is None else {one: changes.change(one, arm, period) for one in wanted}

    end = changes.end
    reach: dict[str, Any] = {}
    with contextlib.suppress(KeyError):
        reach = board.result.reach(arm)
    return ArmFacts(
        view,
        scenario.full_title(arm),
        over(changes.short),
        over(end),
        money_of(changes, arm, changes.short),
        money_of(changes, arm, end) if end else None,
        money_of(changes, arm, changes.whole),
        path_of(changes, arm),
        reach,
        programmes_of(changes, arm),
        fifths_of(changes, arm, board.measures),
        layers_of(changes, arm),
        staff_of(changes, arm, changes.short),
        over(changes.whole),
    )


def growth(board: Board, measure: str) -> tuple[int, float, int, float] | None:
    """First and last whole year of the first arm with their figures; None where there are not two."""
    years = board.changes.years
    if len(years) < 2:
        return None
    first, last = (board.changes.level(measure, board.base, board.changes.year(one)) for one in (years[0], years[-1]))
    return (years[0], first, years[-1], last) if np.isfinite(first) and first else None
