"""Who pays more and who less in an arm than in the first: care and programmes, payer by payer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from forestall.errors import InputError
from forestall.findings import plain, unit_of
from forestall.measures import Measures
from forestall.plot.looks import PALETTE, SMALL, TEXT, USUAL, dress, look, note_below, number_axis, title_left
from forestall.plot.series import differences_of, sample_note
from forestall.result import Result
from forestall.showing import figure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["draw_who_pays"]

HORIZONS = ("first 18 months", "the whole run")
KINDS = {"care": (PALETTE[0], "Care"), "programmes": (PALETTE[3], "Programmes")}
HEIGHT = 0.38


def draw_who_pays(
    measures: Measures,
    arm: str | None = None,
    horizons: str | Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Any:
    """Differences in cost by payer in thousand pounds, negative where an arm saves; see `Plots.who_pays`."""
    table, chosen = _table(measures, arm)
    wanted = _horizons(table, horizons, ax)
    with look():
        panels = _panels(ax, len(wanted), table["payer"].nunique())
        unit = unit_of(measures.data["cost"].attrs).name
        for number, (panel, horizon) in enumerate(zip(panels, wanted)):
            _draw_panel(panel, table[table["horizon"] == horizon], is_first=number == 0)
            panel.set_title(plain(horizon), loc="left", fontsize=USUAL, color=TEXT)
            panel.set_xlabel(f"{unit[:1].upper()}{unit[1:]}\nmore (+) or less (-) than {measures.arms[0]}")
        panels[0].legend(loc="lower left", bbox_to_anchor=(0, 1.06), ncol=2, borderaxespad=0, handlelength=1.2)
        title = _title(measures, table, chosen, wanted[-1])
        found = panels[0].get_figure(root=True)
        title_left(panels[0] if ax is not None or found is None else found, title, above=36)
        note_below(panels[0], "Negative figures: the payer spends less. No intervals by payer.", sample_note(measures))
    return panels[0] if len(panels) == 1 else np.array(panels)


def _table(measures: Measures, arm: str | None) -> tuple[pd.DataFrame, str]:
    if not isinstance(measures, Result):
        raise InputError("who pays is told by the result itself; draw it from there: result.plot.who_pays()")
    table = measures.who_pays(arm)
    if table.empty or "cost" not in measures.names:
        raise InputError("this study has no costs by payer; draw from one whose model has costs")
    return table, arm or measures.arms[-1]


def _horizons(table: pd.DataFrame, wanted: str | Sequence[str] | None, ax: Axes | None) -> list[str]:
    there = list(dict.fromkeys(table["horizon"]))
    if wanted is None:
        usual = [name for name in HORIZONS if name in there] or there[-1:]
        return usual[-1:] if ax is not None else usual
    chosen = [wanted] if isinstance(wanted, str) else list(wanted)
    unknown = [name for name in chosen if name not in there]
    if unknown or not chosen:
        raise InputError(f"horizons={chosen!r}; choose from {', '.join(there)}")
    if ax is not None and len(chosen) > 1:
        raise InputError("one ax shows one horizon; name one, or leave ax out")
    return chosen


def _panels(ax: Axes | None, many: int, payers: int) -> list[Axes]:
    if ax is not None:
        panels = [ax]
    else:
        size = (3.0 + 4.2 * many, 2.2 + 0.62 * (payers + 1))
        made = plt.subplots(1, many, figsize=size, sharex=True, sharey=True, squeeze=False, layout="constrained")[1]
        panels = list(made[0])
    for panel in panels:
        dress(panel)
    return panels


def _draw_panel(axes: Axes, table: pd.DataFrame, is_first: bool) -> None:
    payers = list(dict.fromkeys(table["payer"]))
    places = np.arange(len(payers), -1, -1, dtype=float)
    places[-1] -= 0.25
    for kind, (colour, label) in KINDS.items():
        one = table[table["kind"] == kind].set_index("payer")["difference"]
        values = np.array([*(float(one.get(payer, 0.0)) for payer in payers), float(one.sum())])
        where = places + (HEIGHT / 2 if kind == "care" else -HEIGHT / 2)
        axes.barh(where, values, height=HEIGHT, color=colour, label=label)
        _write(axes, values, where)
    axes.axvline(0, color=TEXT, linewidth=1)
    axes.axhline(0.4, color="#8A959C", linewidth=1)
    if is_first:
        axes.set_yticks(places, [*(plain(str(payer)) for payer in payers), "In all"])
    axes.margins(x=0.28)
    axes.locator_params(axis="x", nbins=5)
    number_axis(axes.xaxis, signed=True)


def _write(axes: Axes, values: Sequence[float] | np.ndarray, places: np.ndarray) -> None:
    for value, place in zip(values, places):
        text = ("+" if round(value) > 0 else "") + figure(value)
        away, side = (4, "left") if value >= -0.5 else (-4, "right")
        axes.annotate(
            text, (value, place), xytext=(away, 0), textcoords="offset points", ha=side, va="center", fontsize=SMALL
        )


def _title(measures: Measures, table: pd.DataFrame, arm: str, horizon: str) -> str:
    """What care and programmes cost more or less in all at a horizon, as sure as the interval of care makes it."""
    one = table[table["horizon"] == horizon].groupby("kind")["difference"].sum()
    care, programmes = float(one.get("care", 0.0)), float(one.get("programmes", 0.0))
    said = f"programmes cost £{figure(programmes)} thousand"
    where = f"over {horizon}" if horizon == HORIZONS[1] else f"in {'the ' if 'first' in horizon else ''}{horizon}"
    if horizon != HORIZONS[1]:
        return f"{arm} {where}: {said}, care {_more(care)}"
    bounds = differences_of(measures, "cost").total().interval()["cost"].sel(arm=arm)
    low, high = (float(bounds.sel(bound=name)) / 1000 for name in ("low", "high"))
    interval = f"95% interval {figure(low)} to {figure(high)} thousand pounds" if low == low else "no interval"
    if low <= 0 <= high:
        return f"{arm} {where}: {said}; care costs no more or less than luck alone would make ({interval})"
    return f"{arm} {where}: {said}, care {_more(care)} ({interval})"


def _more(thousands: float) -> str:
    return f"£{figure(abs(thousands))} thousand {'less' if thousands < 0 else 'more'}"
