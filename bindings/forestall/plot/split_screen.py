"""The split screen as pictures: today beside another arm over time, and differences by horizon with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from forestall import _engine
from forestall.errors import InputError
from forestall.findings import Unit, plain, said_of_luck, unit_of
from forestall.plot.looks import NHS_BLUE, SMALL, TEXT, USUAL, broken, dress, look, note_below, number_axis, title_left
from forestall.showing import figure

if TYPE_CHECKING:
    import pandas as pd

    from forestall.split_screen import SplitScreen

__all__ = ["draw_split_screen"]

MOST_ARMS, USUAL_MEASURES = 4, 4


def draw_split_screen(
    screen: SplitScreen, measures: Sequence[str] | None = None, arms: Sequence[str] | None = None
) -> Any:
    """Differences from today by horizon, with 95% intervals of luck: a row of panels for each measure (the first
    four, or those named), a panel for each arm (at most four). Within a panel the months after the programmes'
    start stand above the line, calendar years below it. Units stand below each row; money is in thousand or million
    pounds. Hollow dots: luck alone could make the difference. Returns an array of matplotlib axes, measures by arms.
    Raises InputError for unknown measures or arms, and for more than four arms.
    """
    table = screen.to_df()
    rows = _chosen("measure", list(dict.fromkeys(table["measure"])), measures, USUAL_MEASURES)
    columns = _chosen("arm", screen.arms, arms, MOST_ARMS + 1)
    if len(columns) > MOST_ARMS:
        raise InputError(
            f"{len(columns)} arms in one picture; choose one to four of them, such as arms=['{columns[-1]}']"
        )
    table = table[table["measure"].isin(rows) & table["arm"].isin(columns)]
    with look():
        size = (max(7.0, 2.2 + 2.6 * len(columns)), 1.3 + 2.1 * len(rows))
        found, panels = plt.subplots(
            len(rows), len(columns), figsize=size, sharex="row", sharey=True, squeeze=False, layout="constrained"
        )
        for measure, line in zip(rows, panels):
            _draw_row(line, table[table["measure"] == measure], columns, screen.first_arm)
        title_left(found, _title(table, screen.first_arm))
        _notes(found, screen)
    return panels


def _chosen(kind: str, there: list[str], wanted: Sequence[str] | None, usual: int) -> list[str]:
    if wanted is None:
        return there[:usual]
    chosen = [wanted] if isinstance(wanted, str) else list(wanted)
    for name in chosen:
        if name not in there:
            raise InputError(f"no {kind} '{name}' on the split screen; {_engine.nearest(name, there)}")
    if not chosen:
        raise InputError(f"no {kind} to draw; name one of {', '.join(there)}")
    return chosen


def _draw_row(panels: Sequence[Axes], table: pd.DataFrame, arms: Sequence[str], today: str) -> None:
    largest = float(np.nanmax(np.abs(table[["low", "high", "difference"]].to_numpy(dtype=float))))
    unit = unit_of({"units": table["unit"].iloc[0]}, largest)
    for number, (panel, arm) in enumerate(zip(panels, arms)):
        dress(panel)
        _draw_panel(panel, table[table["arm"] == arm], unit)
        panel.set_title(arm, loc="left", fontsize=USUAL, color=TEXT)
        if number == 0:
            panel.set_ylabel(broken(str(table["title"].iloc[0]), 20), fontsize=USUAL)
        panel.set_xlabel(broken(f"{unit.name}, less {today}", 32), fontsize=SMALL)


def _draw_panel(axes: Axes, table: pd.DataFrame, unit: Unit) -> None:
    places = np.arange(len(table))[::-1]
    for place, one in zip(places, table.itertuples()):
        value, low, high = (_number(part) / unit.divisor for part in (one.difference, one.low, one.high))
        has_interval = not np.isnan(low)
        if has_interval:
            axes.plot([low, high], [place, place], color=NHS_BLUE, linewidth=2.2, solid_capstyle="butt")
        face = NHS_BLUE if one.is_told_from_none or not has_interval else "white"
        axes.plot(value, place, "o" if has_interval else "s", color=NHS_BLUE, markerfacecolor=face, markersize=6.5)
    axes.axvline(0, color=TEXT, linewidth=1)
    short = int(table["is_short_term"].sum())
    if 0 < short < len(table):
        axes.axhline(len(table) - short - 0.5, color="#8A959C", linewidth=1)
    axes.set_yticks(places, [plain(str(name)) for name in table["horizon"]])
    axes.set_ylim(-0.6, len(table) - 0.4)
    axes.locator_params(axis="x", nbins=4)
    number_axis(axes.xaxis, signed=True)


def _number(value: object) -> float:
    return float("nan") if value is None else float(value)  # type: ignore[arg-type]


def _title(table: pd.DataFrame, today: str) -> str:
    """How many differences are told from none, and the clearest of them."""
    known = table[table["low"].notna()].copy()
    known = known[known["low"].astype(float) < known["high"].astype(float)]
    told = known[known["is_told_from_none"].astype(bool)]
    many = f"{len(told)} of {len(known)} differences from {today} are told from none"
    if len(known) == 0:
        return f"No life that was simulated tells these arms from {today}"
    if told.empty:
        return f"None of {len(known)} differences from {today} is told from none: luck alone could make them all"
    by_luck = f"luck alone would tell about {max(1, round(0.05 * len(known)))} of {len(known)} where there is none"
    clearness = told["difference"].abs() / (told["high"].astype(float) - told["low"].astype(float))
    one = told.iloc[int(clearness.to_numpy().argmax())]
    return f"{many} ({by_luck})\nClearest: {_said(one)}"


def _said(one: pd.Series[Any]) -> str:
    unit = unit_of({"units": one["unit"]}, abs(float(one["high"])))
    value, low, high = (float(one[name]) / unit.divisor for name in ("difference", "low", "high"))
    digits = 0 if min(abs(low), abs(high)) >= 10 else 1
    sign = "+" if value > 0 else ""
    shown = f"{sign}{figure(value, digits)} {unit.name} ({figure(low, digits)} to {figure(high, digits)})"
    return f"{one['arm']}, {one['title']}, {one['horizon']}: {shown}"


def _notes(found: Figure, screen: SplitScreen) -> None:
    dots = f"Dots: differences. {said_of_luck(1)}"
    kinds = "Hollow: luck alone could make it. Square: no interval. Above the line: from the programmes' start."
    note_below(found, dots, kinds, *screen.notes)
